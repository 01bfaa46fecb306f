package io.vedette.collector.scan;

import io.vedette.collector.file.InputPath;
import io.vedette.collector.file.InputPaths;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The files under some names, and those that come into being while one looks: rotated captures in a folder. Belongs to one
 * thread.
 */
final class FollowedPaths {

    private static final long LOOK_NANOS = 1_000_000_000;

    private final List<String> names;
    private final Queue<InputPath> waiting = new ArrayDeque<>();
    private final Set<Path> seen = new HashSet<>();
    private long lookedNanos;

    FollowedPaths(List<String> names, ScanReport report, long nowNanos) {
        this.names = names;
        this.lookedNanos = nowNanos;
        InputPaths paths = InputPaths.of(names);
        for (InputPaths.Problem problem : paths.problems()) {
            String text = problem.name() + ": " + problem.detail();
            if (problem.kind() == InputPaths.Kind.MISSING_INPUT) {
                report.problem(text);
            } else {
                report.note(text);
            }
        }
        add(paths);
    }

    private void add(InputPaths paths) {
        for (InputPath input : paths.inputs()) {
            if (seen.add(input.path())) {
                waiting.add(input);
            }
        }
    }

    /** The next file, if there is one by now; null if not. Looks once a second at most. */
    @Nullable
    InputPath next(long nowNanos) {
        if (hasNext(nowNanos)) {
            return waiting.remove();
        }
        return null;
    }

    /** Whether there is a next file by now. */
    boolean hasNext(long nowNanos) {
        if (waiting.isEmpty() && canGrow() && nowNanos - lookedNanos >= LOOK_NANOS) {
            lookedNanos = nowNanos;
            add(InputPaths.of(names));
        }
        return !waiting.isEmpty();
    }

    /** Whether there can be more: a folder or a pattern is among the names. */
    boolean canGrow() {
        return names.stream().anyMatch(InputPaths::isOpenEnded);
    }
}
