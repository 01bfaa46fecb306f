package io.vedette.collector.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.collector.file.InputPath.Origin;
import io.vedette.collector.file.InputPaths.Kind;
import io.vedette.collector.file.InputPaths.Problem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InputPathsTest {

    @TempDir
    private Path folder;

    private Path capture(String name, int second) throws IOException {
        ByteBuffer file = ByteBuffer.allocate(24 + 16 + 4).order(ByteOrder.LITTLE_ENDIAN);
        file.putInt(0xa1b2c3d4).putShort((short) 2).putShort((short) 4);
        file.putLong(0).putInt(65535).putInt(1);
        file.putInt(second).putInt(0).putInt(4).putInt(4);
        Path path = folder.resolve(name);
        Files.createDirectories(path.getParent());
        return Files.write(path, file.array());
    }

    private static List<Path> paths(InputPaths inputs) {
        return inputs.inputs().stream().map(InputPath::path).toList();
    }

    @Test
    void shouldKeepTheOrderOfNames() throws IOException {
        Path late = capture("late.pcap", 200);
        Path early = capture("early.pcap", 100);

        InputPaths inputs = InputPaths.of(List.of(late.toString(), "-", early.toString()));

        assertThat(inputs.inputs())
                .containsExactly(
                        new InputPath(late, Origin.NAMED),
                        new InputPath(InputPath.STANDARD_INPUT, Origin.NAMED),
                        new InputPath(early, Origin.NAMED));
        assertThat(inputs.problems()).isEmpty();
    }

    @Test
    void shouldReadAFolderInTheOrderOfTheFirstPackets() throws IOException {
        Path third = capture("a.pcap", 300);
        Path first = capture("sub/deep/c.pcap", 100);
        Path second = capture("sub/b.pcap", 200);
        Path secondToo = capture("sub/d.pcap", 200);
        Path notes = Files.writeString(folder.resolve("README"), "no capture");

        InputPaths inputs = InputPaths.of(List.of(folder.toString()));

        assertThat(paths(inputs)).containsExactly(first, second, secondToo, third, notes);
        assertThat(inputs.inputs()).allMatch(input -> input.origin() == Origin.FOUND);
    }

    @Test
    void shouldExpandPatterns() throws IOException {
        Path one = capture("x1.pcap", 2);
        Path two = capture("x2.pcap", 1);
        Path deep = capture("sub/x3.pcap", 3);
        capture("y.pcap", 0);

        assertThat(paths(InputPaths.of(List.of(folder + "/x*.pcap")))).containsExactly(two, one);
        assertThat(paths(InputPaths.of(List.of(folder + "/s*/x?.pcap")))).containsExactly(deep);
        assertThat(paths(InputPaths.of(List.of(folder + "/**x*.pcap")))).containsExactly(two, one, deep);
    }

    @Test
    void shouldReportWhatIsNotThereAndGoOn() throws IOException {
        Path there = capture("there.pcap", 1);

        InputPaths inputs = InputPaths.of(List.of(folder + "/no.pcap", folder + "/*.cap", there.toString()));

        assertThat(paths(inputs)).containsExactly(there);
        assertThat(inputs.problems())
                .containsExactly(
                        new Problem(folder + "/no.pcap", "no such file", Kind.MISSING_INPUT),
                        new Problem(folder + "/*.cap", "matches no file", Kind.MISSING_INPUT));
    }

    @Test
    void shouldReadAFileOnceUnderWhateverNames() throws IOException {
        Path file = capture("file.pcap", 1);
        Path link = Files.createSymbolicLink(folder.resolve("link.pcap"), file);

        InputPaths inputs = InputPaths.of(List.of(file.toString(), link.toString(), "-", "-"));

        assertThat(paths(inputs)).containsExactly(file, InputPath.STANDARD_INPUT);
        assertThat(inputs.problems())
                .containsExactly(
                        new Problem(link.toString(), "named more than once, read once", Kind.WARNING),
                        new Problem("-", "named more than once, read once", Kind.WARNING));
    }

    @Test
    void shouldStepOutOfALoopOfLinks() throws IOException {
        Path file = capture("sub/file.pcap", 1);
        Path loop = Files.createSymbolicLink(folder.resolve("sub/loop"), folder);

        InputPaths inputs = InputPaths.of(List.of(folder.toString()));

        assertThat(paths(inputs)).containsExactly(file);
        assertThat(inputs.problems())
                .containsExactly(new Problem(loop.toString(), "a link back to a folder above it", Kind.WARNING));
    }
}
