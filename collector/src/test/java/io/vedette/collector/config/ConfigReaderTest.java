package io.vedette.collector.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.core.flow.IpAddress;
import io.vedette.core.flow.Prefix;
import io.vedette.core.setting.ByteSize;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConfigReaderTest {

    private final ConfigReader<SampleConfig> reader = new ConfigReader<>(SampleConfig.class, SampleConfig.defaults());

    private Effective<SampleConfig> read(String yaml) {
        return read(yaml, Map.of());
    }

    private Effective<SampleConfig> read(String yaml, Map<String, String> environment, ConfigInputs.Flag... flags) {
        return reader.read(new ConfigInputs(new ConfigInputs.File("v.yaml", yaml), environment, List.of(flags)));
    }

    private static List<String> problems(Effective<?> effective) {
        return effective.problems().stream().map(Problem::toString).toList();
    }

    @Test
    void shouldGiveTheDefaultsForNoInputAtAll() {
        Effective<SampleConfig> effective = reader.read(ConfigInputs.NONE);

        assertThat(effective.value()).isEqualTo(SampleConfig.defaults());
        assertThat(effective.problems()).isEmpty();
        assertThat(effective.origins().keySet()).containsExactlyElementsOf(reader.keys());
        assertThat(effective.origins().values()).containsOnly(Origin.DEFAULT);
    }

    @Test
    void shouldGiveTheDefaultsForAnEmptyFileAndForSectionsWithoutContents() {
        assertThat(read("")).isEqualTo(read("listen:\noutput:\n"));
        assertThat(read("# nothing\n").value()).isEqualTo(SampleConfig.defaults());
        assertThat(read("# nothing\n").problems()).isEmpty();
    }

    @Test
    void shouldReadEveryType() {
        Effective<SampleConfig> effective = read("""
                listen:
                  address: "2001:db8::1"
                  port: 9_995
                  allow: [192.0.2.0/24, "2001:db8::/32"]
                  idle-timeout: 1h30m
                  max-line: 128KiB
                output:
                  level: very-high
                  enabled: false
                  factor: 2
                  limit: 5000000000
                  file: out/alerts.ndjson
                  ports:
                    - 1
                    - 65535
                  url: https://hooks.example/T0
                """);

        assertThat(effective.problems()).isEmpty();
        assertThat(effective.value())
                .isEqualTo(new SampleConfig(
                        new SampleConfig.Listen(
                                IpAddress.parse("2001:db8::1"),
                                9995,
                                List.of(Prefix.parse("192.0.2.0/24"), Prefix.parse("2001:db8::/32")),
                                Duration.ofMinutes(90),
                                ByteSize.kib(128)),
                        new SampleConfig.Output(
                                SampleConfig.Level.VERY_HIGH,
                                false,
                                2.0,
                                5_000_000_000L,
                                Path.of("out/alerts.ndjson"),
                                List.of(1, 65535),
                                "https://hooks.example/T0")));
    }

    @Test
    void shouldTellAnAbsentListFromAnEmptyOne() {
        assertThat(read("listen:\n  allow: []\n").value().listen().allow()).isEmpty();
        assertThat(read("listen:\n  allow:\n").value().listen().allow()).isNull();
        assertThat(read("", Map.of("VEDETTE_LISTEN_ALLOW", "")).value().listen().allow())
                .isEmpty();
    }

    @Test
    void shouldReportAllProblemsAtOnceWithTheirPlaces() {
        Effective<SampleConfig> effective = read("""
                listen:
                  prot: 9995
                  port: many
                  idle-timeout: 10 minutes
                  allow: 192.0.2.0/24
                  max-line: [1]
                outptu:
                  level: low
                output:
                  level: very-hihg
                  enabled: yes
                  ports: [53, dns]
                  factor:
                """);

        assertThat(problems(effective))
                .containsExactly(
                        "v.yaml:7:1: outptu: unknown key, did you mean \"output\"?",
                        "v.yaml:2:3: listen.prot: unknown key, did you mean \"port\"?",
                        "v.yaml:3:9: listen.port: \"many\", expected a whole number",
                        "v.yaml:5:10: listen.allow: expected a list such as [a, b]",
                        "v.yaml:4:17: listen.idle-timeout: \"10 minutes\", expected a time such as 500ms, 10s, 5m, 24h or"
                                + " 7d",
                        "v.yaml:6:13: listen.max-line: expected a single value",
                        "v.yaml:10:10: output.level: \"very-hihg\", expected low or very-high, did you mean \"very-high\"?",
                        "v.yaml:11:12: output.enabled: \"yes\", expected true or false",
                        "v.yaml:13:10: output.factor: no value; leave the key out for its default",
                        "v.yaml:12:15: output.ports: \"dns\", expected a whole number");
        assertThat(effective.value()).isEqualTo(SampleConfig.defaults());
    }

    @Test
    void shouldReportEachValueThatTheRecordRefuses() {
        Effective<SampleConfig> effective = read("listen:\n  idle-timeout: 0s\n  port: 65536\n");

        assertThat(problems(effective))
                .containsExactlyInAnyOrder(
                        "v.yaml:3:9: listen.port: \"65536\", expected 0 to 65535",
                        "v.yaml:2:17: listen.idle-timeout: \"0s\", expected 1ms or more");
        assertThat(effective.value()).isEqualTo(SampleConfig.defaults());
    }

    @Test
    void shouldListTheKeysWhenNoneIsNear() {
        assertThat(problems(read("output:\n  zzz: 1\n")))
                .containsExactly(
                        "v.yaml:2:3: output.zzz: unknown key, expected one of level, enabled, factor, limit, file,"
                                + " ports, url");
    }

    @Test
    void shouldPreferFlagsToEnvironmentToFileToDefaults() {
        String yaml = "listen:\n  port: 1\n  max-line: 1KiB\n  idle-timeout: 1s\n";
        Map<String, String> environment = Map.of("VEDETTE_LISTEN_PORT", "2", "VEDETTE_LISTEN_IDLE_TIMEOUT", "2s");
        ConfigInputs.Flag flag = new ConfigInputs.Flag("--port", "listen.port", "3");

        Effective<SampleConfig> effective = read(yaml, environment, flag);

        assertThat(effective.value().listen())
                .isEqualTo(new SampleConfig.Listen(
                        IpAddress.parse("0.0.0.0"), 3, null, Duration.ofSeconds(2), ByteSize.kib(1)));
        assertThat(effective.origins())
                .containsEntry("listen.port", new Origin(Origin.Kind.FLAG, "--port"))
                .containsEntry(
                        "listen.idle-timeout", new Origin(Origin.Kind.ENVIRONMENT, "VEDETTE_LISTEN_IDLE_TIMEOUT"))
                .containsEntry("listen.max-line", new Origin(Origin.Kind.FILE, "v.yaml:3:13"))
                .containsEntry("listen.address", Origin.DEFAULT);
    }

    @Test
    void shouldNotComplainOfAFileValueThatAFlagReplaces() {
        Effective<SampleConfig> effective =
                read("listen:\n  port: bad\n", Map.of(), new ConfigInputs.Flag("-p", "listen.port", "7"));

        assertThat(effective.problems()).isEmpty();
        assertThat(effective.value().listen().port()).isEqualTo(7);
    }

    @Test
    void shouldNameTheVariableOrFlagThatIsWrong() {
        Effective<SampleConfig> effective = read(
                "", Map.of("VEDETTE_OUTPUT_PORTS", "1, x ,3"), new ConfigInputs.Flag("--port", "listen.port", "99999"));

        assertThat(problems(effective))
                .containsExactlyInAnyOrder(
                        "--port: listen.port: \"99999\", expected 0 to 65535",
                        "VEDETTE_OUTPUT_PORTS: output.ports: \"x\", expected a whole number");
    }

    @Test
    void shouldOnlyWarnOfVariablesThatNameNoKey() {
        Map<String, String> environment = Map.of(
                "VEDETTE_LISTEN_PROT",
                "1",
                "VEDETTE_SERVICE_HOST",
                "10.0.0.1",
                "VEDETTE_JAVA_OPTS",
                "-Xmx1g",
                "PATH",
                "/bin");

        Effective<SampleConfig> effective = read("", environment);

        assertThat(effective.problems()).isEmpty();
        assertThat(effective.warnings().stream().map(Problem::toString))
                .containsExactly(
                        "VEDETTE_LISTEN_PROT: names no key, did you mean \"VEDETTE_LISTEN_PORT\"?",
                        "VEDETTE_SERVICE_HOST: names no key, ignored");
    }

    @Test
    void shouldNeverQuoteASecret() {
        String refused =
                problems(read("output:\n  url: http://hooks.example/T0K3N\n")).get(0);

        assertThat(refused).isEqualTo("v.yaml:2:8: output.url: ********, expected https");
        assertThat(problems(read("output:\n  url: '********'\n")))
                .containsExactly("v.yaml:2:8: output.url: the mask that is printed for a secret, expected the secret");
    }

    @Test
    void shouldPlaceSyntaxErrors() {
        assertThat(problems(read("listen:\n  port: [1\noutput:\n")))
                .singleElement()
                .asString()
                .isEqualTo("v.yaml:3:7: not YAML: expected ',' or ']', but got :");
        assertThat(problems(read("listen:\n\tport: 1\n")))
                .singleElement()
                .asString()
                .startsWith("v.yaml:2:1: not YAML: found character '\\\\t");
    }

    @Test
    void shouldRefuseDocumentsThatAreNoSections() {
        assertThat(problems(read("- a\n- b\n")))
                .containsExactly("v.yaml:1:1: expected sections such as \"listen:\" at the top");
        assertThat(problems(read("listen: 2055\n")))
                .containsExactly(
                        "v.yaml:1:9: listen: expected a section with the keys address, port, allow, idle-timeout,"
                                + " max-line");
        assertThat(problems(read("listen:\n  port: 1\n---\nlisten:\n")))
                .singleElement()
                .asString()
                .contains("a second document, expected one");
    }

    @Test
    void shouldRefuseANameThatStandsTwice() {
        Effective<SampleConfig> effective = read("listen:\n  port: 1\n  port: 2\n");

        assertThat(problems(effective))
                .containsExactly("v.yaml:3:3: \"port\" stands here for the second time, first in line 2");
    }

    @Test
    void shouldRefuseAliases() {
        assertThat(problems(read("listen:\n  port: &p 1\n  address: *p\n")))
                .contains("v.yaml:3:12: aliases are not used here, write the value out");
    }

    @Test
    void shouldRefuseNumbersThatOtherReadersTakeForOctal() {
        assertThat(problems(read("listen:\n  port: 0755\n")))
                .containsExactly("v.yaml:2:9: listen.port: \"0755\", expected a whole number");
    }
}
