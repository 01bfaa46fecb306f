package io.vedette.collector.evaluate;

import io.vedette.core.detect.Severity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What came of one labelled file in one form.
 *
 * @param path the file that was judged: beside a labelled capture it may be a recording of somebody else's exporter
 * @param named all who were named, by address
 * @param problems what could not be read of it
 */
public record FileResult(LabelledFile file, Input input, String path, List<Accused> named, List<String> problems) {

    /** Below this an alert says that somebody is no scanner: a misconfigured client, a side effect. */
    private static final Severity SCANNER = Severity.LOW;

    public FileResult {
        named = List.copyOf(named);
        problems = List.copyOf(problems);
    }

    /** Whether this is part of the sums. */
    public boolean counts() {
        return file.counts(input);
    }

    /**
     * A labelled scanner and what was said of it.
     *
     * @param accused null if it was missed
     */
    public record Finding(LabelledScanner scanner, @Nullable Accused accused) {

        public boolean found() {
            return accused != null;
        }

        /** Whether one of the incidents has the technique that was labelled, or none was. */
        public boolean techniqueIsRight() {
            return accused != null
                    && (scanner.technique() == null || accused.techniques().contains(scanner.technique()));
        }

        public boolean shapeIsRight() {
            return accused != null
                    && (scanner.shape() == null || accused.shapes().contains(scanner.shape()));
        }
    }

    /** Each labelled scanner, in the order of the labels. It is found if an incident above {@code info} names it. */
    public List<Finding> findings() {
        Map<Object, Accused> bySource = new HashMap<>();
        for (Accused accused : named) {
            if (accused.severity().compareTo(SCANNER) >= 0) {
                bySource.put(accused.source(), accused);
            }
        }
        List<Finding> findings = new ArrayList<>();
        for (LabelledScanner scanner : file.scanners()) {
            findings.add(new Finding(scanner, bySource.get(scanner.source())));
        }
        return findings;
    }

    /** Everybody who was named without being labelled, scanner or victim; the gravest first. */
    public List<Accused> falseSources() {
        return named.stream()
                .filter(accused -> file.scanners().stream()
                        .noneMatch(scanner -> scanner.source().equals(accused.source())))
                .filter(accused -> !file.victims().contains(accused.source()))
                .sorted(Comparator.comparing(Accused::severity).reversed().thenComparing(Accused::source))
                .toList();
    }
}
