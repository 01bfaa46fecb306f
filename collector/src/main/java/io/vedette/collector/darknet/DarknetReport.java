package io.vedette.collector.darknet;

import io.vedette.core.capture.CaptureCounts;
import io.vedette.core.darknet.DarknetCounts;
import io.vedette.core.darknet.DarknetEvent;
import io.vedette.core.darknet.DarknetEvent.Tool;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a run read, made, and could not read. Complete when the run has returned. */
public final class DarknetReport {

    private static final int MAX_LISTED = 1000;

    /** Frames of captures, and what was wrong with them. */
    public final CaptureCounts captures = new CaptureCounts();

    /** What became of frames and events. */
    public final DarknetCounts counts = new DarknetCounts();

    private final List<String> problems = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final Map<String, ToolTotal> tools = new TreeMap<>();
    private long earliestStart = Long.MAX_VALUE;
    private long latestStart = Long.MIN_VALUE;
    private int files;
    private long victims;
    private int open;

    /** Events of SYNs that a tool was named for, and their packets. */
    public record ToolTotal(long events, long packets) {}

    void problem(String text) {
        if (problems.size() < MAX_LISTED) {
            problems.add(text);
        }
    }

    void note(String text) {
        if (notes.size() < MAX_LISTED) {
            notes.add(text);
        }
    }

    /** Notes the time of the first packet of an input. */
    void started(long nanos) {
        earliestStart = Math.min(earliestStart, nanos);
        latestStart = Math.max(latestStart, nanos);
    }

    /** Whether some input begins before a time, or not before another; both in nanoseconds since 1970. */
    boolean hasStartOutside(long fromNanos, long toNanos) {
        return earliestStart != Long.MAX_VALUE && (earliestStart < fromNanos || latestStart >= toNanos);
    }

    void fileRead() {
        files++;
    }

    void reported(DarknetEvent event) {
        Tool tool = event.tool();
        if (tool != null) {
            tools.merge(
                    tool.verdict().fingerprint().label(),
                    new ToolTotal(1, event.packets()),
                    (one, other) -> new ToolTotal(one.events + other.events, one.packets + other.packets));
        }
    }

    void ended(long victimCount, int openEvents) {
        victims = victimCount;
        open = openEvents;
    }

    /** Inputs that were read at least in part. */
    public int files() {
        return files;
    }

    /** What could not be read, one sentence each. */
    public List<String> problems() {
        return List.copyOf(problems);
    }

    /** What left nothing out and is worth knowing. */
    public List<String> notes() {
        return List.copyOf(notes);
    }

    /** Reported events by tool. */
    public Map<String, ToolTotal> tools() {
        return Map.copyOf(tools);
    }

    public long victims() {
        return victims;
    }

    /** Events that were left open for the next run. */
    public int open() {
        return open;
    }
}
