package io.vedette.collector.pcap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vedette.collector.file.CaptureReader;
import io.vedette.collector.pcap.CaptureException.Kind;
import io.vedette.core.capture.CaptureCounts;
import io.vedette.core.capture.CaptureFormat;
import io.vedette.core.capture.FrameBatch;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The way from libpcap into Java, without an interface: anybody may run this. Interfaces are tested with the program. */
@Timeout(120)
class LiveCaptureTest {

    private static final Path SAMPLES = Path.of("../core/src/test/resources/captures");

    @BeforeEach
    void needsLibpcap() {
        Libpcaps.assumeInstalled();
    }

    private static List<String> frames(CaptureReader reader) {
        List<String> frames = new ArrayList<>();
        FrameBatch batch = new FrameBatch(100);
        while (reader.read(batch)) {
            for (int row = 0; row < batch.size(); row++) {
                int from = batch.offset(row);
                byte[] bytes = Arrays.copyOfRange(batch.bytes(), from, from + batch.capturedLength(row));
                frames.add(batch.linkType() + " " + batch.timeNanos(row) + " " + batch.wireLength(row) + " "
                        + Arrays.hashCode(bytes));
            }
        }
        return frames;
    }

    @ParameterizedTest
    @ValueSource(strings = {"scan-in-traffic.pcap", "scan-ipv6.pcap", "scan-fragmented.pcap"})
    void shouldBringEveryFrameAsItIs(String name) throws Exception {
        Path file = SAMPLES.resolve(name);
        CaptureCounts counts = new CaptureCounts();
        List<String> expected;
        try (CaptureReader direct = CaptureReader.open(file, counts)) {
            expected = frames(direct);
        }

        try (LiveCapture capture = LiveCapture.ofFile(file)) {
            capture.start();
            CaptureReader reader = CaptureReader.of(name, capture.stream(), new CaptureCounts());

            assertThat(frames(reader)).isEqualTo(expected);
            assertThat(reader.format()).isEqualTo(CaptureFormat.PCAP);
            assertThat(reader.problem()).isNull();
            assertThat(capture.failure()).isNull();
        }
    }

    @Test
    void shouldEndWhenNobodyReads() throws Exception {
        LiveCapture capture = LiveCapture.ofFile(SAMPLES.resolve("scan-in-traffic.pcap"));
        capture.start();
        capture.close();
        assertThatThrownBy(() -> capture.stream().read()).isInstanceOf(IOException.class);
    }

    @Test
    void shouldLeaveNoDescriptorBehind() throws Exception {
        for (int i = 0; i < 20; i++) {
            LiveCapture.ofFile(SAMPLES.resolve("scan-ipv6.pcap")).abandon();
        }
        try (var open = Files.list(Path.of("/proc/self/fd"))) {
            long before = open.count();
            for (int i = 0; i < 50; i++) {
                try (LiveCapture capture = LiveCapture.ofFile(SAMPLES.resolve("scan-ipv6.pcap"))) {
                    capture.start();
                    assertThat(capture.stream().transferTo(OutputStream.nullOutputStream()))
                            .isPositive();
                }
            }
            try (var after = Files.list(Path.of("/proc/self/fd"))) {
                assertThat(after.count()).isLessThan(before + 20);
            }
        }
    }

    @Test
    void shouldSayWhichInterfaceIsNone() {
        assertThatThrownBy(() -> LiveCapture.open("nosuch0", CaptureConfig.defaults(), null))
                .isInstanceOfSatisfying(
                        CaptureException.class, e -> assertThat(e.kind()).isIn(Kind.NO_INTERFACE, Kind.NOT_PERMITTED))
                .hasMessageStartingWith("nosuch0: ");
    }

    @Test
    void shouldCountOnWhereThirtyTwoBitsEnd() {
        CaptureStatistics statistics = CaptureStatistics.NONE.next(0xffff_fff0L, 3, 0);
        assertThat(statistics.next(0x10, 2, 1)).isEqualTo(new CaptureStatistics(0x1_0000_0010L, 0x1_0000_0002L, 1));
    }
}
