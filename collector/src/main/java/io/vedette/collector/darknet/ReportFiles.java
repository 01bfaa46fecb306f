package io.vedette.collector.darknet;

import io.vedette.collector.file.PlainOrGzip;
import io.vedette.core.darknet.json.EventReader;
import io.vedette.core.darknet.json.ReportedEvent;
import io.vedette.core.darknet.report.CountTables;
import io.vedette.core.darknet.report.TimeSeries;
import io.vedette.core.text.FileTrouble;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/** Reads files of events and writes tables of them. Belongs to one thread. */
public final class ReportFiles {

    private static final String DEVIATION_HEADER =
            "Day, Packets, Events, Moving Average Packets, Moving Average Events, "
                    + "Daily Packet Deviation, Daily Event Deviation";

    private static final String CHECKSUM = "checksum ";

    private final Path folder;
    private final Form form;

    /** How tables are written. */
    public enum Form {
        /** A comma and a blank between columns, names only where the reference has them. */
        REFERENCE,
        /** RFC 4180 without quotes, names in the first line: what databases read by themselves. */
        CSV
    }

    /** @param folder for the tables; made if it is not there */
    public ReportFiles(Path folder, Form form) throws IOException {
        this.folder = folder;
        this.form = form;
        Files.createDirectories(folder);
    }

    /**
     * Offers each event of a file, plain or gzip.
     *
     * @throws IOException if it cannot be read to its end; the message names it
     */
    public static void read(Path file, Consumer<ReportedEvent> use) throws IOException {
        try (EventReader reader = new EventReader(PlainOrGzip.open(file))) {
            for (ReportedEvent event = reader.next(); event != null; event = reader.next()) {
                use.accept(event);
            }
        } catch (IOException e) {
            throw new IOException(file + ": " + FileTrouble.why(e), e);
        }
    }

    /** Writes all tables of counts, {@code NAME.csv} each. */
    public void write(CountTables tables) throws IOException {
        for (String name : tables.names()) {
            write(name, null, tables.header(name), rows -> tables.rows(name, rows));
        }
    }

    /**
     * Writes the volume over all ports and the series of some.
     *
     * @param plain ports without deviations
     * @param others ports with them
     */
    public void write(TimeSeries series, List<Integer> plain, List<Integer> others) throws IOException {
        String columns = "index, packets, events, average_packets, average_events";
        write("timeseries_total_volume", null, columns, series::totals);
        for (int port : plain) {
            write("timeseries_total_" + port, null, columns, rows -> series.port(port, rows));
        }
        for (int port : others) {
            write(
                    "timeseries_total_" + port,
                    DEVIATION_HEADER,
                    columns + ", packet_deviation, event_deviation",
                    rows -> series.portWithDeviations(port, rows));
        }
    }

    private void write(String name, @Nullable String header, String columns, Consumer<Consumer<String>> rows)
            throws IOException {
        Path unfinished = folder.resolve("." + name + ".tmp");
        StringBuilder text = new StringBuilder();
        String first = form == Form.CSV ? columns : header;
        if (first != null) {
            text.append(first).append('\n');
        }
        try (BufferedWriter out = Files.newBufferedWriter(unfinished, StandardCharsets.UTF_8)) {
            out.write(inForm(text.toString()));
            text.setLength(0);
            rows.accept(row -> text.append(row).append('\n'));
            out.write(inForm(text.toString()));
        }
        Files.move(unfinished, folder.resolve(name + ".csv"), StandardCopyOption.REPLACE_EXISTING);
    }

    private String inForm(String rows) {
        return form == Form.CSV ? rows.replace(", ", ",").replace("+Inf", "Infinity") : rows;
    }

    /**
     * Reads what {@link #saveState} wrote.
     *
     * @throws IOException if it is something else; the message names it
     */
    public static void loadState(Path file, TimeSeries series) throws IOException {
        try {
            String text = Files.readString(file, StandardCharsets.UTF_8);
            int end = text.lastIndexOf(CHECKSUM);
            if (end < 0 || !text.substring(end).equals(checksum(text.substring(0, end)))) {
                throw new IllegalArgumentException("damaged or cut off");
            }
            series.load(text.substring(0, end).lines().toList());
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new IOException(file + ": not a state of a time series: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new IOException(file + ": cannot be read: " + FileTrouble.why(e), e);
        }
    }

    /** Keeps a series for a later run; the file appears when it is complete. */
    public static void saveState(Path file, TimeSeries series) throws IOException {
        Path unfinished = file.resolveSibling("." + file.getFileName() + ".tmp");
        StringBuilder text = new StringBuilder();
        series.save(line -> text.append(line).append('\n'));
        Files.writeString(unfinished, text.append(checksum(text.toString())));
        Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    /** The last line of a state. */
    private static String checksum(String text) {
        CRC32 sum = new CRC32();
        sum.update(text.getBytes(StandardCharsets.UTF_8));
        return CHECKSUM + Long.toHexString(sum.getValue()) + "\n";
    }
}
