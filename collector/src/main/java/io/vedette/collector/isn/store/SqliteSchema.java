package io.vedette.collector.isn.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.DateTimeException;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * The tables of a store, made for others to read as well: {@code syns(day, port, all, matching)} has days as text.
 *
 * <p>Counts and senders are apart because statistics read all of the former and little of the latter. Counts lie in the
 * order of their keys: a day is one stretch of the file.
 */
final class SqliteSchema {

    /** Says to file(1) and to others whose file this is: "Vdti". */
    private static final int APPLICATION_ID = 0x56647469;

    private static final int VERSION = 1;

    private SqliteSchema() {}

    static void useWriteAheadLog(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA journal_mode = WAL");
        }
    }

    static void create(Connection connection, ZoneId zone) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID");
            statement.execute(
                    "CREATE TABLE counts (day INTEGER, port INTEGER, syns INTEGER NOT NULL, matching INTEGER NOT NULL,"
                            + " PRIMARY KEY (day, port)) WITHOUT ROWID");
            // With row ids, because without them SQLite has a page for the end of each row of more than 1,002 bytes.
            statement.execute(
                    "CREATE TABLE senders (day INTEGER, port INTEGER, matching INTEGER, addresses BLOB NOT NULL,"
                            + " PRIMARY KEY (day, port, matching))");
            statement.execute("CREATE TABLE files (hash TEXT PRIMARY KEY, length INTEGER NOT NULL, head TEXT NOT NULL)"
                    + " WITHOUT ROWID");
            statement.execute("CREATE INDEX heads ON files (head)");
            statement.execute("CREATE TABLE paths (path TEXT PRIMARY KEY, hash TEXT NOT NULL REFERENCES files (hash),"
                    + " size INTEGER NOT NULL, modified INTEGER NOT NULL) WITHOUT ROWID");
            statement.execute("CREATE TABLE copied (origin TEXT, day INTEGER, port INTEGER, syns INTEGER NOT NULL,"
                    + " matching INTEGER NOT NULL, PRIMARY KEY (origin, day, port)) WITHOUT ROWID");
            statement.execute(
                    "CREATE VIEW syns AS SELECT date(day * 86400, 'unixepoch') AS day, port, syns AS \"all\", matching"
                            + " FROM counts");
            statement.execute("INSERT INTO about VALUES ('zone', '" + zone.getId() + "')");
            statement.execute("PRAGMA application_id = " + APPLICATION_ID);
            statement.execute("PRAGMA user_version = " + VERSION);
        }
    }

    /** Whether there is nothing yet. */
    static boolean isEmpty(Connection connection) throws SQLException {
        return number(connection, "SELECT count(*) FROM sqlite_schema") == 0;
    }

    /** Why the file cannot be used; null if it can. */
    static @Nullable String problem(Connection connection) throws SQLException {
        if (number(connection, "PRAGMA application_id") != APPLICATION_ID) {
            return "a database, but not one of this program";
        }
        long version = number(connection, "PRAGMA user_version");
        return version == VERSION ? null : "of version " + version + ", this program reads version " + VERSION;
    }

    static ZoneId zone(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT value FROM about WHERE name = 'zone'")) {
            if (!rows.next()) {
                throw new SQLException("the zone is missing");
            }
            return ZoneId.of(rows.getString(1));
        } catch (DateTimeException e) {
            throw new SQLException("the zone is none: " + e.getMessage(), e);
        }
    }

    private static long number(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            return rows.next() ? rows.getLong(1) : 0;
        }
    }
}
