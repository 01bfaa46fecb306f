package io.vedette.collector.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Captures with every kind of fault: what can be read is judged, what cannot is named, and nothing is thrown. */
@Timeout(120)
class FaultyCapturesTest {

    private static final Path CAPTURES = Path.of("src", "test", "resources", "captures");
    private static final Traffic TRAFFIC = Traffic.generated(7);
    private static final byte[] CAPTURE = TRAFFIC.pcap();

    @TempDir
    private Path folder;

    private static Scans.Result scan(byte[] file) throws InterruptedException {
        return Scans.scan(1, new ByteArrayInputStream(file), "-");
    }

    private String write(String name, byte[] bytes) throws IOException {
        return Files.write(folder.resolve(name), bytes).toString();
    }

    private static List<String> verdicts() throws InterruptedException {
        return scan(CAPTURE).verdicts();
    }

    private static Scans.Result scanFiles(String... names) throws InterruptedException {
        return Scans.scan(1, InputStream.nullInputStream(), names);
    }

    @Test
    void shouldCallFilesWithoutPacketsEmptyByNameAndReadTheOthers() throws Exception {
        Scans.Result result = scanFiles(
                write("zero.pcap", new byte[0]),
                write("half-header.pcap", Arrays.copyOf(CAPTURE, 23)),
                write("header.pcap", Arrays.copyOf(CAPTURE, 24)),
                write("good.pcap", CAPTURE));

        assertThat(result.verdicts()).isEqualTo(verdicts());
        assertThat(result.report().problems()).hasSize(3);
        assertThat(result.report().problems().get(0)).contains("zero.pcap", "empty");
        assertThat(result.report().problems().get(1)).contains("half-header.pcap", "no packet");
        assertThat(result.report().problems().get(2)).contains("header.pcap", "no packet");
    }

    @Test
    void shouldStopAtAnImpossibleLengthOnlyAndNameTheByte() throws Exception {
        int last = CAPTURE.length
                - TRAFFIC.frames().get(TRAFFIC.frames().size() - 1).bytes().length
                - 16;
        byte[] endless = CAPTURE.clone();
        ByteBuffer.wrap(endless).order(ByteOrder.LITTLE_ENDIAN).putInt(last + 8, -1);
        byte[] empty = new byte[16]; // a record of no bytes at time 0
        byte[] withEmpty = join(Arrays.copyOf(CAPTURE, last), empty, Arrays.copyOfRange(CAPTURE, last, CAPTURE.length));

        assertThat(scan(endless).verdicts()).isEqualTo(verdicts());
        assertThat(scan(endless).report().problems())
                .hasSize(1)
                .first()
                .asString()
                .contains("(at byte " + last + ")");
        assertThat(scan(withEmpty).verdicts()).isEqualTo(verdicts());
        assertThat(scan(withEmpty).report().problems()).isEmpty();
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    @Test
    void shouldNameFramesOfALinkTypeAndBlocksThatCannotBeRead() throws Exception {
        byte[] wireless = CAPTURE.clone();
        wireless[20] = 105;
        byte[] damaged = TRAFFIC.pcapng();
        for (int at = 0;
                at < damaged.length - 12;
                at += ByteBuffer.wrap(damaged).order(ByteOrder.LITTLE_ENDIAN).getInt(at + 4)) {
            if (damaged[at] == 6) {
                damaged[at + 8] = 77; // the first packet is of an interface that is not there
                break;
            }
        }

        assertThat(scanFiles(write("good.pcap", CAPTURE), write("wireless.pcap", wireless))
                        .report()
                        .problems())
                .hasSize(1)
                .first()
                .asString()
                .contains("wireless.pcap: link type 105 cannot be read")
                .endsWith("(" + TRAFFIC.frames().size() + " frames)");
        assertThat(scan(damaged).report().problems())
                .hasSize(1)
                .first()
                .asString()
                .endsWith("skipped: 1");
    }

    @Test
    void shouldTellTheTimesOfACaptureThatRunsBackwards() throws Exception {
        List<Traffic.Frame> frames = new ArrayList<>(TRAFFIC.frames());
        Collections.reverse(frames);
        ScanReport backwards = scan(new Traffic(frames.subList(0, 500)).pcap()).report();

        assertThat(backwards.lastMillis() * 1_000_000).isEqualTo(frames.get(0).nanos() / 1_000_000 * 1_000_000);
        assertThat(backwards.firstMillis() * 1_000_000)
                .isEqualTo(frames.get(499).nanos() / 1_000_000 * 1_000_000);
    }

    @Test
    void shouldGoOnWhereTimeGoesBackByAnHour() throws Exception {
        long hour = 3_600_000_000_000L;
        List<Traffic.Frame> frames = new ArrayList<>(TRAFFIC.frames());
        TRAFFIC.frames().forEach(frame -> frames.add(frame.at(frame.nanos() - hour)));
        Scans.Result twice = scan(new Traffic(frames).pcap());

        assertThat(twice.verdicts()).containsAll(verdicts());
        assertThat(twice.report().problems()).isEmpty();
        assertThat(twice.report().packets.packets.get()).isEqualTo(frames.size());
    }

    @Test
    void shouldUseATruncatedCaptureToTheCutWhereverItIs() throws Exception {
        Random random = new Random(4);
        for (int round = 0; round < 20; round++) {
            int cut = 100 + random.nextInt(CAPTURE.length - 100);
            Scans.Result result = scan(Arrays.copyOf(CAPTURE, cut));

            assertThat(result.report().problems())
                    .hasSizeLessThanOrEqualTo(1)
                    .allMatch(problem -> problem.contains("cut off"));
            assertThat(result.report().packets.imbalance()).isZero();
        }
    }

    @Test
    void shouldReadZstdWithALongWindowAndUseGzipBeforeGarbageAndUnderAnyName() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZstdOutputStream zstd = new ZstdOutputStream(out)) {
            zstd.setLong(27);
            zstd.write(CAPTURE);
        }
        byte[] gzip = Traffic.gzip(CAPTURE, 2);
        byte[] garbage = join(gzip, new byte[] {1, 2, 3, 4, 5});

