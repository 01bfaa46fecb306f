package io.vedette.collector.isn.store;

import io.vedette.core.isn.DayTally;
import io.vedette.core.isn.SourceSet;
import io.vedette.core.isn.SynCount;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A transaction. It has the lock for writing from its first look-up on, so what that said holds until it commits. */
final class SqliteChange implements CopiedChange {

    private final Path file;
    private final Connection connection;
    private final List<PreparedStatement> statements = new ArrayList<>();
    private final PreparedStatement count;
    private final PreparedStatement senders;
    private final PreparedStatement putSenders;

    SqliteChange(Path file, Connection connection) throws IOException {
        this.file = file;
        this.connection = connection;
        try {
            connection.setAutoCommit(false);
            count = prepare("INSERT INTO counts VALUES (?, ?, ?, ?) ON CONFLICT (day, port)"
                    + " DO UPDATE SET syns = syns + excluded.syns, matching = matching + excluded.matching");
            senders = prepare("SELECT addresses FROM senders WHERE day = ? AND port = ? AND matching = ?");
            putSenders = prepare("INSERT INTO senders VALUES (?, ?, ?, ?) ON CONFLICT (day, port, matching)"
                    + " DO UPDATE SET addresses = excluded.addresses");
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    private PreparedStatement prepare(String sql) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        statements.add(statement);
        return statement;
    }

    private IOException failure(SQLException e) {
        return StoreFailure.of(file, e);
    }

    @Override
    public boolean isDone(String hash) throws IOException {
        try (PreparedStatement query = connection.prepareStatement("SELECT 1 FROM files WHERE hash = ?")) {
            query.setString(1, hash);
            try (ResultSet rows = query.executeQuery()) {
                return rows.next();
            }
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    @Override
    public void add(DayTally tally) throws IOException {
        LocalDate day = tally.day();
        try {
            tally.<SQLException>forEach((port, syns, sources, matchingSources) -> {
                add(day, port, syns);
                addSenders(day, port, 0, sources);
                addSenders(day, port, 1, matchingSources);
            });
        } catch (SQLException e) {
            throw failure(e);
        } catch (IllegalArgumentException e) {
            throw StoreFailure.damaged(file, e);
        }
    }

    private void add(LocalDate day, int port, SynCount syns) throws SQLException {
        count.setLong(1, day.toEpochDay());
        count.setInt(2, port);
        count.setLong(3, syns.all());
        count.setLong(4, syns.matching());
        count.executeUpdate();
    }

    private void addSenders(LocalDate day, int port, int matching, @Nullable SourceSet added) throws SQLException {
        if (added == null) {
            return;
        }
        senders.setLong(1, day.toEpochDay());
        senders.setInt(2, port);
        senders.setInt(3, matching);
        try (ResultSet rows = senders.executeQuery()) {
            if (rows.next()) {
                added.addAll(SourceSet.of(rows.getBytes(1)));
            }
        }
        putSenders.setLong(1, day.toEpochDay());
        putSenders.setInt(2, port);
        putSenders.setInt(3, matching);
        putSenders.setBytes(4, added.toBytes());
        putSenders.executeUpdate();
    }

    @Override
    public SynCount copy(String origin, LocalDate day, int port, SynCount syns) throws IOException {
        try (PreparedStatement query = connection.prepareStatement(
                        "SELECT syns, matching FROM copied WHERE origin = ? AND day = ? AND port = ?");
                PreparedStatement put =
                        connection.prepareStatement("INSERT OR REPLACE INTO copied VALUES (?, ?, ?, ?, ?)")) {
            query.setString(1, origin);
            query.setLong(2, day.toEpochDay());
            query.setInt(3, port);
            SynCount added = syns;
            try (ResultSet rows = query.executeQuery()) {
                if (rows.next()) {
                    added = since(rows.getLong(1), rows.getLong(2), syns);
                }
            }
            if (added.all() > 0) {
                put.setString(1, origin);
                put.setLong(2, day.toEpochDay());
                put.setInt(3, port);
                put.setLong(4, syns.all());
                put.setLong(5, syns.matching());
                put.executeUpdate();
                add(day, port, added);
            }
            return added;
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    private static SynCount since(long all, long matching, SynCount now) {
        long more = now.all() - all;
        long moreMatching = now.matching() - matching;
        return more < 0 || moreMatching < 0 ? now : new SynCount(more, Math.min(more, moreMatching));
    }

    @Override
    public void mark(FileMark mark) throws IOException {
        try (PreparedStatement done = connection.prepareStatement("INSERT OR IGNORE INTO files VALUES (?, ?, ?)");
                PreparedStatement path =
                        connection.prepareStatement("INSERT OR REPLACE INTO paths VALUES (?, ?, ?, ?)")) {
            done.setString(1, mark.hash());
            done.setLong(2, mark.length());
            done.setString(3, mark.head());
            done.executeUpdate();
            if (mark.path() != null) {
                path.setString(1, mark.path());
                path.setString(2, mark.hash());
                path.setLong(3, mark.size());
                path.setLong(4, mark.modifiedMillis());
                path.executeUpdate();
            }
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    @Override
    public void commit() throws IOException {
        try {
            connection.commit();
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            for (PreparedStatement statement : statements) {
                statement.close();
            }
            connection.rollback();
            connection.setAutoCommit(true);
        } catch (SQLException e) {
            throw failure(e);
        }
    }
}
