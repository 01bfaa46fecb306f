package io.vedette.collector.pcap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.jna.Memory;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import io.vedette.collector.file.CaptureReader;
import io.vedette.collector.pcap.CaptureException.Kind;
import io.vedette.core.capture.CaptureCounts;
import io.vedette.core.capture.FrameBatch;
import io.vedette.core.filter.BpfProgram;
import io.vedette.core.packet.LinkLayer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FrameFilterTest {

    private static final Path TCPDUMP = Path.of("/usr/bin/tcpdump");
    private static final Path SAMPLES = Path.of("../core/src/test/resources/captures");

    private static final List<String> EXPRESSIONS = List.of(
            "tcp",
            "udp port 53",
            "tcp port 80",
            "not tcp",
            "icmp or icmp6",
            "ip6",
            "host 10.0.0.1 or net 192.168.0.0/16",
            "src portrange 1-1023",
            "tcp[tcpflags] & (tcp-syn|tcp-ack) == tcp-syn",
            "tcp[tcpflags] & tcp-rst != 0 and less 80",
            "ip[6:2] & 0x3fff != 0",
            "greater 200 and not broadcast",
            "(tcp[((tcp[12:1] & 0xf0) >> 2):4] = 0x47455420)",
            "ip[2:2] - ((ip[0] & 0xf) << 2) > 60",
            "arp or vlan",
            "len % 2 == 1");

    @BeforeEach
    void needsLibpcap() {
        Libpcaps.assumeInstalled();
    }

    private static long count(Path file, FrameFilter filter) throws IOException, CaptureException {
        long count = 0;
        FrameBatch frames = new FrameBatch(256);
        try (CaptureReader reader = CaptureReader.open(file, new CaptureCounts())) {
            while (reader.read(frames)) {
                if (!frames.isEmpty()) {
                    frames.retain(filter.program(frames.linkType()));
                    count += frames.size();
                }
            }
        }
        return count;
    }

    private static long tcpdumpCount(Path file, String expression) throws Exception {
        Process process = new ProcessBuilder(
                        TCPDUMP.toString(), "-r", file.toString(), "--count", "-n", "--", expression)
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).as(said).isZero();
        String line = said.lines()
                .filter(each -> each.matches("[0-9]+ packets?"))
                .findFirst()
                .orElseThrow();
        return Long.parseLong(line.split(" ")[0]);
    }

    @Test
    void shouldCountWhatTcpdumpCounts() throws Exception {
        assumeTrue(Files.isExecutable(TCPDUMP), "tcpdump is not installed");
        List<Path> samples;
        try (Stream<Path> files = Files.list(SAMPLES)) {
            samples = files.filter(file -> file.toString().endsWith(".pcap"))
                    .sorted()
                    .toList();
        }
        long chosen = 0;
        for (String expression : EXPRESSIONS) {
            FrameFilter filter = FrameFilter.of(expression);
            for (Path file : samples) {
                long count = count(file, filter);
                assertThat(count).as(expression + " in " + file).isEqualTo(tcpdumpCount(file, expression));
                chosen += count;
            }
        }
        assertThat(chosen).isPositive();
    }

    /** Our machine against libpcap's, over frames of noise and of real headers that were damaged. */
    @Test
    void shouldDecideAsLibpcapDoes() throws Exception {
        NativeLibrary library = Libpcap.load();
        Random random = new Random(9);
        byte[] file = Files.readAllBytes(SAMPLES.resolve("scan-in-traffic.pcap"));
        for (String expression : EXPRESSIONS) {
            for (int linkType : new int[] {LinkLayer.ETHERNET, 12, LinkLayer.LINUX_SLL}) {
                if (linkType != LinkLayer.ETHERNET && expression.matches(".*(broadcast|arp|vlan).*")) {
                    continue; // means nothing there
                }
                BpfProgram program = FrameFilter.of(expression).program(linkType);
                Pointer handle = library.getFunction("pcap_open_dead").invokePointer(new Object[] {linkType, 262_144});
                Memory compiled = new Memory(16);
                assertThat(library.getFunction("pcap_compile")
                                .invokeInt(new Object[] {handle, compiled, expression, 0, -1}))
                        .isZero();
                for (int round = 0; round < 300; round++) {
                    byte[] frame = new byte[random.nextInt(120)];
                    int from = 40 + random.nextInt(file.length - 200);
                    System.arraycopy(file, from, frame, 0, frame.length);
                    if (frame.length > 40 && linkType == LinkLayer.ETHERNET) {
                        frame[12] = (byte) (random.nextInt(4) == 0 ? 0x86 : 0x08);
                        frame[13] = (byte) (frame[12] == 8 ? 0 : 0xdd);
                        frame[14] = (byte) (frame[12] == 8 ? 0x45 : 0x60);
                        frame[23] = (byte) (random.nextBoolean() ? 6 : 17);
                    }
                    int wire = frame.length + random.nextInt(200);
                    assertThat(program.wants(frame, 0, frame.length, wire))
                            .as("%s on link type %d, round %d", expression, linkType, round)
                            .isEqualTo(libpcapWants(library, compiled, frame, wire));
                }
                library.getFunction("pcap_freecode").invokeVoid(new Object[] {compiled});
                library.getFunction("pcap_close").invokeVoid(new Object[] {handle});
            }
        }
    }

    private static boolean libpcapWants(NativeLibrary library, Memory program, byte[] frame, int wire) {
        Memory header = new Memory(24);
        header.clear();
        header.setInt(16, frame.length);
        header.setInt(20, wire);
        Memory bytes = new Memory(Math.max(1, frame.length));
        bytes.write(0, frame, 0, frame.length);
        return library.getFunction("pcap_offline_filter").invokeInt(new Object[] {program, header, bytes}) != 0;
    }

    @Test
    void shouldSayWhatLibpcapSaysOfAWrongExpression() {
        assertThatThrownBy(() -> FrameFilter.of("tcp prot 80"))
                .isInstanceOfSatisfying(
                        CaptureException.class, e -> assertThat(e.kind()).isEqualTo(Kind.BAD_FILTER))
                .hasMessage("filter \"tcp prot 80\": can't parse filter expression: syntax error");
        assertThatThrownBy(() -> FrameFilter.of("port 70000")).hasMessageContaining("illegal port number");
    }

    @Test
    void shouldTakeWhatOnlyOneLinkTypeHas() throws Exception {
        FrameFilter filter = FrameFilter.of("wlan type mgt");
        assertThat(filter.program(105).length()).isPositive();
        assertThatThrownBy(() -> filter.program(LinkLayer.ETHERNET)).isInstanceOf(CaptureException.class);
        assertThat(FrameFilter.of("ether broadcast").program(LinkLayer.ETHERNET).length())
                .isPositive();
    }
}
