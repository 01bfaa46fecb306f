package io.vedette.collector.evaluate;

import io.vedette.core.detect.Severity;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** All results of an evaluation, and their sums by form. Belongs to one thread. */
public final class Scores {

    private final Severity accusation;
    private final List<FileResult> results = new ArrayList<>();
    private final Map<Input, InputScore> byInput = new EnumMap<>(Input.class);

    /** @param accusation from which severity on naming an innocent source is held against the detection */
    public Scores(Severity accusation) {
        this.accusation = accusation;
    }

    public void add(List<FileResult> ofOneFile) {
        for (FileResult result : ofOneFile) {
            results.add(result);
            if (result.counts() && result.problems().isEmpty()) {
                byInput.computeIfAbsent(result.input(), InputScore::new).add(result);
            }
        }
    }

    public Severity accusation() {
        return accusation;
    }

    /** All, in the order of the labels; also those that are not counted. */
    public List<FileResult> results() {
        return List.copyOf(results);
    }

    public List<InputScore> inputs() {
        return List.copyOf(byInput.values());
    }

    /** Whether a labelled scanner of a counted file was missed. */
    public boolean misses() {
        return byInput.values().stream().anyMatch(score -> score.all().missed() > 0);
    }

    /** Whether an innocent source of a counted file was accused. */
    public boolean accusesInnocents() {
        return byInput.values().stream().anyMatch(score -> score.falseSourcesFrom(accusation) > 0);
    }

    /** What could not be read, one line each: those files are in no sum. */
    public List<String> problems() {
        return results.stream().flatMap(result -> result.problems().stream()).toList();
    }

    /** Files that were judged. */
    public long judged() {
        return results.stream().filter(result -> result.problems().isEmpty()).count();
    }
}
