package io.vedette.collector.isn.store;

import io.vedette.core.isn.DayCount;
import io.vedette.core.isn.DayRange;
import io.vedette.core.isn.Interest;
import io.vedette.core.isn.IsnHistory;
import io.vedette.core.isn.PortHistory;
import io.vedette.core.isn.SourceCount;
import io.vedette.core.isn.SourceSet;
import io.vedette.core.isn.SynCount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TransactionMode;

/**
 * A store in one file. While one process writes, others read what was committed before; writers wait for each other.
 *
 * <p>A commit is on the disk when it returns: the journal is SQLite's write-ahead log, synced each time.
 */
public final class SqliteStore implements IsnStore {

    /** How long one process waits for another that writes. */
    static final int WAIT_MILLIS = 60_000;

    private static final int MAX_BEGINNINGS = 64;

    private final Path file;
    private final Connection connection;
    private final ZoneId zone;

    private SqliteStore(Path file, Connection connection, ZoneId zone) {
        this.file = file;
        this.connection = connection;
        this.zone = zone;
    }

    /**
     * Opens a store, or makes one.
     *
     * @param wanted whose days are to be counted; null for those of the store, and UTC for a new one
     * @throws IOException if the file is something else, cannot be written, or counts the days of another zone
     */
    public static SqliteStore open(Path file, @Nullable ZoneId wanted) throws IOException {
        return open(file, wanted, true);
    }

    /**
     * Opens a store that is there, to read it.
     *
     * @throws IOException if there is none, or it is something else
     */
    public static SqliteStore openExisting(Path file, @Nullable ZoneId wanted) throws IOException {
        if (!Files.exists(file)) {
            throw new IOException(file + ": no such store; \"vedette isn import\" makes one");
        }
        return open(file, wanted, false);
    }

    private static SqliteStore open(Path file, @Nullable ZoneId wanted, boolean create) throws IOException {
        Path parent = file.toAbsolutePath().getParent();
        if (parent != null && !Files.isDirectory(parent)) {
            throw new IOException(file + ": no such folder");
        }
        if (Files.isDirectory(file)) {
            throw new IOException(file + ": is a folder; a store is one file, for example " + file.resolve("isn.db"));
        }
        StoreFailure.loadLibrary(file);
        Connection connection = null;
        try {
            connection = config().createConnection("jdbc:sqlite:" + file.toAbsolutePath());
            prepare(file, connection, wanted, create);
            ZoneId zone = SqliteSchema.zone(connection);
            if (wanted != null && !wanted.equals(zone)) {
                throw new IOException(file + ": counts the days of " + zone + ", not of " + wanted
                        + "; a store of its own is needed for those");
            }
            return new SqliteStore(file, connection, zone);
        } catch (SQLException e) {
            closeAfter(e, connection);
            throw StoreFailure.of(file, e);
        } catch (IOException e) {
            closeAfter(e, connection);
            throw e;
        }
    }

    private static SQLiteConfig config() {
        SQLiteConfig config = new SQLiteConfig();
        config.setSynchronous(SynchronousMode.FULL);
        config.setTransactionMode(TransactionMode.IMMEDIATE);
        config.setBusyTimeout(WAIT_MILLIS);
        return config;
    }

    private static void prepare(Path file, Connection connection, @Nullable ZoneId wanted, boolean create)
            throws SQLException, IOException {
        if (create && SqliteSchema.isEmpty(connection)) {
            SqliteSchema.useWriteAheadLog(connection); // for good
            connection.setAutoCommit(false);
            if (SqliteSchema.isEmpty(connection)) { // nobody was faster
                SqliteSchema.create(connection, wanted == null ? ZoneId.of("UTC") : wanted);
            }
            connection.commit();
            connection.setAutoCommit(true);
        }
        String problem = SqliteSchema.problem(connection);
        if (problem != null) {
            throw new IOException(file + ": " + problem);
        }
    }

    /** What goes wrong now is not the reason. */
    private static void closeAfter(Exception reason, @Nullable Connection connection) {
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (SQLException e) {
            reason.addSuppressed(e);
        }
    }

    @Override
    public ZoneId zone() {
        return zone;
    }

    @Override
    public @Nullable FileMark lastUnder(String path) throws IOException {
        try (PreparedStatement query = connection.prepareStatement(
                "SELECT hash, length, head, size, modified FROM paths JOIN files USING (hash) WHERE path = ?")) {
            query.setString(1, path);
            try (ResultSet rows = query.executeQuery()) {
                return rows.next()
                        ? new FileMark(
                                rows.getString(1),
                                rows.getLong(2),
                                rows.getString(3),
                                path,
                                rows.getLong(4),
                                rows.getLong(5))
                        : null;
            }
        } catch (SQLException e) {
            throw StoreFailure.of(file, e);
        }
    }