        assertThat(scanFiles(write("long.txt", out.toByteArray())).verdicts()).isEqualTo(verdicts());
        Scans.Result used = scanFiles(write("misnamed.zst", garbage));
        assertThat(used.verdicts()).isEqualTo(verdicts());
        assertThat(used.report().problems()).hasSize(1);
    }

    @Test
    void shouldReadAFolderOfTenThousandFilesInOrderOfTime() throws Exception {
        int files = Math.min(10_000, TRAFFIC.frames().size());
        int size = TRAFFIC.frames().size();
        for (int i = 0; i < files; i++) {
            int from = (int) ((long) size * i / files);
            int to = (int) ((long) size * (i + 1) / files);
            write((i * 7919 % files) + ".pcap", TRAFFIC.part(from, to).pcap());
        }

        Scans.Result result = scanFiles(folder.toString());

        assertThat(result.verdicts()).isEqualTo(verdicts());
        assertThat(result.report().files()).isEqualTo(files);
        assertThat(result.report().problems()).isEmpty();
    }

    @Test
    void shouldReadAFileOnceSayItWasNamedTwiceAndGoOnWithoutTheUnreadable() throws Exception {
        String file = write("once.pcap", CAPTURE);
        Path secret = Files.write(folder.resolve("secret.pcap"), CAPTURE);
        Scans.Result result =
                scanFiles(file, file, folder.resolve("nothing-*.pcap").toString());

        assertThat(result.verdicts()).isEqualTo(verdicts());
        assertThat(result.report().notes()).hasSize(1).first().asString().contains("more than once");
        assertThat(result.report().problems()).hasSize(1).first().asString().contains("matches no file");

        assumeTrue(secret.toFile().setReadable(false) && !Files.isReadable(secret), "root reads everything");
        assertThat(scanFiles(secret.toString()).report().problems()).hasSize(1);
    }

    @Test
    void shouldSayWhatItMeansThatAClockWasWrongAndThatALimitWasReached() throws Exception {
        Scans.Result stray =
                scan(TRAFFIC.withStray(9, 4_294_967_295L * 1_000_000_000).pcap());

        assertThat(stray.report().notes()).hasSize(1).first().asString().startsWith("1 packets with a time far");
    }

    /** Every frame is under a tag or in a tunnel that a probe may hide in. */
    @Test
    void shouldFindScannersBeneathTagsAndTunnels() throws Exception {
        byte[] vlan = {(byte) 0x81, 0, 0, 5};
        byte[] qinq = {(byte) 0x88, (byte) 0xa8, 0, 5, (byte) 0x81, 0, 0, 6, (byte) 0x81, 0, 0, 7};
        byte[] mpls = {(byte) 0x88, 0x47, 0, 1, 0, 64, 0, 2, 1, 64};

        assertThat(scan(tagged(vlan, 0).pcap()).verdicts()).isEqualTo(verdicts());
        assertThat(scan(tagged(qinq, 0).pcap()).verdicts()).isEqualTo(verdicts());
        assertThat(scan(tagged(mpls, 2).pcap()).verdicts()).isEqualTo(verdicts());
    }

    /** @param drop bytes of the old type that the tag makes superfluous */
    private static Traffic tagged(byte[] tag, int drop) {
        List<Traffic.Frame> frames = new ArrayList<>();
        for (Traffic.Frame frame : TRAFFIC.frames()) {
            byte[] head = Arrays.copyOf(frame.bytes(), 12);
            byte[] rest = Arrays.copyOfRange(frame.bytes(), 12 + drop, frame.bytes().length);
            byte[] bytes = join(head, tag, rest);
            frames.add(new Traffic.Frame(frame.nanos(), bytes, bytes.length));
        }
        return new Traffic(frames);
    }

    /** A million half-open connections from anywhere, and among them one scanner. */
    @Test
    void shouldFindAScannerAmongAMillionHalfOpenConnections() throws Exception {
        int count = 1_000_000;
        ByteBuffer file = ByteBuffer.allocate(24 + count * (16 + 54)).order(ByteOrder.LITTLE_ENDIAN);
        file.put(CAPTURE, 0, 24);
        Random random = new Random(9);
        for (int i = 0; i < count; i++) {
            boolean scanner = i % 5000 == 0;
            file.order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(1_700_000_000 + i / 100_000)
                    .putInt(i % 100_000 * 10_000);
            file.putInt(54).putInt(54).order(ByteOrder.BIG_ENDIAN);
            file.putLong(0)
                    .putInt(0)
                    .putShort((short) 0x0800)
                    .putInt(0x4500_0028)
                    .putInt(0)
                    .putInt(0x4006_0000);
            file.putInt(scanner ? 0xcb00_7109 : random.nextInt() & 0x7eff_ffff | 0x0100_0000);
            file.putInt(0xc612_0105).putShort((short) random.nextInt()).putShort((short) (scanner ? i / 5000 + 1 : 80));
            file.putInt(1)
                    .putInt(0)
                    .putShort((short) 0x5002)
                    .putShort((short) 512)
                    .putInt(0);
        }
        Scans.Result result = scan(file.array());

        assertThat(result.verdicts()).containsExactly("203.0.113.9 syn vertical", "victim 198.18.1.5 syn-flood victim");
        assertThat(result.report().conversations().contacts.get()).isEqualTo(count);
        assertThat(result.findings())
                .filteredOn(finding -> "203.0.113.9".equals(String.valueOf(finding.source())))
                .allMatch(finding -> finding.couples() >= 190 && finding.couples() <= 210);
    }

    /** With {@code -Dvedette.mutations=1000} as often as the catalogue of faults asks for. */
    @Test
    void shouldSurviveEverySampleMutatedManyTimes() throws Exception {
        int rounds = Integer.getInteger("vedette.mutations", 30);
        Random random = new Random(20261121);
        List<Path> samples;
        try (var files = Files.list(CAPTURES)) {
            samples = files.sorted().toList();
        }
        for (Path sample : samples) {
            byte[] capture = Traffic.of(sample).pcap();
            for (int round = 0; round < rounds; round++) {
                byte[] mutated = Arrays.copyOf(capture, capture.length - random.nextInt(capture.length / 4));
                for (int flips = 1 + random.nextInt(40); flips > 0; flips--) {
                    mutated[4 + random.nextInt(mutated.length - 4)] = (byte) random.nextInt();
                }
                ScanReport report = scan(mutated).report();

                assertThat(report.packets.imbalance()).isZero();
            }
        }
    }
}
