package io.vedette.collector.isn;

import io.vedette.core.isn.DayCount;
import io.vedette.core.isn.IsnHistory;
import io.vedette.core.isn.PortHistory;
import io.vedette.core.isn.SourceCount;
import io.vedette.core.isn.SynCount;
import io.vedette.core.text.FileTrouble;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** How statistics are written. Everything in them are numbers and days, so nothing needs to be escaped. */
public enum HistoryFormat {
    /** For people: a line for each port, and, if asked for, its days beneath. */
    TABLE {
        @Override
        public void write(IsnHistory history, boolean byDay, Appendable out) throws IOException {
            List<String[]> rows = new ArrayList<>();
            rows.add(new String[] {"PORT", "SYNS", "ISN=DST", "SHARE", "95 %", "SOURCES", "WITH ISN=DST", "DAYS"});
            for (PortHistory port : history.ports()) {
                long days = port.days().values().stream()
                        .filter(day -> day.syns().all() > 0)
                        .count();
                rows.add(row(Integer.toString(port.port()), port.total(), port.sources(), Long.toString(days)));
                if (byDay) {
                    for (DayCount day : port.days().values()) {
                        rows.add(row("  " + day.day(), day.syns(), day.sources(), ""));
                    }
                }
            }
            HistoryFormat.align(rows, out);
        }

        private String[] row(String first, SynCount syns, @Nullable SourceCount sources, String last) {
            return new String[] {
                first,
                Long.toString(syns.all()),
                Long.toString(syns.matching()),
                percent(syns.share()),
                percent(syns.interval().low()) + " to "
                        + percent(syns.interval().high()),
                sources == null ? "-" : about(sources) + sources.all(),
                sources == null ? "-" : about(sources) + sources.matching(),
                last
            };
        }
    },

    /** One JSON object for each port, its days among its members. */
    NDJSON {
        @Override
        public void write(IsnHistory history, boolean byDay, Appendable out) throws IOException {
            for (PortHistory port : history.ports()) {
                StringJoiner members = new StringJoiner(",", "{", "}");
                members.add("\"port\":" + port.port());
                members.add("\"first\":\"" + history.range().first() + "\"");
                members.add("\"last\":\"" + history.range().last() + "\"");
                count(members, port.total(), port.sources());
                if (byDay) {
                    StringJoiner days = new StringJoiner(",", "[", "]");
                    for (DayCount day : port.days().values()) {
                        StringJoiner inner = new StringJoiner(",", "{", "}");
                        inner.add("\"day\":\"" + day.day() + "\"");
                        count(inner, day.syns(), day.sources());
                        days.add(inner.toString());
                    }
                    members.add("\"days\":" + days);
                }
                out.append(members.toString()).append('\n');
            }
        }

        private void count(StringJoiner members, SynCount syns, @Nullable SourceCount sources) {
            members.add("\"all\":" + syns.all());
            members.add("\"isn_dst\":" + syns.matching());
            members.add("\"share\":" + shares(syns, "null", ",\"share_low\":", ",\"share_high\":"));
            members.add("\"sources\":" + (sources == null ? "null" : sources.all()));
            members.add("\"isn_dst_sources\":" + (sources == null ? "null" : sources.matching()));
            members.add("\"sources_exact\":" + (sources == null ? "null" : sources.exact()));
        }
    },

    /** A line for each port, or for each port and day, under a line of names. */
    CSV {
        @Override
        public void write(IsnHistory history, boolean byDay, Appendable out) throws IOException {
            out.append(byDay ? "port,day," : "port,first,last,")
                    .append("all,isn_dst,share,share_low,share_high,sources,isn_dst_sources,sources_exact\n");
            for (PortHistory port : history.ports()) {
                if (!byDay) {
                    line(
                            port.port() + "," + history.range().first() + ","
                                    + history.range().last(),
                            port.total(),
                            port.sources(),
                            out);
                    continue;
                }
                for (DayCount day : port.days().values()) {
                    line(port.port() + "," + day.day(), day.syns(), day.sources(), out);
                }
            }
        }

        private void line(String key, SynCount syns, @Nullable SourceCount sources, Appendable out) throws IOException {
            StringJoiner line = new StringJoiner(",", "", "\n");
            line.add(key).add(Long.toString(syns.all())).add(Long.toString(syns.matching()));
            line.add(shares(syns, "", ",", ","));
            line.add(sources == null ? "" : Long.toString(sources.all()));
            line.add(sources == null ? "" : Long.toString(sources.matching()));
            line.add(sources == null ? "" : Boolean.toString(sources.exact()));
            out.append(line.toString());
        }
    };

