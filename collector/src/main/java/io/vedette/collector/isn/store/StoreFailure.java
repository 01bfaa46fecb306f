package io.vedette.collector.isn.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;
import org.sqlite.SQLiteJDBCLoader;

/** Says what is wrong with a store, and what to do about it. SQLite's own name of it, which can be looked up, stands at the end. */
final class StoreFailure {

    /** Result codes carry what they are a case of in their lowest byte: sqlite.org, "Result and Error Codes", section 2. */
    private static final int PRIMARY = 0xff;

    private static final String DAMAGED = "this store is damaged. Use a copy of it, or --store with a new file"
            + " and count the captures again; \"sqlite3 FILE .recover\" saves what can be saved";

    private StoreFailure() {}

    /** What is well-formed for SQLite, and cannot be. */
    static IOException damaged(Path file, RuntimeException e) {
        return new IOException(file + ": " + DAMAGED + " [" + e.getMessage() + "]", e);
    }

    /** What SQLite refused to do with {@code file}. */
    static IOException of(Path file, SQLException e) {
        SQLiteErrorCode result = e instanceof SQLiteException exact
                ? exact.getResultCode()
                : SQLiteErrorCode.getErrorCode(e.getErrorCode());
        return new IOException(file + ": " + said(file, SQLiteErrorCode.getErrorCode(result.code & PRIMARY), e), e);
    }

    private static String said(Path file, SQLiteErrorCode primary, SQLException e) {
        String what = switch (primary) {
            case SQLITE_FULL ->
                "its disk is full; what was counted before is kept." + " Make room there, then run this again";
            case SQLITE_NOTADB -> "is something else, no store of counts; --store names another file";
            case SQLITE_CORRUPT -> DAMAGED;
            case SQLITE_CANTOPEN, SQLITE_READONLY, SQLITE_PERM -> forbidden(file);
            case SQLITE_BUSY, SQLITE_LOCKED ->
                "another process has been writing to it for more than " + SqliteStore.WAIT_MILLIS / 1000
                        + " s; run this again when that is done";
            case SQLITE_IOERR -> "the disk cannot be read or written; the kernel's log says why (dmesg)";
            case SQLITE_NOMEM -> "there is not enough memory";
            default -> null;
        };
        return what == null ? "cannot be used as a store [" + e.getMessage() + "]" : what + " [" + primary.name() + "]";
    }

    private static String forbidden(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        if (!Files.exists(file)) {
            return "cannot be made: this user may not write to " + folder + ", or it is read-only";
        }
        if (!Files.isReadable(file)) {
            return "may not be read by this user";
        }
        if (!Files.isWritable(file)) {
            return "may not be written by this user, or is on a read-only disk; that is needed for statistics, too."
                    + " A copy will do for those";
        }
        return "this user may not write to " + folder
                + ", where a journal is kept beside the store, for statistics, too." + " For those a copy will do";
    }

    /**
     * Loads SQLite itself, in machine code.
     *
     * @throws IOException if that cannot be done
     */
    static void loadLibrary(Path file) throws IOException {
        String reason = "";
        try {
            if (SQLiteJDBCLoader.initialize()) {
                return;
            }
        } catch (Exception | LinkageError e) { // the loader declares no narrower one
            reason = " [" + e.getMessage() + "]";
        }
        throw new IOException(file + ": SQLite cannot be loaded, which keeps stores. Its library is unpacked into "
                + System.getProperty("org.sqlite.tmpdir", System.getProperty("java.io.tmpdir"))
                + ", which has to exist and to allow execution; VEDETTE_JAVA_OPTS=-Dorg.sqlite.tmpdir=FOLDER names"
                + " another place" + reason);
    }
}
