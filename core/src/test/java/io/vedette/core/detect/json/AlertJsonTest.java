package io.vedette.core.detect.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import io.vedette.core.contact.Outcome;
import io.vedette.core.detect.Alert;
import io.vedette.core.detect.Direction;
import io.vedette.core.detect.Profile;
import io.vedette.core.detect.Severity;
import io.vedette.core.detect.Shape;
import io.vedette.core.detect.Target;
import io.vedette.core.detect.Technique;
import io.vedette.core.detect.Tool;
import io.vedette.core.flow.IpAddress;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TimeZone;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class AlertJsonTest {

    private static final Pattern LONE_SURROGATE = Pattern.compile("\\p{Cs}");

    @Test
    void shouldWriteExactlyTheGoldenLines() throws IOException {
        assertThat(SampleAlerts.all().stream().map(AlertJson::text)).containsExactlyElementsOf(golden());
    }

    @Test
    void shouldCoverEveryStageAndTechniqueInTheGoldenLines() {
        assertThat(SampleAlerts.all().stream().map(Alert::stage)).contains(Alert.Stage.values());
        assertThat(SampleAlerts.all().stream().map(Alert::technique)).contains(Technique.values());
    }

    @Test
    void shouldAppendLinesToOneBufferThatCanBeUsedAgain() {
        List<Alert> alerts = SampleAlerts.all();
        ByteArrayBuilder lines = new ByteArrayBuilder(16);
        for (int round = 0; round < 2; round++) {
            lines.reset();
            alerts.forEach(alert -> AlertJson.appendLine(alert, lines));
            String expected =
                    String.join("\n", alerts.stream().map(AlertJson::text).toList()) + "\n";
            assertThat(new String(lines.toByteArray(), StandardCharsets.US_ASCII))
                    .isEqualTo(expected);
        }
    }

    @Test
    void shouldReadBackWhatItWrote() {
        Random random = new Random(42);
        for (int round = 0; round < 2_000; round++) {
            Alert alert = randomAlert(random);
            assertThat(AlertJson.read(line(alert))).isEqualTo(new AlertReading.Valid(alert));
        }
    }

    @Test
    void shouldReplaceLoneSurrogatesWhichParsersRefuse() throws IOException {
        List<String> golden = golden();
        assertThat(golden.get(golden.size() - 1)).contains("\\uD83D\\uDE00 \\uFFFD <script>");
    }

    @Test
    void shouldWriteOneLineOfPrintableAsciiWhateverTheTexts() {
        Random random = new Random(43);
        for (int round = 0; round < 2_000; round++) {
            byte[] line = line(randomAlert(random));
            for (int i = 0; i < line.length - 1; i++) {
                assertThat(line[i]).isBetween((byte) ' ', (byte) '~');
            }
            assertThat(line[line.length - 1]).isEqualTo((byte) '\n');
        }
    }

    @Test
    void shouldWriteTheSameInEveryLocaleAndTimeZone() throws IOException {
        Locale locale = Locale.getDefault();
        TimeZone zone = TimeZone.getDefault();
        try {
            TimeZone.setDefault(TimeZone.getTimeZone("Asia/Kathmandu"));
            for (String tag : List.of("tr-TR", "ar-EG-u-nu-arab", "th-TH-u-ca-buddhist-nu-thai")) {
                Locale.setDefault(Locale.forLanguageTag(tag));
                assertThat(SampleAlerts.all().stream().map(AlertJson::text)).containsExactlyElementsOf(golden());
            }
        } finally {
            Locale.setDefault(locale);
            TimeZone.setDefault(zone);
        }
    }

    @Test
    void shouldSkipKeysItDoesNotKnowAndTakeAnyOrder() throws IOException {
        String line = golden().get(0);
        String added = "{\"zone\":{\"a\":[1,{\"b\":null}]},"
                + line.substring(1).replace("\"address\":", "\"asn\":1,\"address\":");
        assertThat(AlertJson.read(bytes(added))).isEqualTo(AlertJson.read(bytes(line)));
        int why = line.indexOf(",\"why\"");
        String turned = "{" + line.substring(why + 1, line.length() - 1) + "," + line.substring(1, why) + "}";
        assertThat(AlertJson.read(bytes(turned))).isEqualTo(AlertJson.read(bytes(line)));
    }

    @Test
    void shouldSayWhatIsWrongWithALine() throws IOException {
        String line = golden().get(0);
        assertThat(reason("")).isEqualTo("the line is not an object");
        assertThat(reason("[]")).isEqualTo("the line is not an object");
        assertThat(reason("{}")).isEqualTo("schema is missing");
        assertThat(reason(line + line)).isEqualTo("text after the alert, expected one object on a line");
        assertThat(reason(line.replace("alert/1", "alert/2")))
                .isEqualTo("schema is \"vedette.alert/2\", expected \"vedette.alert/1\"");
        assertThat(reason(line.replace("\"why\"", "\"wy\""))).isEqualTo("why is missing");
        assertThat(reason(line.replace("\"hosts\":1", "\"hosts\":-1"))).isEqualTo("the value of hosts is negative");
        assertThat(reason(line.replace("\"hosts\":1", "\"hosts\":\"1\"")))
                .isEqualTo("the value of hosts is not a whole number");
        assertThat(reason(line.replace("203.0.113.66", "203.0.113")))
                .isEqualTo("the value of address is not an IP address");
        assertThat(reason(line.replace("03.250Z", "61.250Z")))
                .isEqualTo("the value of first_seen is not an ISO-8601 time in UTC");
        assertThat(reason(line.replace("\"opened\"", "\"opEned\u001b\"")))
                .as("JSON forbids raw control characters, and the reason must not repeat them")
                .doesNotContain("\u001b");
        assertThat(reason(line.replace("\"port\":22", "\"port\":65536")))
                .isEqualTo("target port 65536, expected at most 65535");
    }

    @Test
    void shouldRefuseEveryTruncatedLineWithoutAnException() throws IOException {
        byte[] line = bytes(golden().get(0));
        for (int length = 0; length < line.length; length++) {
            assertThat(AlertJson.read(Arrays.copyOf(line, length))).isInstanceOf(AlertReading.Invalid.class);
        }
    }

    @Test
    void shouldSurviveDamagedLines() throws IOException {
        Random random = new Random(44);
        List<String> golden = golden();
        for (int round = 0; round < 5_000; round++) {
            byte[] line = bytes(golden.get(random.nextInt(golden.size())));
            for (int i = 0; i < 3; i++) {
                line[random.nextInt(line.length)] = (byte) random.nextInt(256);
            }
            assertThat(AlertJson.read(line)).isNotNull();
        }
    }

    private static Alert randomAlert(Random random) {
        List<Target> targets = new ArrayList<>();
        for (int i = random.nextInt(11); i > 0; i--) {
            targets.add(new Target(
                    randomAddress(random),
                    random.nextInt(65_537) - 1,
                    random.nextInt(256),
                    pick(random, Outcome.values()),
                    random.nextBoolean() ? "refused" : "",
                    0));
        }
        return new Alert(
                randomText(random),
                randomText(random),
                pick(random, Alert.Stage.values()),
                randomText(random),
                pick(random, Severity.values()),
                random.nextInt(1001) / 1000.0,
                randomAddress(random),
                pick(random, Technique.values()),
                pick(random, Shape.values()),
                random.nextLong() >>> 1,
                random.nextLong() >>> 40,
                random.nextLong() >>> 1,
                random.nextInt(9),
                random.nextInt(9),
                random.nextInt(9),
                random.nextInt(9),
                random.nextLong(253_402_300_800_000L),
                random.nextLong(253_402_300_800_000L),
                targets,
                randomText(random),
                randomText(random),
                random.nextBoolean() ? randomProfile(random) : null,
                null,
                null);
    }

    private static Profile randomProfile(Random random) {
        Map<String, Long> flags = new HashMap<>();
        for (int i = random.nextInt(9); i > 0; i--) {
            flags.put(randomText(random), random.nextLong() >>> 1);
        }
        return new Profile(
                pick(random, Direction.values()),
                random.nextBoolean(),
                random.nextBoolean(),
                random.nextLong() >>> 1,
                random.nextBoolean() ? List.of() : List.of(pick(random, Technique.values())),
                flags,
                random.nextBoolean() ? null : new Tool(randomText(random), randomText(random), 3, random.nextInt(99)));
    }

    private static IpAddress randomAddress(Random random) {
        return random.nextBoolean()
                ? IpAddress.ofIpv4(random.nextInt())
                : new IpAddress(random.nextLong(), random.nextLong());
    }

    private static String randomText(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(20); i > 0; i--) {
            text.append((char) (random.nextBoolean() ? random.nextInt(0x100) : random.nextInt(0x1_0000)));
        }
        return LONE_SURROGATE.matcher(text).replaceAll("\ufffd"); // what a line does to lone surrogates
    }

    private static <E> E pick(Random random, E[] values) {
        return values[random.nextInt(values.length)];
    }

    private static byte[] line(Alert alert) {
        ByteArrayBuilder lines = new ByteArrayBuilder();
        AlertJson.appendLine(alert, lines);
        return lines.toByteArray();
    }

    private static String reason(String line) {
        return ((AlertReading.Invalid) AlertJson.read(bytes(line))).reason();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static List<String> golden() throws IOException {
        try (InputStream in = AlertJsonTest.class.getResourceAsStream("golden.ndjson")) {
            String text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
            return text.lines().toList();
        }
    }
}
