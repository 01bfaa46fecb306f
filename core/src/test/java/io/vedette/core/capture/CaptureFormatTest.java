package io.vedette.core.capture;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CaptureFormatTest {

    private static CaptureFormat detect(byte[] magic) {
        return CaptureFormat.detect(magic, 0, magic.length);
    }

    @Test
    void shouldTellFormatsByTheirFirstBytes() {
        Map<String, CaptureFormat> magics = Map.ofEntries(
                Map.entry("a1b2c3d4", CaptureFormat.PCAP),
                Map.entry("d4c3b2a1", CaptureFormat.PCAP),
                Map.entry("4d3cb2a1", CaptureFormat.PCAP),
                Map.entry("34cdb2a1", CaptureFormat.PCAP),
                Map.entry("0a0d0d0a1c000000", CaptureFormat.PCAPNG),
                Map.entry("1f8b0800", CaptureFormat.GZIP),
                Map.entry("28b52ffd", CaptureFormat.ZSTD),
                Map.entry("502a4d1800", CaptureFormat.ZSTD),
                Map.entry("425a683931", CaptureFormat.BZIP2),
                Map.entry("fd377a585a000004", CaptureFormat.XZ),
                Map.entry("04224d18", CaptureFormat.LZ4),
                Map.entry("474d425500020000", CaptureFormat.NETMON),
                Map.entry("736e6f6f70000000", CaptureFormat.SNOOP));

        magics.forEach((hex, format) ->
                assertThat(detect(HexFormat.of().parseHex(hex))).as(hex).isEqualTo(format));
    }

    @Test
    void shouldNotTakeOtherContentForACapture() {
        assertThat(detect("{\"IPV4_SRC".getBytes(ISO_8859_1))).isEqualTo(CaptureFormat.UNKNOWN);
        assertThat(detect(new byte[] {0})).isEqualTo(CaptureFormat.UNKNOWN);
        assertThat(detect(new byte[] {(byte) 0xa1, (byte) 0xb2})).isEqualTo(CaptureFormat.UNKNOWN);
        assertThat(detect(new byte[0])).isEqualTo(CaptureFormat.EMPTY);
    }

    @Test
    void shouldSayWhatToDoAboutWhatCannotBeRead() {
        for (CaptureFormat format : CaptureFormat.values()) {
            boolean readable = format.isCapture() || format.isCompression();
            assertThat(format.hint().isEmpty()).as(format.label()).isEqualTo(readable);
        }
        assertThat(CaptureFormat.SNOOP.hint()).contains("editcap -F pcap");
        assertThat(CaptureFormat.UNKNOWN.hint()).contains("editcap -F pcap");
    }
}
