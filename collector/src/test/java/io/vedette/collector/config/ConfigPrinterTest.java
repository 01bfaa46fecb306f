package io.vedette.collector.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.core.flow.IpAddress;
import io.vedette.core.flow.Prefix;
import io.vedette.core.setting.ByteSize;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ConfigPrinterTest {

    private static final ConfigReader<SampleConfig> READER =
            new ConfigReader<>(SampleConfig.class, SampleConfig.defaults());

    private static Effective<SampleConfig> read(String yaml, Map<String, String> environment) {
        return READER.read(new ConfigInputs(new ConfigInputs.File("v.yaml", yaml), environment, List.of()));
    }

    @Test
    void shouldExplainEveryKey() {
        String yaml = ConfigPrinter.print(SampleConfig.defaults(), ConfigPrinter.Comments.ALL);

        assertThat(yaml).startsWith("""
                        # Where to listen.
                        listen:

                          # Address to bind.
                          address: 0.0.0.0

                          # Port to bind.
                          port: 2055

                          # Who may connect.
                          # allow:

                          # Time without a byte.
                          idle-timeout: 90s

                          # Longest line.
                          max-line: 64KiB
                        """);
        assertThat(yaml.lines()).allMatch(line -> line.equals(line.stripTrailing()));
    }

    @Test
    void shouldTellTheOriginOfEachValue() {
        Effective<SampleConfig> effective = read("listen:\n  port: 7\n", Map.of("VEDETTE_OUTPUT_LEVEL", "very-high"));

        String yaml = ConfigPrinter.print(effective.value(), ConfigPrinter.Comments.NONE, effective.origins());

        assertThat(yaml)
                .contains("\n  port: 7                                    # v.yaml:2:9\n")
                .contains("\n  level: very-high                           # VEDETTE_OUTPUT_LEVEL\n")
                .contains("\n  max-line: 64KiB                            # default\n");
    }

    @Test
    void shouldMaskSecrets() {
        Effective<SampleConfig> effective = read("output:\n  url: https://hooks.example/T0K3N\n", Map.of());

        String yaml = ConfigPrinter.print(effective.value(), ConfigPrinter.Comments.ALL);

        assertThat(yaml).contains("url: \"********\"").doesNotContain("T0K3N");
    }

    @Test
    void shouldWriteWhatIsReadBackAsTheSame() {
        Random random = new Random(7);
        for (int round = 0; round < 500; round++) {
            SampleConfig config = sample(random);
            String yaml = ConfigPrinter.print(
                    config, round % 2 == 0 ? ConfigPrinter.Comments.ALL : ConfigPrinter.Comments.NONE);

            Effective<SampleConfig> back = read(yaml, Map.of());

            assertThat(back.problems()).as(yaml).isEmpty();
            assertThat(back.value()).as(yaml).isEqualTo(config);
        }
    }

    private static SampleConfig sample(Random random) {
        IpAddress address = random.nextBoolean()
                ? IpAddress.ofIpv4(random.nextInt())
                : new IpAddress(random.nextLong(), random.nextLong());
        List<Prefix> allow = random.nextInt(3) == 0
                ? null
                : random.ints(random.nextInt(4), 0, 33)
                        .mapToObj(bits -> Prefix.parse(IpAddress.ofIpv4(random.nextInt()) + "/" + bits))
                        .toList();
        SampleConfig.Listen listen = new SampleConfig.Listen(
                address,
                random.nextInt(65536),
                allow,
                Duration.ofMillis(1 + random.nextLong(1L << random.nextInt(1, 40))),
                new ByteSize(random.nextLong(1L << random.nextInt(1, 50))));
        SampleConfig.Output output = new SampleConfig.Output(
                SampleConfig.Level.values()[random.nextInt(2)],
                random.nextBoolean(),
                random.nextDouble() * 1e6,
                random.nextLong(),
                random.nextBoolean() ? null : Path.of(name(random)),
                random.ints(random.nextInt(5), -9, 99).boxed().toList(),
                null);
        return new SampleConfig(listen, output);
    }

    /** File names with everything that means something to YAML. */
    private static String name(Random random) {
        String letters = "ab1 :#'\"\\[]{},&*!|>%@`-?~\u00e9\u4e2d\n\t";
        StringBuilder name = new StringBuilder();
        for (int i = random.nextInt(1, 12); i > 0; i--) {
            name.append(letters.charAt(random.nextInt(letters.length())));
        }
        return "f" + name + "g";
    }
}
