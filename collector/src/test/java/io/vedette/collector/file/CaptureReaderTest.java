package io.vedette.collector.file;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.github.luben.zstd.Zstd;
import io.vedette.core.capture.CaptureCounts;
import io.vedette.core.capture.CaptureFault;
import io.vedette.core.capture.CaptureFormat;
import io.vedette.core.capture.CaptureProblem;
import io.vedette.core.capture.FrameBatch;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class CaptureReaderTest {

    private static final byte[] CAPTURE = Frames.sampleBytes("scan-zmap.pcap");
    private static final List<String> FRAMES = Frames.of(CAPTURE).frames();

    @TempDir
    private Path folder;

    static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return out.toByteArray();
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    private static byte[] from(byte[] bytes, int start) {
        return Arrays.copyOfRange(bytes, start, bytes.length);
    }

    @Test
    void shouldReadAPlainFile() throws IOException {
        Frames plain = Frames.of(Frames.sample("scan-zmap.pcap"));

        assertThat(plain.frames()).hasSize(120).isEqualTo(FRAMES);
        assertThat(plain.problem()).isNull();
        assertThat(plain.counts().frames.get()).isEqualTo(120);
    }

    @Test
    void shouldTellCompressionByContentAndNotByName() throws IOException {
        Path misnamed = folder.resolve("x.pcap");
        Files.write(misnamed, gzip(CAPTURE));
        Path renamed = folder.resolve("y.gz");
        Files.write(renamed, Zstd.compress(CAPTURE));

        assertThat(Frames.of(misnamed).frames()).isEqualTo(FRAMES);
        assertThat(Frames.of(renamed).frames()).isEqualTo(FRAMES);
    }

    @Test
    void shouldReadSeveralMembersAndFramesAsOne() throws IOException {
        byte[] head = Arrays.copyOf(CAPTURE, 1000);
        byte[] tail = from(CAPTURE, 1000);
        byte[] skippable = {0x50, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 9, 9, 9};

        Frames members = Frames.of(join(gzip(head), gzip(new byte[0]), gzip(tail)));
        Frames frames = Frames.of(join(skippable, Zstd.compress(head), skippable, Zstd.compress(tail)));

        assertThat(members.frames()).isEqualTo(FRAMES);
        assertThat(members.problem()).isNull();
        assertThat(frames.frames()).isEqualTo(FRAMES);
        assertThat(frames.problem()).isNull();
    }

    @Test
    void shouldReadWhatAPipeGivesByteByByte() throws IOException {
        for (byte[] file : List.of(CAPTURE, gzip(CAPTURE), Zstd.compress(CAPTURE))) {
            InputStream drop = new ByteArrayInputStream(file) {
                @Override
                public synchronized int read(byte[] into, int offset, int length) {
                    return super.read(into, offset, Math.min(1, length));
                }

                @Override
                public synchronized int available() {
                    return 0;
                }
            };
            CaptureCounts counts = new CaptureCounts();

            assertThat(Frames.of(CaptureReader.of("-", drop, counts), counts).frames())
                    .isEqualTo(FRAMES);
        }
    }

    @Test
    void shouldUseWhatComesBeforeDamage() throws IOException {
        byte[] gzip = gzip(CAPTURE);
        byte[] badChecksum = gzip.clone();
        badChecksum[gzip.length - 8] ^= 1;
        byte[] damaged = gzip.clone();
        Arrays.fill(damaged, gzip.length / 2, gzip.length / 2 + 40, (byte) 0xff);
        byte[] zstd = Zstd.compress(CAPTURE);

        Frames garbage = Frames.of(join(gzip, "garbage".getBytes(US_ASCII)));
        Frames checksum = Frames.of(badChecksum);
        Frames broken = Frames.of(damaged);
        Frames cut = Frames.of(Arrays.copyOf(zstd, zstd.length - 20));

        assertThat(garbage.frames()).isEqualTo(FRAMES);
        assertThat(garbage.problem().fault()).isEqualTo(CaptureFault.TRAILING_GARBAGE);
        assertThat(checksum.frames()).isEqualTo(FRAMES);
        assertThat(checksum.problem().fault()).isEqualTo(CaptureFault.BAD_COMPRESSION);
        assertThat(broken.frames()).isEqualTo(FRAMES.subList(0, broken.frames().size()));
        assertThat(broken.problem().fault()).isEqualTo(CaptureFault.BAD_COMPRESSION);
        assertThat(cut.problem().fault()).isEqualTo(CaptureFault.TRUNCATED_COMPRESSION);
        for (Frames frames : List.of(garbage, checksum, broken, cut)) {
            assertThat(frames.counts().faults.get(frames.problem().fault())).isEqualTo(1);
            assertThat(frames.counts().faults.total()).isEqualTo(1);
        }
    }

    @Test
    void shouldUseEveryPrefixOfACompressedFile() throws IOException {
        byte[] gzip = gzip(CAPTURE);
        int most = 0;
        for (int length = 2; length < gzip.length; length += 17) {
            Frames cut = Frames.of(Arrays.copyOf(gzip, length));

            assertThat(cut.frames()).isEqualTo(FRAMES.subList(0, cut.frames().size()));
            assertThat(cut.problem().fault()).isIn(CaptureFault.TRUNCATED_COMPRESSION, CaptureFault.BAD_COMPRESSION);
            most = Math.max(most, cut.frames().size());
        }
        assertThat(most).isGreaterThan(FRAMES.size() * 9 / 10);
    }

    @Test
    void shouldSurviveMutatedCompressedFiles() throws IOException {
        Random random = new Random(20260819);
        for (byte[] file : List.of(gzip(CAPTURE), Zstd.compress(CAPTURE))) {
            for (int round = 0; round < 300; round++) {
                byte[] mutated = file.clone();
                for (int flips = random.nextInt(6); flips >= 0; flips--) {
                    mutated[4 + random.nextInt(file.length - 4)] ^= (byte) (1 << random.nextInt(8));
                }
                Frames frames = Frames.of(mutated);

                assertThat(frames.counts().frames.get())
                        .isEqualTo(frames.frames().size());
            }
        }
    }

    @Test
    void shouldNameWhatItCannotRead() {
        Frames snoop = Frames.of(join("snoop\0\0\0".getBytes(US_ASCII), new byte[40]));
        Frames netmon = Frames.of(join("GMBU".getBytes(US_ASCII), new byte[40]));
        Frames text = Frames.of("{\"IPV4_SRC_ADDR\":\"1.2.3.4\"}".getBytes(US_ASCII));
        Frames xz = Frames.of(new byte[] {(byte) 0xfd, '7', 'z', 'X', 'Z', 0, 0, 4});

        assertThat(snoop.problem())
                .isEqualTo(new CaptureProblem(
                        CaptureFault.UNKNOWN_FORMAT, 0, "a snoop file; convert it: editcap -F pcap FILE FILE.pcap"));
        assertThat(netmon.problem().detail()).startsWith("a netmon file").contains("editcap -F pcap");
        assertThat(text.problem().detail()).startsWith("not a capture; ").contains("ERF", "editcap -F pcap");
        assertThat(xz.problem().detail()).contains("xz -dc FILE");
    }

    @Test
    void shouldLeaveOtherContentToOtherReaders() throws IOException {
        byte[] text = "{\"IPV4_SRC_ADDR\":\"1.2.3.4\"}\n".getBytes(US_ASCII);
        for (byte[] file : List.of(text, gzip(text), Zstd.compress(text))) {
            try (CaptureReader reader =
                    CaptureReader.of("flows", new ByteArrayInputStream(file), new CaptureCounts())) {
                assertThat(reader.read(new FrameBatch(1))).isFalse();
                assertThat(reader.format()).isEqualTo(CaptureFormat.UNKNOWN);

                byte[] content = new byte[100];
                int length = 0;
                for (int count = 0; count >= 0; count = reader.otherContent().read(content, length, 100 - length)) {
                    length += count;
                }
                assertThat(Arrays.copyOf(content, length)).isEqualTo(text);
            }
        }
    }

    @Test
    void shouldCallInputWithoutPacketsEmpty() throws IOException {
        assertThat(Frames.of(new byte[0]).problem())
                .isEqualTo(new CaptureProblem(CaptureFault.EMPTY, 0, "the file is empty"));
        for (byte[] file : List.of(
                Arrays.copyOf(CAPTURE, 23),
                Arrays.copyOf(CAPTURE, 24),
                gzip(new byte[0]),
                gzip(Arrays.copyOf(CAPTURE, 24)))) {
            Frames frames = Frames.of(file);

            assertThat(frames.frames()).isEmpty();
            assertThat(frames.problem().fault()).isEqualTo(CaptureFault.EMPTY);
            assertThat(frames.counts().faults.get(CaptureFault.EMPTY)).isEqualTo(1);
        }
    }

    @Test
    void shouldReportAReadError() {
        InputStream failing = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("Input/output error");
            }
        };
        CaptureCounts counts = new CaptureCounts();

        assertThat(Frames.of(CaptureReader.of("disk", failing, counts), counts).problem())
                .isEqualTo(new CaptureProblem(CaptureFault.UNREADABLE, 0, "Input/output error"));
    }

    @Test
    void shouldReadFromANamedPipe() throws Exception {
        Path pipe = folder.resolve("pipe");
        assumeTrue(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0, "no named pipes here");
        Thread writer = new Thread(() -> {
            try (OutputStream out = Files.newOutputStream(pipe)) {
                out.write(CAPTURE);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        writer.start();

        assertThat(Frames.of(pipe).frames()).isEqualTo(FRAMES);
        writer.join(TimeUnit.SECONDS.toMillis(10));
    }

    @Test
    void shouldFollowAFileThatIsStillBeingWritten() throws IOException {
        Path file = folder.resolve("growing.pcap");
        Files.write(file, Arrays.copyOf(CAPTURE, 24 + 30));
        CaptureCounts counts = new CaptureCounts();
        FrameBatch batch = new FrameBatch(1000);
        try (CaptureReader reader = CaptureReader.follow(file, Duration.ofMillis(20), counts)) {
            assertThat(reader.read(batch)).isTrue();
            assertThat(batch.isEmpty()).isTrue(); // half a record: nothing yet, and no problem

            Files.write(file, from(CAPTURE, 54), StandardOpenOption.APPEND);
            assertThat(reader.read(batch)).isTrue();
            assertThat(batch.size()).isEqualTo(120);

            reader.endFollowing();
            assertThat(reader.read(batch)).isFalse();
            assertThat(reader.problem()).isNull();
            assertThat(reader.format()).isEqualTo(CaptureFormat.PCAP);
        }
        assertThat(counts.frames.get()).isEqualTo(120);
    }

    @Test
    void shouldEndTheUnpackingThreadWhenClosedEarly() throws IOException {
        byte[] large = gzip(join(CAPTURE, new byte[16 << 20]));
        CaptureReader reader = CaptureReader.of("early", new ByteArrayInputStream(large), new CaptureCounts());
        assertThat(reader.read(new FrameBatch(1))).isTrue();

        reader.close();

        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .doesNotContain("vedette-unpack early");
    }
}
