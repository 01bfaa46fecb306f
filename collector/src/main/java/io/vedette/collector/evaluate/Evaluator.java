package io.vedette.collector.evaluate;

import io.vedette.collector.file.CaptureReader;
import io.vedette.collector.file.InputPaths;
import io.vedette.collector.scan.FileScan;
import io.vedette.collector.scan.ScanReport;
import io.vedette.collector.scan.TrafficChoice;
import io.vedette.collector.shard.DetectSettings;
import io.vedette.collector.shard.ShardSettings;
import io.vedette.core.capture.CaptureCounts;
import io.vedette.core.capture.CaptureFormat;
import io.vedette.core.capture.FrameBatch;
import io.vedette.core.contact.PacketContactSettings;
import io.vedette.core.flow.export.ExportSettings;
import io.vedette.core.flow.export.ExportSettings.Form;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Judges labelled files one by one, each by itself and as if nothing had been before it. Belongs to one thread. */
public final class Evaluator {

    private static final Pattern CAPTURE_SUFFIX = Pattern.compile("\\.(pcap|pcapng|cap)(\\.(gz|zst))?$");
    private static final List<String> COMPRESSED = List.of("", ".gz", ".zst");

    private final DetectSettings detect;
    private final ShardSettings shards;
    private final InstantSource clock;
    private final Set<Input> inputs;

    /** @param inputs the forms that are asked for; a file is judged in those that it has */
    public Evaluator(DetectSettings detect, ShardSettings shards, InstantSource clock, Set<Input> inputs) {
        this.detect = detect;
        this.shards = shards;
        this.clock = clock;
        this.inputs = EnumSet.copyOf(inputs); // in the order of the forms
    }

    /** Judges one file in each form; empty if it has none of those that are asked for. */
    public List<FileResult> evaluate(Path folder, LabelledFile file) throws InterruptedException {
        Path path = existing(folder.resolve(file.name()).toString());
        if (path == null) {
            return List.of(new FileResult(
                    file,
                    inputs.iterator().next(),
                    file.name(),
                    List.of(),
                    List.of(folder.resolve(file.name()) + ": no such file")));
        }
        List<FileResult> results = new ArrayList<>();
        boolean capture = isCapture(path);
        for (Input input : Input.values()) {
            Path read = input == Input.RECORDS && capture ? recording(folder, file) : path;
            if (inputs.contains(input) && read != null && (capture || input == Input.RECORDS)) {
                results.add(judge(file, input, read));
            }
        }
        return results;
    }

    private FileResult judge(LabelledFile file, Input input, Path path) throws InterruptedException {
        Accusations accusations = new Accusations();
        FileScan scan = new FileScan(
                detect,
                shards,
                PacketContactSettings.defaults(),
                TrafficChoice.ALL,
                shards.threads() + 1,
                accusations,
                clock,
                0);
        InputPaths paths = InputPaths.of(List.of(path.toString()));
        InputStream nothing = InputStream.nullInputStream();
        ScanReport report = switch (input) {
            case PACKETS, RECORDS -> scan.run(paths, nothing);
            case UNIFLOW -> scan.runAsFlows(paths, nothing, ExportSettings.defaults(Form.UNIDIRECTIONAL));
            case BIFLOW -> scan.runAsFlows(paths, nothing, ExportSettings.defaults(Form.BIDIRECTIONAL));
        };
        List<String> problems = new ArrayList<>(report.problems());
        if (accusations.beyondLimit() > 0) {
            problems.add(path + ": more than " + Accusations.MAX_SOURCES + " sources named, the others are not listed");
        }
        return new FileResult(file, input, path.toString(), accusations.inOrder(), problems);
    }

    /** The same traffic as somebody else's exporter recorded it: {@code x.flows.ndjson} beside {@code x.pcap}. */
    private static @Nullable Path recording(Path folder, LabelledFile file) {
        String stem = CAPTURE_SUFFIX.matcher(file.name()).replaceFirst("");
        return stem.equals(file.name())
                ? null
                : existing(folder.resolve(stem + ".flows.ndjson").toString());
    }

    private static @Nullable Path existing(String name) {
        for (String suffix : COMPRESSED) {
            Path path = Path.of(name + suffix);
            if (Files.isRegularFile(path)) {
                return path;
            }
        }
        return null;
    }

    private static boolean isCapture(Path path) {
        try (CaptureReader reader = CaptureReader.open(path, new CaptureCounts())) {
            reader.read(new FrameBatch(1));
            return reader.format() != CaptureFormat.UNKNOWN;
        } catch (IOException e) {
            return true; // reading it as packets will tell why it cannot be
        }
    }
}
