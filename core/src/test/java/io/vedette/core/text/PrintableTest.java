package io.vedette.core.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PrintableTest {

    @Test
    void shouldLeaveHarmlessTextAsItIs() {
        String text = "GET /index.html HTTP/1.1 – Ünïcödé, 日本語, שלום, \uD83D\uDE00";
        assertThat(Printable.of(text)).isEqualTo(text);
    }

    @Test
    void shouldReturnTheSameObjectWhenNothingIsToEscape() {
        String text = "SYN scan from 203.0.113.66";
        assertThat(Printable.of(text)).isSameAs(text);
        assertThat(Printable.of("")).isEmpty();
    }

    @Test
    void shouldEscapeTerminalSequences() {
        assertThat(Printable.of("\u001b[2J")).isEqualTo("\\u001b[2J");
        assertThat(Printable.of("\u001b]52;c;cm0gLXJm\u0007")).isEqualTo("\\u001b]52;c;cm0gLXJm\\u0007");
        assertThat(Printable.of("\u009b31m")).isEqualTo("\\u009b31m");
        assertThat(Printable.of("a\u007fb\u0000c\bd")).isEqualTo("a\\u007fb\\u0000c\\u0008d");
    }

    @Test
    void shouldStayOnOneLine() {
        assertThat(Printable.of("Mozilla\r\n02:14:07 CRIT   forged\u0085\u2028\u2029\tend"))
                .isEqualTo("Mozilla\\r\\n02:14:07 CRIT   forged\\u0085\\u2028\\u2029\\tend");
    }

    @Test
    void shouldEscapeEveryBidirectionalControl() {
        int[] controls = {0x202a, 0x202b, 0x202c, 0x202d, 0x202e, 0x2066, 0x2067, 0x2068, 0x2069, 0x200e, 0x200f, 0x061c
        };
        for (int control : controls) {
            assertThat(Printable.of("a" + (char) control + "b")).isEqualTo(String.format("a\\u%04xb", control));
        }
    }

    @Test
    void shouldEscapeFormatCharactersOutsideTheBasicPlane() {
        assertThat(Printable.of("x\uDB40\uDC41y")).isEqualTo("x\\udb40\\udc41y"); // U+E0041, a tag character
    }

    @Test
    void shouldEscapeLoneSurrogates() {
        assertThat(Printable.of("\uD83D")).isEqualTo("\\ud83d");
        assertThat(Printable.of("\uDE00\uD83D\uDE00\uD83D!")).isEqualTo("\\ude00\uD83D\uDE00\\ud83d!");
    }

    @Test
    void shouldDoubleTheBackslashSoThatNoEscapeCanBeForged() {
        assertThat(Printable.of("\\n")).isEqualTo("\\\\n").isNotEqualTo(Printable.of("\n"));
    }

    @Test
    void shouldShowBytesThatAreNotUtf8() {
        byte[] bytes = {'a', (byte) 0x9b, 'b', (byte) 0xc3, (byte) 0xa9, (byte) 0xe2, (byte) 0x82, 'c', (byte) 0xf0};
        assertThat(Printable.ofUtf8(bytes, 0, bytes.length)).isEqualTo("a\\x9bbé\\xe2\\x82c\\xf0");
        assertThat(Printable.ofUtf8(bytes, 2, 5)).isEqualTo("bé");
        assertThat(Printable.ofUtf8(bytes, 3, 3)).isEmpty();
    }

    @Test
    void shouldShowSurrogatesAndOverlongFormsInUtf8AsBytes() {
        byte[] surrogate = {(byte) 0xed, (byte) 0xa0, (byte) 0x80};
        byte[] overlongEscape = {(byte) 0xc0, (byte) 0x9b};
        assertThat(Printable.ofUtf8(surrogate, 0, 3)).isEqualTo("\\xed\\xa0\\x80");
        assertThat(Printable.ofUtf8(overlongEscape, 0, 2)).isEqualTo("\\xc0\\x9b");
    }

    @Test
    void shouldLetNoActiveCharacterOfAnyKindThrough() {
        Random random = new Random(20261101);
        for (int round = 0; round < 20_000; round++) {
            String text = randomText(random);
            assertInactive(Printable.of(text));
            byte[] bytes = text.getBytes(StandardCharsets.UTF_16BE);
            assertInactive(Printable.ofUtf8(bytes, 0, bytes.length));
        }
    }

    @Test
    void shouldEscapeOrKeepEveryCodePoint() {
        for (int codePoint = 0; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
            if (codePoint < Character.MIN_SURROGATE || codePoint > Character.MAX_SURROGATE) {
                assertInactive(Printable.of(Character.toString(codePoint)));
            }
        }
    }

    @Test
    void shouldGiveDifferentTextsDifferentAnswers() {
        Random random = new Random(7);
        for (int round = 0; round < 5_000; round++) {
            String text = randomText(random);
            assertThat(unescape(Printable.of(text))).isEqualTo(text);
        }
    }

    private static String randomText(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(24); i > 0; i--) {
            switch (random.nextInt(5)) {
                case 0 -> text.append((char) random.nextInt(0x100));
                case 1 -> text.append((char) (0x2000 + random.nextInt(0x80)));
                case 2 -> text.append((char) (0xd800 + random.nextInt(0x800)));
                case 3 -> text.appendCodePoint(random.nextInt(Character.MAX_CODE_POINT + 1));
                default -> text.append("\\nrtux0".charAt(random.nextInt(7)));
            }
        }
        return text.toString();
    }

    /** Says in numbers what must not survive, rather than in the categories that the class under test uses. */
    private static void assertInactive(String printed) {
        boolean inactive = printed.codePoints()
                .noneMatch(c -> c < 0x20
                        || c >= 0x7f && c <= 0x9f
                        || c == 0xad
                        || c == 0x061c
                        || c >= 0x200b && c <= 0x200f
                        || c >= 0x2028 && c <= 0x202e
                        || c >= 0x2060 && c <= 0x2064
                        || c >= 0x2066 && c <= 0x206f
                        || c == 0xfeff
                        || c >= 0xd800 && c <= 0xdfff
                        || c >= 0xe0020 && c <= 0xe007f);
        assertThat(inactive).as(printed).isTrue();
    }

    @Test
    void shouldLeaveAloneWhatWasEscapedBeforeAndEscapeTheRest() {
        StringBuilder line = new StringBuilder();
        String escaped = Printable.of("a\\b\u001b[2J\n\u202e");

        Printable.appendAgain(line, "x " + escaped + " y\u001b z\n");

        assertThat(line).hasToString("x " + escaped + " y\\u001b z\\n");
    }

    private static String unescape(String printed) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < printed.length(); i++) {
            char c = printed.charAt(i);
            if (c != '\\') {
                text.append(c);
                continue;
            }
            char kind = printed.charAt(++i);
            if (kind == 'u') {
                text.append((char) Integer.parseInt(printed.substring(i + 1, i + 5), 16));
                i += 4;
            } else {
                text.append(kind == 'n' ? '\n' : kind == 'r' ? '\r' : kind == 't' ? '\t' : kind);
            }
        }
        return text.toString();
    }
}
