package io.vedette.collector.tcp.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TlsConfigTest {

    private static final Path FILE = Path.of("x.pem");

    @Test
    void shouldDemandWhatBelongsTogether() {
        assertThat(TlsConfig.defaults().isEnabled()).isFalse();
        assertThat(new TlsConfig(FILE, FILE, FILE, false, List.of("a.test")).isEnabled())
                .isTrue();
        assertThatThrownBy(() -> new TlsConfig(FILE, null, null, false, null)).hasMessageStartingWith("certificate: ");
        assertThatThrownBy(() -> new TlsConfig(null, FILE, null, false, null)).hasMessageStartingWith("key: ");
        assertThatThrownBy(() -> new TlsConfig(null, null, FILE, false, null))
                .hasMessageStartingWith("client-authority: ");
        assertThatThrownBy(() -> new TlsConfig(FILE, FILE, null, false, List.of()))
                .hasMessageStartingWith("client-names: ");
        assertThatThrownBy(() -> new TlsConfig(FILE, FILE, FILE, true, List.of("a.test")))
                .hasMessageStartingWith("client-optional: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "*", "a.*.test", "**.test", "a b", "-a.test", "a..test", "*.", "a/b"})
    void shouldRefuseWhatIsNoName(String name) {
        assertThatThrownBy(() -> new TlsConfig(FILE, FILE, FILE, false, List.of(name)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("client-names: \"" + name + "\" is none");
    }
}
