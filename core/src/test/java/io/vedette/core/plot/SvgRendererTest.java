package io.vedette.core.plot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

class SvgRendererTest {

    /** Set to a folder, it gets the drawings: to look at them, and to renew the golden files. */
    private static final String WRITE_TO = System.getProperty("vedette.test.pictures", "");

    private static String name(Pictures picture, Theme theme) {
        return (picture.name() + (theme == Theme.DARK ? "-dark" : "") + ".svg")
                .toLowerCase(Locale.ROOT)
                .replace('_', '-');
    }

    @ParameterizedTest
    @EnumSource(Pictures.class)
    void drawsWhatTheGoldenFileHolds(Pictures picture) throws IOException {
        String drawn = picture.draw(Theme.LIGHT);
        if (!WRITE_TO.isEmpty()) {
            Files.writeString(Path.of(WRITE_TO, name(picture, Theme.LIGHT)), drawn);
            Files.writeString(Path.of(WRITE_TO, name(picture, Theme.DARK)), picture.draw(Theme.DARK));
        }
        try (InputStream golden = SvgRendererTest.class.getResourceAsStream(name(picture, Theme.LIGHT))) {
            assertThat(drawn)
                    .isEqualTo(new String(Objects.requireNonNull(golden).readAllBytes(), UTF_8));
        }
    }

    @ParameterizedTest
    @EnumSource(Pictures.class)
    void isWellFormedWithTitleAndDescription(Pictures picture) throws Exception {
        Document document = parse(picture.draw(Theme.DARK));
        NodeList parts = document.getDocumentElement().getElementsByTagName("*");
        assertThat(parts.item(0).getNodeName()).isEqualTo("title");
        assertThat(parts.item(0).getTextContent()).isEqualTo(picture.figure().title());
        assertThat(parts.item(1).getNodeName()).isEqualTo("desc");
        assertThat(parts.item(1).getTextContent()).isEqualTo(picture.figure().description());
        assertThat(document.getElementsByTagName("script").getLength()).isZero();
    }

    @ParameterizedTest
    @EnumSource(Pictures.class)
    void keepsEverythingInsideThePicture(Pictures picture) throws Exception {
        Document document = parse(picture.draw(Theme.LIGHT));
        double width = Double.parseDouble(document.getDocumentElement().getAttribute("width"));
        double height = Double.parseDouble(document.getDocumentElement().getAttribute("height"));
        NodeList texts = document.getElementsByTagName("text");
        for (int i = 0; i < texts.getLength(); i++) {
            var text = (org.w3c.dom.Element) texts.item(i);
            double x = Double.parseDouble(text.getAttribute("x"));
            double y = Double.parseDouble(text.getAttribute("y"));
            double size = Double.parseDouble(text.getAttribute("font-size"));
            double length = TextWidth.of(text.getTextContent(), size);
            double before = switch (text.getAttribute("text-anchor")) {
                case "middle" -> length / 2;
                case "end" -> length;
                default -> 0;
            };
            boolean upright = text.hasAttribute("transform");
            double start = upright ? y + before : x - before;
            assertThat(start).as(text.getTextContent()).isBetween(-0.5, (upright ? height : width) + 0.5);
            double end = upright ? start - length : start + length;
            assertThat(end).as(text.getTextContent()).isBetween(-0.5, (upright ? height : width) + 0.5);
        }
    }

    @Test
    void textFromTheWireIsInert() {
        String drawn = Pictures.RANKED.draw(Theme.LIGHT);
        assertThat(drawn)
                .contains("&lt;script&gt;alert(1)&lt;/script&gt;")
                .contains("a\\u0000b\\u202ec &amp; &quot;d&quot;")
                .doesNotContain("<script")
                .doesNotContain("\u0000")
                .doesNotContain("\u202e");
    }

    /** Hidden characters are escapes of six letters in the picture. */
    @Test
    void namesAreCutAsTheyAreWritten() {
        String name = "a\u202eb".repeat(40);
        String cut = TextWidth.fit(name, 12, 200);
        assertThat(cut).startsWith("a\u202eb").endsWith("…");
        assertThat(TextWidth.of("a\u202eb", 12)).isGreaterThan(TextWidth.of("ab", 12) + 35);
        assertThat(TextWidth.of(cut, 12)).isBetween(150.0, 200.0);
    }

    @Test
    void noDataIsSaidInWords() {
        assertThat(Pictures.EMPTY.draw(Theme.LIGHT)).contains(">no data<");
        assertThat(Pictures.MULTIPLES.draw(Theme.LIGHT)).containsOnlyOnce(">no data<");
    }

    @Test
    void aKeyHasOneColourInAllPictures() {
        Palette palette = Palette.of(List.of("b", "a"));
        assertThat(palette.numbers(List.of("a", "b"))).containsEntry("b", 0).containsEntry("a", 1);
        assertThat(palette.numbers(List.of("198.51.100.7")))
                .isEqualTo(Palette.of(List.of()).numbers(List.of("198.51.100.7")));
    }

    @Test
    void keysOfOnePictureShareNoColourWhileThereAreEnough() {
        List<String> keys = List.of("tcp", "udp", "icmp", "esp", "gre", "sctp", "other", "unknown");
        assertThat(Palette.of(List.of("udp")).numbers(keys).values())
                .doesNotHaveDuplicates()
                .hasSize(Palette.COLOURS);
    }

    @Test
    void refusesSizesThatNobodyCanLookAt() {
        SvgRenderer renderer = new SvgRenderer(Theme.LIGHT, Palette.of(List.of()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> renderer.render(Pictures.EMPTY.figure(), 100, 300))
                .withMessageContaining("160 to 20000 pixels");
    }

    private static Document parse(String svg) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg.getBytes(UTF_8)));
    }
}
