package io.vedette.collector.evaluate;

import io.vedette.collector.evaluate.FileResult.Finding;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/** Sums over labelled scanners: of a form, of a technique in that form, of a shape. Belongs to one thread. */
public final class Tally {

    private long scanners;
    private long found;
    private long techniquesRight;
    private long shapesRight;
    private long foundSources;
    private long incidents;
    private long mostIncidents;
    private long[] probes = new long[16];

    /** Takes what became of the scanners of one file. */
    void add(Iterable<Finding> findings) {
        Set<Object> counted = new HashSet<>();
        for (Finding finding : findings) {
            scanners++;
            Accused accused = finding.accused();
            if (accused == null) {
                continue;
            }
            if (found == probes.length) {
                probes = Arrays.copyOf(probes, probes.length * 2);
            }
            probes[(int) found++] = accused.probes();
            techniquesRight += finding.techniqueIsRight() ? 1 : 0;
            shapesRight += finding.shapeIsRight() ? 1 : 0;
            if (counted.add(accused.source())) {
                foundSources++;
                incidents += accused.incidents();
                mostIncidents = Math.max(mostIncidents, accused.incidents());
            }
        }
    }

    /** Labelled scanners. */
    public long scanners() {
        return scanners;
    }

    public long found() {
        return found;
    }

    public long missed() {
        return scanners - found;
    }

    /** Found, and one of the incidents has the labelled technique. */
    public long techniquesRight() {
        return techniquesRight;
    }

    public long shapesRight() {
        return shapesRight;
    }

    /** Share of the labelled scanners that was found; NaN without any. */
    public double recall() {
        return (double) found / scanners;
    }

    /** Sources that were found; less than {@link #found} where a source has several labels. */
    long foundSources() {
        return foundSources;
    }

    /** Mean number of incidents of a scanner that was found; NaN without any. */
    public double incidentsPerScanner() {
        return (double) incidents / foundSources;
    }

    public long mostIncidents() {
        return mostIncidents;
    }

    /** Median of the distinct couples touched until the verdict; of an even number the lower; 0 without any. */
    public long medianProbes() {
        long[] sorted = sortedProbes();
        return sorted.length == 0 ? 0 : sorted[(sorted.length - 1) / 2];
    }

    public long mostProbes() {
        long[] sorted = sortedProbes();
        return sorted.length == 0 ? 0 : sorted[sorted.length - 1];
    }

    private long[] sortedProbes() {
        long[] sorted = Arrays.copyOf(probes, (int) found);
        Arrays.sort(sorted);
        return sorted;
    }
}
