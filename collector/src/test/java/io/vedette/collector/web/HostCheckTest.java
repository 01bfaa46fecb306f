package io.vedette.collector.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostCheckTest {

    private final HostCheck check = new HostCheck(List.of("Sensor.example"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "LOCALHOST:9117",
                "127.0.0.1:9117",
                "192.0.2.7",
                "[::1]:9117",
                "[2001:db8::1]",
                "sensor.example:80",
                "SENSOR.EXAMPLE"
            })
    void shouldAcceptAddressesAndListedNames(String host) {
        assertThat(check.accepts(host)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "evil.example",
                "localhost.evil.example:9117",
                "127.0.0.1.evil.example",
                "127.0.0.1:9117:80",
                "::1",
                "[127.0.0.1]",
                "2130706433",
                "0x7f.1",
                "localhost:port",
                "localhost@evil.example"
            })
    void shouldRefuseEverythingElse(String host) {
        assertThat(check.accepts(host)).isFalse();
    }
}
