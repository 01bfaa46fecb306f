package io.vedette.collector.alert;

import static io.vedette.collector.alert.Palette.ANSI;
import static io.vedette.collector.alert.Palette.Medium.OTHER;
import static io.vedette.collector.alert.Palette.Medium.TERMINAL;
import static io.vedette.collector.alert.Palette.PLAIN;
import static io.vedette.collector.alert.Palette.choose;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class PaletteTest {

    private static final Map<String, String> XTERM = Map.of("TERM", "xterm-256color");

    @Test
    void shouldColourOnlyATerminalByDefault() {
        assertThat(choose(ColorChoice.AUTO, TERMINAL, XTERM)).isEqualTo(ANSI);
        assertThat(choose(ColorChoice.AUTO, OTHER, XTERM)).isEqualTo(PLAIN);
        assertThat(choose(ColorChoice.AUTO, TERMINAL, Map.of("TERM", "dumb"))).isEqualTo(PLAIN);
        assertThat(choose(ColorChoice.AUTO, TERMINAL, Map.of())).isEqualTo(PLAIN);
    }

    @Test
    void shouldHonourTheEnvironment() {
        assertThat(choose(ColorChoice.AUTO, TERMINAL, Map.of("TERM", "xterm", "NO_COLOR", "1")))
                .isEqualTo(PLAIN);
        assertThat(choose(ColorChoice.AUTO, TERMINAL, Map.of("TERM", "xterm", "NO_COLOR", "")))
                .isEqualTo(ANSI);
        assertThat(choose(ColorChoice.AUTO, OTHER, Map.of("CLICOLOR_FORCE", "1")))
                .isEqualTo(ANSI);
        assertThat(choose(ColorChoice.AUTO, OTHER, Map.of("CLICOLOR_FORCE", "0")))
                .isEqualTo(PLAIN);
        assertThat(choose(ColorChoice.AUTO, OTHER, Map.of("CLICOLOR_FORCE", "1", "NO_COLOR", "1")))
                .isEqualTo(PLAIN);
    }

    @Test
    void shouldPutAnExplicitChoiceFirst() {
        assertThat(choose(ColorChoice.ALWAYS, OTHER, Map.of("NO_COLOR", "1"))).isEqualTo(ANSI);
        assertThat(choose(ColorChoice.NEVER, TERMINAL, Map.of("TERM", "xterm", "CLICOLOR_FORCE", "1")))
                .isEqualTo(PLAIN);
    }
}