    @Override
    public List<FileMark> beginningWith(String head) throws IOException {
        List<FileMark> marks = new ArrayList<>();
        try (PreparedStatement query =
                connection.prepareStatement("SELECT hash, length FROM files WHERE head = ? LIMIT " + MAX_BEGINNINGS)) {
            query.setString(1, head);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    marks.add(new FileMark(rows.getString(1), rows.getLong(2), head, null, 0, 0));
                }
            }
            return marks;
        } catch (SQLException e) {
            throw StoreFailure.of(file, e);
        }
    }

    @Override
    public StoreChange begin() throws IOException {
        return new SqliteChange(file, connection);
    }

    /** The same, for counts of another store as well. */
    public CopiedChange beginCopy() throws IOException {
        return new SqliteChange(file, connection);
    }

    @Override
    public IsnHistory history(DayRange range, Interest interest, int maxPorts) throws IOException {
        try {
            execute("BEGIN"); // one state of the store for all that is read; unlike the driver's own, it waits for no
            // writer
            try {
                return read(range, interest, maxPorts);
            } finally {
                execute("ROLLBACK");
            }
        } catch (SQLException e) {
            throw StoreFailure.of(file, e);
        } catch (IllegalArgumentException | DateTimeException e) {
            throw StoreFailure.damaged(file, e);
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private IsnHistory read(DayRange range, Interest interest, int maxPorts) throws SQLException {
        PortSums sums = new PortSums();
        try (PreparedStatement query =
                connection.prepareStatement("SELECT day, port, syns, matching FROM counts WHERE day BETWEEN ? AND ?")) {
            query.setLong(1, range.first().toEpochDay());
            query.setLong(2, range.last().toEpochDay());
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    sums.add(
                            LocalDate.ofEpochDay(rows.getLong(1)),
                            rows.getInt(2),
                            new SynCount(rows.getLong(3), rows.getLong(4)));
                }
            }
        }
        List<Integer> interesting = sums.interesting(interest);
        List<Integer> chosen = interesting.stream().limit(maxPorts).sorted().toList();
        List<PortHistory> ports = new ArrayList<>();
        try (PreparedStatement count =
                        connection.prepareStatement("SELECT syns, matching FROM counts WHERE day = ? AND port = ?");
                PreparedStatement senders = connection.prepareStatement(
                        "SELECT addresses FROM senders WHERE day = ? AND port = ? AND matching = ?")) {
            for (int port : chosen) {
                ports.add(port(port, sums, count, senders));
            }
        }
        return new IsnHistory(range, sums.totals(), ports, interesting.size() - ports.size());
    }

    private static PortHistory port(int port, PortSums sums, PreparedStatement count, PreparedStatement senders)
            throws SQLException {
        SortedMap<LocalDate, DayCount> days = new TreeMap<>();
        SourceSet all = new SourceSet();
        SourceSet matching = new SourceSet();
        boolean known = true;
        for (LocalDate day : sums.totals().keySet()) {
            SynCount syns = SynCount.NONE;
            count.setLong(1, day.toEpochDay());
            count.setInt(2, port);
            try (ResultSet rows = count.executeQuery()) {
                if (rows.next()) {
                    syns = new SynCount(rows.getLong(1), rows.getLong(2));
                }
            }
            SourceSet sent = senders(senders, day, port, 0);
            SourceSet sentMatching = senders(senders, day, port, 1);
            all.addAll(sent);
            matching.addAll(sentMatching);
            // SYNs without a sender came from a store that keeps none.
            boolean knownHere = syns.all() == 0 || sent.count() > 0;
            known &= knownHere;
            days.put(day, new DayCount(day, syns, knownHere ? count(sent, sentMatching) : null));
        }
        return new PortHistory(port, days, sums.of(port), known ? count(all, matching) : null);
    }

    private static SourceCount count(SourceSet all, SourceSet matching) {
        return new SourceCount(all.count(), matching.count(), all.isExact() && matching.isExact());
    }

    private static SourceSet senders(PreparedStatement query, LocalDate day, int port, int matching)
            throws SQLException {
        query.setLong(1, day.toEpochDay());
        query.setInt(2, port);
        query.setInt(3, matching);
        try (ResultSet rows = query.executeQuery()) {
            return rows.next() ? SourceSet.of(rows.getBytes(1)) : new SourceSet();
        }
    }

    @Override
    public void close() throws IOException {
        try {
            connection.close();
        } catch (SQLException e) {
            throw StoreFailure.of(file, e);
        }
    }
}
