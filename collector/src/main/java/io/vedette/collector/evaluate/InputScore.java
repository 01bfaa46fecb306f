package io.vedette.collector.evaluate;

import io.vedette.collector.evaluate.FileResult.Finding;
import io.vedette.core.detect.Severity;
import io.vedette.core.detect.Shape;
import io.vedette.core.detect.Technique;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The sums over all counted files in one form. Belongs to one thread. */
public final class InputScore {

    /** Those without a label come last. */
    private static final Comparator<String> BY_LABEL =
            Comparator.comparing(String::isEmpty).thenComparing(label -> label);

    private final Input input;
    private final Tally all = new Tally();
    private final Map<String, Tally> byTechnique = new TreeMap<>(BY_LABEL);
    private final Map<String, Tally> byShape = new TreeMap<>(BY_LABEL);
    private final long[] falseSources = new long[Severity.values().length];
    private int files;

    InputScore(Input input) {
        this.input = input;
    }

    void add(FileResult result) {
        files++;
        List<Finding> findings = result.findings();
        all.add(findings);
        Map<String, List<Finding>> techniques = new HashMap<>();
        Map<String, List<Finding>> shapes = new HashMap<>();
        for (Finding finding : findings) {
            String technique = label(finding.scanner().technique());
            String shape = label(finding.scanner().shape());
            techniques.computeIfAbsent(technique, key -> new ArrayList<>()).add(finding);
            shapes.computeIfAbsent(shape, key -> new ArrayList<>()).add(finding);
        }
        techniques.forEach((label, some) ->
                byTechnique.computeIfAbsent(label, key -> new Tally()).add(some));
        shapes.forEach((label, some) ->
                byShape.computeIfAbsent(label, key -> new Tally()).add(some));
        result.falseSources().forEach(accused -> falseSources[accused.severity().ordinal()]++);
    }

    private static String label(@Nullable Technique technique) {
        return technique == null ? "" : technique.label();
    }

    private static String label(@Nullable Shape shape) {
        return shape == null ? "" : shape.label();
    }

    public Input input() {
        return input;
    }

    public int files() {
        return files;
    }

    public Tally all() {
        return all;
    }

    /** By the labelled technique; those whose technique nobody noted under the empty word. */
    public Map<String, Tally> byTechnique() {
        return byTechnique;
    }

    public Map<String, Tally> byShape() {
        return byShape;
    }

    /** Sources without a label whose gravest alert had this severity. */
    public long falseSources(Severity severity) {
        return falseSources[severity.ordinal()];
    }

    /** Sources without a label that were named with at least this severity. */
    public long falseSourcesFrom(Severity severity) {
        long sum = 0;
        for (int i = severity.ordinal(); i < falseSources.length; i++) {
            sum += falseSources[i];
        }
        return sum;
    }

    /** Share of scanners among the sources named with at least this severity, or found; NaN if nobody was. */
    public double precision(Severity from) {
        return (double) all.foundSources() / (all.foundSources() + falseSourcesFrom(from));
    }
}
