package io.vedette.collector.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same packets, however the tools of Wireshark wrote them down. */
class ConversionTest {

    private static final Path EDITCAP = Path.of("/usr/bin/editcap");
    private static final Path MERGECAP = Path.of("/usr/bin/mergecap");

    @TempDir
    private Path folder;

    private static void run(Object... command) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>();
        for (Object word : command) {
            words.add(word.toString());
        }
        Process process = new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor()).as(words.toString()).isZero();
    }

    @Test
    void shouldFindTheSameFramesInEveryFormat() throws Exception {
        assumeTrue(Files.isExecutable(EDITCAP), "editcap is not installed");
        for (String name : List.of("scan-zmap.pcap", "scan-in-traffic.pcap", "scan-ipv6.pcap")) {
            Path sample = Frames.sample(name);
            List<String> expected = Frames.of(sample).frames();
            for (String format : List.of("pcap", "nsecpcap", "pcapng", "modpcap")) {
                Path converted = folder.resolve(name + "." + format);
                run(EDITCAP, "-F", format, sample, converted);

                assertThat(Frames.of(converted).frames()).as(format).isEqualTo(expected);
                assertThat(Frames.of(converted).problem()).isNull();
            }
        }
    }

    @Test
    void shouldFindTheSameFramesSplitAndMerged() throws Exception {
        assumeTrue(Files.isExecutable(EDITCAP) && Files.isExecutable(MERGECAP), "editcap, mergecap are not installed");
        Path sample = Frames.sample("scan-in-traffic.pcap");
        List<String> expected = Frames.of(sample).frames();
        Path parts = Files.createDirectory(folder.resolve("parts"));
        run(EDITCAP, "-F", "pcapng", "-c", "11", sample, parts.resolve("part.pcapng"));

        List<String> read = new ArrayList<>();
        List<Path> files = InputPaths.of(List.of(parts.toString())).inputs().stream()
                .map(InputPath::path)
                .toList();
        for (Path file : files) {
            read.addAll(Frames.of(file).frames());
        }
        assertThat(files).hasSize(10);
        assertThat(read).isEqualTo(expected);

        Path merged = folder.resolve("merged.pcapng");
        List<Object> command = new ArrayList<>(List.of(MERGECAP, "-a", "-F", "pcapng", "-I", "none", "-w", merged));
        command.addAll(files);
        run(command.toArray());

        assertThat(Frames.of(merged).frames()).isEqualTo(expected);
    }
}
