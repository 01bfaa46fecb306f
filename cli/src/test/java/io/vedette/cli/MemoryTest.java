package io.vedette.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A heap that is too small ends a command with a sentence, whichever thread it was that found no room. */
class MemoryTest {

    private static final int SOURCES = 300_000;
    private static final int RECORD = 16 + 54;

    @TempDir
    Path directory;

    /** Each packet is of another source: a hundred bytes and more of state each. */
    private Path capture() throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(24 + SOURCES * RECORD);
        bytes.putInt(0xa1b2c3d4).putShort((short) 2).putShort((short) 4).putLong(0);
        bytes.putInt(65_535).putInt(1);
        for (int i = 0; i < SOURCES; i++) {
            bytes.putInt(i / 1000).putInt(i % 1000).putInt(54).putInt(54);
            bytes.putLong(0).putInt(0).putShort((short) 0x0800);
            bytes.putInt(0x4500_0028)
                    .putInt(0)
                    .putInt(0x4006_0000)
                    .putInt(0x1400_0000 + i)
                    .putInt(0x0a0a_0001);
            bytes.putInt(0x3039_0017)
                    .putLong(0)
                    .putShort((short) 0x5002)
                    .putShort((short) 1024)
                    .putInt(0);
        }
        return Files.write(directory.resolve("many.pcap"), bytes.array());
    }

    private void assertSaysSo(String heap, String... command) throws Exception {
        List<String> all = new ArrayList<>(Arrays.asList(command));
        all.add(capture().toString());
        try (Program program = Program.startWith(List.of(heap), directory, all.toArray(String[]::new))) {
            assertThat(program.exitCode()).isEqualTo(ExitCode.FAILURE);
            assertThat(program.err())
                    .contains("out of memory", "VEDETTE_JAVA_OPTS=-Xmx")
                    .doesNotContain("\tat ");
        }
    }

    @Test
    void shouldEndDarknet() throws Exception {
        assertSaysSo(
                "-Xmx20m", "darknet", "parse", "--threshold", "624", "--samples", "1", "--eventout", "events", "-q");
    }

    /** Tables follow the heap, but there is a least size that each has. With two threads it is a shard that finds no room, and the reader that would wait for it. */
    @ParameterizedTest
    @ValueSource(strings = {"1", "2"})
    void shouldEndScan(String threads) throws Exception {
        assertSaysSo("-Xmx12m", "scan", "--threads", threads);
    }
}
