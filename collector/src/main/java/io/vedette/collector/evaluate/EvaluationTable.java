package io.vedette.collector.evaluate;

import io.vedette.collector.evaluate.FileResult.Finding;
import io.vedette.core.detect.Severity;
import io.vedette.core.text.Printable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** An evaluation in columns. */
final class EvaluationTable {

    private EvaluationTable() {}

    static void write(Scores scores, Appendable out) throws IOException {
        List<List<String>> sums = new ArrayList<>();
        sums.add(List.of(
                "INPUT",
                "FILES",
                "SCANNERS",
                "FOUND",
                "RECALL",
                "PRECISION",
                "INCIDENTS",
                "PROBES",
                "MOST",
                "TECHNIQUE",
                "SHAPE",
                "FALSE"));
        for (InputScore score : scores.inputs()) {
            Tally all = score.all();
            sums.add(List.of(
                    score.input().label(),
                    Integer.toString(score.files()),
                    Long.toString(all.scanners()),
                    Long.toString(all.found()),
                    share(all.recall()),
                    share(score.precision(scores.accusation())),
                    ratio(all.incidentsPerScanner()),
                    Long.toString(all.medianProbes()),
                    Long.toString(all.mostProbes()),
                    Long.toString(all.techniquesRight()),
                    Long.toString(all.shapesRight()),
                    falseSources(score)));
        }
        rows(sums, 1, out);
        groups("TECHNIQUE", scores, InputScore::byTechnique, out);
        groups("SHAPE", scores, InputScore::byShape, out);
        differences("missed", scores, true, EvaluationTable::missed, out);
        differences("false", scores, true, EvaluationTable::accused, out);
        differences("named otherwise", scores, true, EvaluationTable::otherwise, out);
        differences("not counted", scores, false, EvaluationTable::uncounted, out);
    }

    private static void groups(
            String title, Scores scores, Function<InputScore, Map<String, Tally>> groups, Appendable out)
            throws IOException {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of(title, "INPUT", "SCANNERS", "FOUND", "RECALL", "INCIDENTS", "PROBES", "MOST"));
        for (InputScore score : scores.inputs()) {
            groups.apply(score)
                    .forEach((label, tally) -> rows.add(List.of(
                            label.isEmpty() ? "-" : label,
                            score.input().label(),
                            Long.toString(tally.scanners()),
                            Long.toString(tally.found()),
                            share(tally.recall()),
                            ratio(tally.incidentsPerScanner()),
                            Long.toString(tally.medianProbes()),
                            Long.toString(tally.mostProbes()))));
        }
        if (rows.size() > 1) {
            out.append('\n');
            rows.subList(1, rows.size()).sort((a, b) -> a.get(0).compareTo(b.get(0)));
            rows(rows, 2, out);
        }
    }

    private static void differences(
            String title, Scores scores, boolean counted, Function<FileResult, List<String>> lines, Appendable out)
            throws IOException {
        String before = '\n' + title + ":\n";
        for (FileResult result : scores.results()) {
            if (result.counts() == counted && result.problems().isEmpty()) {
                for (String line : lines.apply(result)) {
                    out.append(before).append("  ");
                    out.append(Printable.of(result.file().name()) + " as "
                            + result.input().label() + ": " + line);
                    out.append('\n');
                    before = "";
                }
            }
        }
    }

    private static List<String> missed(FileResult result) {
        return result.findings().stream()
                .filter(finding -> !finding.found())
                .map(finding -> finding.scanner().source() + " " + labels(finding.scanner()))
                .toList();
    }

    private static List<String> accused(FileResult result) {
        return result.falseSources().stream()
                .map(accused -> accused.source() + " " + accused.severity().label() + ", " + said(accused))
                .toList();
    }

    private static List<String> otherwise(FileResult result) {
        return result.findings().stream()
                .filter(finding -> finding.found() && !(finding.techniqueIsRight() && finding.shapeIsRight()))
                .map(EvaluationTable::difference)
                .toList();
    }

    private static String difference(Finding finding) {
        Accused accused = finding.accused();
        return finding.scanner().source() + " " + labels(finding.scanner()) + " was called "
                + (accused == null ? "nothing" : said(accused));
    }

    private static List<String> uncounted(FileResult result) {
        List<String> lines = new ArrayList<>();
        for (Finding finding : result.findings()) {
            lines.add(finding.scanner().source() + (finding.found() ? " found" : " missed"));
        }
        lines.addAll(
                accused(result).stream().map(line -> line + ", without a label").toList());
        return lines.isEmpty() ? List.of("nobody named") : lines;
    }

    private static String labels(LabelledScanner scanner) {
        String technique =
                scanner.technique() == null ? "" : scanner.technique().label();
        String shape = scanner.shape() == null ? "" : scanner.shape().label();
        return (technique + " " + shape).strip();
    }

    private static String said(Accused accused) {
        return accused.techniques().stream()
                        .map(technique -> technique.label())
                        .sorted()
                        .collect(Collectors.joining("+"))
                + " "
                + accused.shapes().stream().map(shape -> shape.label()).sorted().collect(Collectors.joining("+"));
    }

    private static String falseSources(InputScore score) {
        StringBuilder text = new StringBuilder();
        for (int i = Severity.values().length - 1; i >= 0; i--) {
            Severity severity = Severity.values()[i];
            if (score.falseSources(severity) > 0) {
                text.append(text.isEmpty() ? "" : ", ")
                        .append(score.falseSources(severity))
                        .append(' ')
                        .append(severity.label());
            }
        }
        return text.isEmpty() ? "0" : text.toString();
    }

    private static String share(double share) {
        return Double.isNaN(share) ? "-" : String.format(Locale.ROOT, "%.1f%%", 100 * share);
    }

    private static String ratio(double ratio) {
        return Double.isNaN(ratio) ? "-" : String.format(Locale.ROOT, "%.2f", ratio);
    }

    /** @param words columns from the left that hold words; the others hold numbers, which end in line */
    private static void rows(List<List<String>> rows, int words, Appendable out) throws IOException {
        int columns = rows.get(0).size();
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < columns; i++) {
                String padding = " ".repeat(widths[i] - row.get(i).length());
                line.append(i == 0 ? "" : "  ");
                line.append(i < words ? row.get(i) + padding : padding + row.get(i));
            }
            out.append(line.toString().stripTrailing()).append('\n');
        }
    }
}
