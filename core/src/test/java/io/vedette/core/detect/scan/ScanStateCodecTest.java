package io.vedette.core.detect.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vedette.core.contact.ContactBatch;
import io.vedette.core.contact.Outcome;
import io.vedette.core.detect.Alert;
import io.vedette.core.detect.Surroundings;
import io.vedette.core.detect.fingerprint.FingerprintTally;
import io.vedette.core.detect.udp.UdpUsual;
import io.vedette.core.flow.IpAddress;
import io.vedette.core.flow.IpProtocol;
import io.vedette.core.sketch.DistinctCounter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScanStateCodecTest {

    private static final long START = 1_700_000_000_000L;

    private final ScanDetector detector = new ScanDetector(ScanSettings.defaults());

    private static byte[] bytes(ScanState state) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ScanStateCodec.write(state, new DataOutputStream(bytes));
        return bytes.toByteArray();
    }

    private static ScanState read(byte[] bytes) throws IOException {
        return ScanStateCodec.read(new DataInputStream(new ByteArrayInputStream(bytes)));
    }

    /** Contacts of all kinds, more of them failed the higher {@code hostility}. */
    private void contact(Random random, int hostility, int step, ScanState state, List<Alert> alerts) {
        int[] protocols = {IpProtocol.TCP, IpProtocol.TCP, IpProtocol.UDP, IpProtocol.ICMP, 47};
        int protocol = protocols[random.nextInt(protocols.length)];
        boolean wide = random.nextInt(100) < hostility;
        Outcome outcome = wide ? Outcome.SILENT : Outcome.values()[random.nextInt(4)];
        int[] flags = {2, 2, 18, 24, 0, 1, 41, 16};
        ContactBatch one = new ContactBatch(1);
        one.add(
                0,
                IpAddress.lowOfIpv4(0x0a000001),
                40000,
                0,
                IpAddress.lowOfIpv4(0xc6120000 + random.nextInt(wide ? 4000 : 5)),
                protocol == IpProtocol.ICMP || protocol == 47 ? -1 : random.nextInt(wide ? 3000 : 4),
                protocol,
                flags[random.nextInt(flags.length)],
                outcome,
                random.nextInt(10) > 0,
                1,
                START + step * 100L);
        detector.accept(one.cursor().moveTo(0), state, around(step), alerts::add);
    }

    private static Surroundings around(int step) {
        return new Surroundings() {
            @Override
            public long receivedMillis() {
                return START + step * 100L;
            }

            @Override
            public UdpUsual udpUsual() {
                return new UdpUsual(2, 2);
            }

            /** Very many incidents come and go elsewhere. */
            @Override
            public boolean countsExactly() {
                return step / 700 % 2 == 0;
            }
        };
    }

    /** A state that is written and read at any moment behaves as one that never was. */
    @ParameterizedTest
    @ValueSource(ints = {0, 5, 40, 100})
    void shouldGoOnAsIfNothingHadHappened(int hostility) throws IOException {
        for (int seed = 0; seed < 40; seed++) {
            Random cuts = new Random(-seed);
            List<Alert> straight = new ArrayList<>();
            List<Alert> cut = new ArrayList<>();
            ScanState one = new ScanState(0, IpAddress.lowOfIpv4(0x0a000001));
            ScanState other = new ScanState(0, IpAddress.lowOfIpv4(0x0a000001));
            Random left = new Random(seed);
            Random right = new Random(seed);
            for (int step = 0; step < 2000; step++) {
                contact(left, hostility, step, one, straight);
                contact(right, hostility, step, other, cut);
                if (cuts.nextInt(200) == 0) {
                    byte[] written = bytes(other);
                    other = read(written);
                    assertThat(bytes(other)).hasSameSizeAs(written);
                }
            }
            assertThat(detector.expiresAtMillis(other)).isEqualTo(detector.expiresAtMillis(one));
            assertThat(other.suspicion()).isEqualTo(one.suspicion());
            detector.expire(one, straight::add);
            detector.expire(other, cut::add);
            assertThat(cut).as("seed %d", seed).isEqualTo(straight);
        }
    }

    private static byte[] incident() throws IOException {
        ScanStateCodecTest test = new ScanStateCodecTest();
        ScanState state = new ScanState(0, 1);
        Random random = new Random(3);
        for (int step = 0; step < 3000; step++) {
            test.contact(random, 70, step, state, new ArrayList<>());
        }
        assertThat(state.isScanning()).isTrue();
        return bytes(state);
    }

    @Test
    void shouldRefuseWhatIsCutOff() throws IOException {
        byte[] written = incident();
        for (int length = 0; length < written.length; length += 7) {
            byte[] cut = Arrays.copyOf(written, length);
            assertThatThrownBy(() -> read(cut)).isInstanceOf(IOException.class);
        }
    }

    /** Any bytes are a state that can be used, or an {@code IOException}; never anything else. */
    @Test
    void shouldNotBreakOnAnyBytes() throws IOException {
        byte[] written = incident();
        Random random = new Random(11);
        int refused = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] changed = written.clone();
            for (int j = 0; j <= random.nextInt(4); j++) {
                changed[random.nextInt(random.nextInt(10) == 0 ? changed.length : 3000)] = (byte) random.nextInt();
            }
            try {
                ScanState state = read(changed);
                detector.expiresAtMillis(state);
                contact(random, 50, 5000, state, new ArrayList<>());
                detector.expire(state, alert -> {});
            } catch (IOException e) {
                refused++;
            }
        }
        assertThat(refused).isPositive();
    }

    /** Whoever adds a field decides what becomes of it at a restart: here, in the codec, and in its version. */
    @Test
    void shouldKnowEveryField() {
        assertThat(fields(CoupleList.class))
                .containsExactlyInAnyOrder("high", "low", "baseMillis", "entries", "size", "failures", "latest");
        assertThat(fields(Couples.class)).containsExactly("score");
        assertThat(fields(ScanState.class))
                .containsExactlyInAnyOrder("credit", "repeats", "successes", "marks", "lastReceivedMillis", "incident");
        assertThat(fields(Incident.class))
                .containsExactlyInAnyOrder(
                        "id",
                        "evidence",
                        "credit",
                        "network",
                        "sample",
                        "gaps",
                        "flags",
                        "earlierRepeats",
                        "firstMillis",
                        "lastMillis",
                        "contacts",
                        "activeMillis",
                        "early",
                        "earlyAt",
                        "homeTargets",
                        "total",
                        "nextUpdate",
                        "toldMillis",
                        "roomy", // told anew with each contact
                        "lastPort", // what they spare is done once more
                        "lastProtocol",
                        "raised",
                        "couples",
                        "hosts",
                        "ports",
                        "refused",
                        "answered",
                        "used",
                        "usedPorts",
                        "byTechnique");
        assertThat(fields(PortCounter.class)).containsExactlyInAnyOrder("table", "count", "maps", "estimate");
        assertThat(fields(Sample.class)).containsExactly("words");
        assertThat(fields(Successes.class)).containsExactly("words");
        assertThat(fields(Gaps.class)).containsExactlyInAnyOrder("counts", "total");
        assertThat(fields(FlagTally.class)).containsExactly("sets");
        assertThat(fields(OpeningStyle.class)).hasSize(10);
        assertThat(fields(FingerprintTally.class)).containsExactlyInAnyOrder("before", "rest", "matches");
        assertThat(fields(DistinctCounter.class))
                .containsExactlyInAnyOrder("set", "size", "registers", "inverseSum", "zeros");
    }

    private static List<String> fields(Class<?> type) {
        return Arrays.stream(type.getDeclaredFields())
                .filter(field -> !Modifier.isStatic(field.getModifiers()) && !field.isSynthetic())
                .map(Field::getName)
                .toList();
    }
}