    /**
     * Writes what a store holds.
     *
     * @param byDay whether the days of each port are written as well; days of which nothing is known are left out
     */
    public abstract void write(IsnHistory history, boolean byDay, Appendable out) throws IOException;

    /**
     * The same as a file in a folder, which is made if it is not there. The file appears when it is complete, in place of an older one.
     *
     * @return the file
     */
    public Path writeInto(Path folder, IsnHistory history, boolean byDay) throws IOException {
        String name = "stats." + (this == TABLE ? "txt" : name().toLowerCase(Locale.ROOT));
        try {
            Files.createDirectories(folder);
            Path unfinished = folder.resolve("." + name + ".tmp");
            try (Writer out = Files.newBufferedWriter(unfinished)) {
                write(history, byDay, out);
            }
            return Files.move(
                    unfinished,
                    folder.resolve(name),
                    StandardCopyOption.REPLACE_EXISTING,
                    StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new IOException(folder.resolve(name) + ": cannot be written: " + FileTrouble.why(e), e);
        }
    }

    /** What the statistics cover, in one line for people. */
    public static String coverage(IsnHistory history) {
        int asked = history.range().count();
        int known = history.totals().size();
        SynCount all = history.totals().values().stream().reduce(SynCount.NONE, SynCount::plus);
        StringBuilder text = new StringBuilder()
                .append(history.range().first())
                .append(" to ")
                .append(history.range().last())
                .append(": ")
                .append(all.all())
                .append(" SYNs, ")
                .append(all.matching())
                .append(" with ISN=DST; ")
                .append(history.ports().size() + history.leftOut())
                .append(" interesting ports");
        if (known < asked) {
            text.append("; nothing known of ")
                    .append(asked - known)
                    .append(" of ")
                    .append(asked)
                    .append(" days");
            LocalDate first =
                    history.totals().isEmpty() ? null : history.totals().firstKey();
            text.append(first == null ? "" : " (first known: " + first + ")");
        }
        if (history.leftOut() > 0) {
            text.append("; ").append(history.leftOut()).append(" ports left out, see --ports");
        }
        return text.toString();
    }

    private static String about(SourceCount sources) {
        return sources.exact() ? "" : "~";
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, share > 0 && share < 0.0001 ? "%.1e %%" : "%.2f %%", 100 * share);
    }

    /** Share, lower and upper end of its interval; all of them {@code none} where there was no SYN. */
    private static String shares(SynCount syns, String none, String beforeLow, String beforeHigh) {
        return syns.all() == 0
                ? none + beforeLow + none + beforeHigh + none
                : number(syns.share())
                        + beforeLow
                        + number(syns.interval().low())
                        + beforeHigh
                        + number(syns.interval().high());
    }

    /** Six significant digits: more than the interval is worth. */
    private static String number(double share) {
        return share == 0 || share == 1 ? Long.toString(Math.round(share)) : String.format(Locale.ROOT, "%.6g", share);
    }

    /** Writes rows with their cells under each other: the first to the left, the others to the right. */
    private static void align(List<String[]> rows, Appendable out) throws IOException {
        int[] widths = new int[rows.get(0).length];
        for (String[] row : rows) {
            for (int i = 0; i < row.length; i++) {
                widths[i] = Math.max(widths[i], row[i].length());
            }
        }
        for (String[] row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < row.length; i++) {
                String blanks = " ".repeat(widths[i] - row[i].length());
                line.append(i == 0 ? row[i] + blanks : "  " + blanks + row[i]);
            }
            out.append(line.toString().stripTrailing()).append('\n');
        }
    }
}
