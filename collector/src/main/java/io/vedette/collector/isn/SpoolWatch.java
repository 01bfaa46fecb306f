package io.vedette.collector.isn;

import io.vedette.collector.file.InputPath;
import io.vedette.core.text.Printable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts captures that appear in folders, once nobody has written to them for a while. One that is written to later is counted
 * from where it ended.
 */
public final class SpoolWatch extends FileWatch {

    private static final Logger log = LoggerFactory.getLogger(SpoolWatch.class);

    /** Files that are as they were when they were looked at, and need no second look. */
    private static final int MAX_SETTLED = 100_000;

    private final List<String> folders;
    private final List<String> patterns;
    private final Duration settle;
    private final Duration poll;
    private final InstantSource clock;
    private final Map<Path, BasicMark> settled = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Path, BasicMark> eldest) {
            return size() > MAX_SETTLED;
        }
    };
    private final Map<String, String> told = new LinkedHashMap<>();

    private record BasicMark(long size, long modifiedMillis) {}

    /**
     * @param settle how long a file must not have been written to
     * @param poll how often the folders are looked at
     */
    public SpoolWatch(
            List<String> folders,
            List<String> patterns,
            Duration settle,
            Duration poll,
            InstantSource clock,
            ImportRun run,
            ImportReport report) {
        super(run, report);
        this.folders = List.copyOf(folders);
        this.patterns = List.copyOf(patterns);
        this.settle = settle;
        this.poll = poll;
        this.clock = clock;
    }

    @Override
    public void run() throws IOException, InterruptedException {
        do {
            look();
        } while (await(poll));
    }

    private void look() throws IOException {
        CaptureFinder finder = new CaptureFinder(patterns);
        folders.forEach(finder::add);
        tellNew(finder.problems());
        for (InputPath input : finder.found()) {
            if (!isStopped()) {
                look(input.path());
            }
        }
    }

    /** Says what is wrong with folders when it changes, not each time. */
    private void tellNew(List<String> problems) {
        told.keySet().retainAll(problems);
        for (String problem : problems) {
            if (told.put(problem, problem) == null) {
                log.warn("{}", Printable.of(problem));
            }
        }
    }

    private void look(Path file) throws IOException {
        BasicMark mark;
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            mark = new BasicMark(
                    attributes.size(), attributes.lastModifiedTime().toMillis());
        } catch (IOException e) {
            return; // gone since it was found
        }
        boolean atRest = mark.modifiedMillis() + settle.toMillis() <= clock.millis();
        if (!atRest || mark.equals(settled.get(file))) {
            return;
        }
        count(file);
        if (!isStopped()) {
            settled.put(file, mark);
        }
        tell(log);
    }
}
