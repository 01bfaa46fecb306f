package io.vedette.core.isn.report;

import io.vedette.core.darknet.Interval;
import io.vedette.core.isn.Interest;
import io.vedette.core.isn.PortHistory;
import io.vedette.core.isn.SourceCount;
import io.vedette.core.plot.SvgRenderer;
import io.vedette.core.plot.Theme;
import io.vedette.core.plot.Unit;
import io.vedette.core.text.Printable;
import java.util.Locale;
import java.util.function.Function;

/**
 * A page of HTML with all interesting ports: small charts, ports by days, and a table that leads to the picture of each port.
 * It holds everything that it shows, loads nothing and runs nothing, which its content security policy says as well.
 */
public final class IsnPage {

    private static final int WIDTH = 1080;
    private static final int CHART_HEIGHT = 210;
    private static final int ROW_HEIGHT = 18;

    private final IsnPictures pictures;
    private final Interest interest;
    private final Function<PortHistory, String> link;
    private final StringBuilder out = new StringBuilder(1 << 16);

    /**
     * @param link where the picture of a port is, relative to the page
     */
    public IsnPage(IsnPictures pictures, Interest interest, Function<PortHistory, String> link) {
        this.pictures = pictures;
        this.interest = interest;
        this.link = link;
    }

    /** The page. */
    public String html(Theme theme) {
        out.setLength(0);
        head(theme);
        summary();
        SvgRenderer renderer = new SvgRenderer(theme, IsnPictures.PALETTE);
        int shown = Math.min(IsnPictures.MOST, pictures.ranked().size());
        int rows = Math.max(1, (shown + IsnPictures.COLUMNS - 1) / IsnPictures.COLUMNS);
        figure(renderer.render(pictures.multiples(), WIDTH, 70 + rows * CHART_HEIGHT, "ports"));
        figure(renderer.render(pictures.heat(), WIDTH, 180 + shown * ROW_HEIGHT, "days"));
        table();
        out.append("</main>\n</body>\n</html>\n");
        return out.toString();
    }

    private void head(Theme theme) {
        out.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
                .append("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; ")
                .append("style-src 'unsafe-inline'\">\n")
                .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>");
        escape(title());
        out.append("</title>\n<style>\n")
                .append(":root{background:")
                .append(theme.background())
                .append(";color:")
                .append(theme.ink())
                .append("}\n")
                .append("body{margin:0;font:16px/1.5 'DejaVu Sans',Verdana,Arial,Helvetica,sans-serif}\n")
                .append("main{max-width:")
                .append(WIDTH)
                .append("px;margin:0 auto;padding:24px 16px}\n")
                .append("h1{font-size:24px;line-height:1.3;margin:0 0 8px}\np{margin:0 0 16px}\n")
                .append(
                        "figure{margin:24px -14px}\n.wide{overflow-x:auto}\nsvg{display:block;max-width:100%;height:auto}\n")
                .append("table{border-collapse:collapse;font-variant-numeric:tabular-nums}\n")
                .append("caption{text-align:left;font-weight:bold;padding:8px 0}\n")
                .append("th,td{padding:4px 16px 4px 0;text-align:right;white-space:nowrap;border-bottom:1px solid ")
                .append(theme.grid())
                .append("}\n")
                .append("th{color:")
                .append(theme.quietInk())
                .append(";font-weight:normal;vertical-align:bottom}\n")
                .append("a{color:inherit}\n</style>\n</head>\n<body>\n<main>\n<h1>");
        escape(title());
        out.append("</h1>\n");
    }

    private String title() {
        return "SYN packets with ISN = destination, " + pictures.period();
    }

    private void summary() {
        int days = pictures.history().range().count();
        int known = pictures.history().totals().size();
        out.append("<p>");
        escape(String.format(
                Locale.ROOT,
                "%,d port%s got at least %,d SYN packets of which %s or more have the address they go to as their initial "
                        + "sequence number: the mark of Mirai and of what was made of it. %d of %d days are known; days are those of %s.",
                pictures.interesting(),
                pictures.interesting() == 1 ? "" : "s",
                interest.minSyns(),
                Unit.RATIO.format(interest.minShare()),
                known,
                days,
                pictures.zoneName()));
        if (pictures.history().leftOut() > 0) {
            escape(" Shown are the " + pictures.ranked().size() + " with the most.");
        }
        out.append("</p>\n");
    }

    private void figure(String svg) {
        out.append("<figure>\n").append(svg).append("</figure>\n");
    }

    private void table() {
        boolean sources = pictures.ranked().stream().anyMatch(port -> port.sources() != null);
        out.append(
                        "<div class=\"wide\">\n<table>\n<caption>All interesting ports</caption>\n<thead><tr><th scope=\"col\">Port</th>")
                .append("<th scope=\"col\">SYN packets</th><th scope=\"col\">ISN = destination</th>")
                .append("<th scope=\"col\">Share</th><th scope=\"col\">95 % interval</th>");
        if (sources) {
            out.append("<th scope=\"col\">Sources</th><th scope=\"col\">of them with ISN = destination</th>");
        }
        out.append("</tr></thead>\n<tbody>\n");
        for (PortHistory port : pictures.ranked()) {
            row(port, sources);
        }
        out.append("</tbody>\n</table>\n</div>\n");
    }

    private void row(PortHistory port, boolean sources) {
        out.append("<tr><td><a href=\"");
        escape(link.apply(port));
        out.append("\">").append(port.port()).append("</a></td>");
        cell(count(port.total().all()));
        cell(count(port.total().matching()));
        cell(percent(port.total().share()));
        Interval interval = port.total().interval();
        cell(percent(interval.low()) + " to " + percent(interval.high()));
        if (sources) {
            SourceCount count = port.sources();
            String about = count == null || count.exact() ? "" : "about ";
            cell(count == null ? "not known" : about + count(count.all()));
            cell(count == null ? "not known" : about + count(count.matching()));
        }
        out.append("</tr>\n");
    }

    private static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.2f %%", share * 100);
    }

    private void cell(String text) {
        out.append("<td>");
        escape(text);
        out.append("</td>");
    }

    private void escape(String text) {
        String printable = Printable.of(text);
        for (int at = 0; at < printable.length(); at++) {
            char c = printable.charAt(at);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.append(c);
            }
        }
    }
}
