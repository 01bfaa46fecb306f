package io.vedette.core.detect.victim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vedette.core.contact.ContactBatch;
import io.vedette.core.contact.Outcome;
import io.vedette.core.detect.Alert;
import io.vedette.core.detect.Alert.Stage;
import io.vedette.core.detect.Severity;
import io.vedette.core.detect.Shape;
import io.vedette.core.detect.Technique;
import io.vedette.core.detect.scan.ScanDetector;
import io.vedette.core.detect.scan.ScanSettings;
import io.vedette.core.detect.scan.ScanState;
import io.vedette.core.detect.scan.ScanStateCodec;
import io.vedette.core.flow.IpAddress;
import io.vedette.core.flow.IpProtocol;
import io.vedette.core.flow.TcpFlags;
import io.vedette.core.sketch.KeyedHash;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TargetCodecTest {

    private static final long START = 1_700_000_000_000L;
    private static final int SEATS = 64;
    private static final int MOST = 8 << 20;

    private static VictimSettings settings() {
        VictimSettings usual = VictimSettings.defaults();
        return new VictimSettings(
                usual.minSources(),
                usual.minDecoys(),
                usual.minCouples(),
                usual.minScatterSources(),
                usual.window(),
                60,
                usual.floodPackets(),
                usual.backscatterHosts(),
                usual.monitoredAddresses(),
                true,
                usual.maxTargets(),
                Duration.ofSeconds(90));
    }

    /** A judge with two sides, and what happens to it. */
    private static final class World {

        private final Random random;
        private final List<Alert> alerts = new ArrayList<>();
        private final Set<String> open = new TreeSet<>();
        private final int[] lives = new int[SEATS];
        private final ContactBatch batch = new ContactBatch(1);
        private final ScanDetector detector = new ScanDetector(ScanSettings.defaults());
        private final @Nullable ScanState[] states = new ScanState[SEATS];
        private TargetJudge judge = new TargetJudge(settings());
        private List<TargetSide> sides = sides();
        private long millis = START;

        World(long seed) {
            random = new Random(seed);
        }

        private static List<TargetSide> sides() {
            return List.of(
                    new TargetSide(settings(), new KeyedHash(1), 2), new TargetSide(settings(), new KeyedHash(2), 2));
        }

        private static IpAddress source(int number) {
            return IpAddress.ofIpv4(0xcb00_7100 + number);
        }

        private static IpAddress host(int number) {
            return number == 9 ? IpAddress.parse("2001:db8::9") : IpAddress.ofIpv4(0xc612_0100 + number);
        }

        private void contact(IpAddress from, IpAddress to, int port, int protocol, int flags, Outcome outcome) {
            boolean seen = outcome != Outcome.ANSWERED;
            batch.clear();
            batch.add(from.high(), from.low(), 4, to.high(), to.low(), port, protocol, flags, outcome, seen, 1, millis);
        }

        private void step() {
            millis += random.nextInt(400);
            int number = random.nextInt(SEATS / 2);
            TargetSide side = sides.get(number % 2);
            switch (random.nextInt(10)) {
                case 0, 1, 2 -> {
                    // a few targets shared by some sources, each with its share of ports
                    int target = number % 4;
                    int port = 20 + (target == 1 ? random.nextInt(20) : number * 4 + random.nextInt(6));
                    contact(source(number), host(target), port, IpProtocol.TCP, TcpFlags.SYN, Outcome.REFUSED);
                    probe(number, side, random.nextInt(9) == 0);
                }
                case 3 -> {
                    IpAddress scattered = IpAddress.ofIpv4(0xc613_0000 + random.nextInt(1 << 16));
                    contact(source(number), scattered, 23, IpProtocol.TCP, TcpFlags.SYN, Outcome.SILENT);
                    probe(number, side, false);
                }
                case 4 -> side.succeeded(number);
                case 5, 6 -> {
                    IpAddress forged = IpAddress.ofIpv4(random.nextInt());
                    contact(forged, host(6), 80, IpProtocol.TCP, TcpFlags.SYN, Outcome.SILENT);
                    side.prepare(batch);
                    side.contact(batch, 0);
                    side.unfinished(batch, 0, random.nextBoolean());
                }
                case 7 -> {
                    contact(
                            source(random.nextInt(200)),
                            host(9),
                            443,
                            IpProtocol.TCP,
                            TcpFlags.UNKNOWN,
                            Outcome.ANSWERED);
                    side.prepare(batch);
                    side.contact(batch, 0);
                }
                case 8 -> {
                    contact(source(77), host(7), 514, IpProtocol.UDP, -1, Outcome.SILENT);
                    sides.get(1).prepare(batch);
                    sides.get(1).contact(batch, 0);
                    sides.get(1).unfinished(batch, 0, random.nextBoolean());
                }
                default -> own(number, side);
            }
            if (random.nextInt(60) == 0) {
                millis += random.nextInt(5) == 0 ? 120_000 : 0;
                judge.tick(sides, millis, alerts::add);
            }
        }

        private void probe(int number, TargetSide side, boolean scanning) {
            ContactBatch.Cursor probe = batch.cursor().moveTo(0);
            ScanState state = states[number];
            if (state == null) {
                state = detector.newState(probe);
                states[number] = state;
            }
            detector.accept(probe, state, new TargetTraffic.Quiet(millis), alert -> {});
            side.probe(number, state, probe, scanning);
        }

        private void own(int number, TargetSide side) {
            String incident = "own-" + number + "-" + lives[number];
            boolean opens = open.add(incident);
            boolean closes = !opens && random.nextInt(4) == 0;
            if (closes) {
                open.remove(incident);
                lives[number]++;
            }
            Stage stage = opens ? Stage.OPENED : closes ? Stage.CLOSED : Stage.UPDATED;
            int couples = 8 + random.nextInt(40);
            side.raise(new Alert(
                    incident + stage + alerts.size(),
                    incident,
                    stage,
                    "tcp-scan",
                    random.nextBoolean() ? Severity.MEDIUM : Severity.HIGH,
                    0.9,
                    source(number),
                    Technique.SYN,
                    Shape.VERTICAL,
                    random.nextInt(6) == 0 ? 3 : 1,
                    couples,
                    couples,
                    couples + 1,
                    couples,
                    0,
                    0,
                    millis,
                    millis,
                    List.of(),
                    "because",
                    "T1595.001"));
        }

        /** Goes on as another process does that has read what this one has written. */
        private void restart() throws IOException {
            judge.tick(sides, millis, alerts::add);
            byte[] written = bytes(judge);
            TargetJudge next = new TargetJudge(settings());
            TargetJudge.Saved saved = read(written);
            assertThat(saved.incidents()).isEqualTo(judge.counts().incidents());
            next.restore(saved, open);
            assertThat(bytes(next)).hasSameSizeAs(written);
            List<TargetSide> nextSides = sides();
            for (int seat = 0; seat < SEATS; seat++) {
                TargetSide side = sides.get(seat % 2);
                ScanState state = states[seat];
                if (state != null) {
                    ByteArrayOutputStream one = new ByteArrayOutputStream();
                    ScanStateCodec.write(state, new DataOutputStream(one));
                    states[seat] = ScanStateCodec.read(in(one.toByteArray()));
                }
                if (side.remembers(seat)) {
                    ByteArrayOutputStream one = new ByteArrayOutputStream();
                    side.write(seat, new DataOutputStream(one));
                    nextSides.get(seat % 2).restore(seat, TargetSide.Remembered.read(in(one.toByteArray())));
                }
            }
            judge = next;
            sides = nextSides;
        }
    }

    private static byte[] bytes(TargetJudge judge) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        assertThat(judge.write(new DataOutputStream(bytes), MOST)).isZero();
        return bytes.toByteArray();
    }

    private static DataInputStream in(byte[] bytes) {
        return new DataInputStream(new ByteArrayInputStream(bytes));
    }

    private static TargetJudge.Saved read(byte[] bytes) throws IOException {
        return TargetJudge.Saved.read(in(bytes));
    }

    /** A judge that is written and read at any moment raises what one raises that never was. */
    @Test
    void shouldGoOnAsIfNothingHadHappened() throws IOException {
        Set<String> rules = new TreeSet<>();
        int folded = 0;
        for (int seed = 0; seed < 30; seed++) {
            World straight = new World(seed);
            World cut = new World(seed);
            Random cuts = new Random(-seed);
            for (int step = 0; step < 4_000; step++) {
                straight.step();
                cut.step();
                if (cuts.nextInt(300) == 0) {
                    straight.judge.tick(straight.sides, straight.millis, straight.alerts::add);
                    cut.restart();
                }
            }
            straight.judge.finish(straight.sides, straight.millis, straight.alerts::add);
            cut.judge.finish(cut.sides, cut.millis, cut.alerts::add);

            assertThat(cut.alerts).as("seed %d", seed).isEqualTo(straight.alerts);
            straight.alerts.forEach(alert -> rules.add(alert.rule() + " " + alert.stage()));
            folded += (int) straight.alerts.stream()
                    .filter(alert -> alert.partOf() != null)
                    .count();
        }
        assertThat(rules)
                .contains("distributed-scan OPENED", "distributed-scan UPDATED", "distributed-scan CLOSED")
                .contains("flood OPENED", "flood CLOSED", "backscatter OPENED", "dead-service OPENED");
        assertThat(folded).isPositive();
    }

    private static World eventful() {
        World world = new World(3);
        for (int step = 0; step < 3_000; step++) {
            world.step();
        }
        world.judge.tick(world.sides, world.millis, world.alerts::add);
        return world;
    }

    @Test
    void shouldKeepToItsSizeAndIncidentsFirst() throws IOException {
        World world = eventful();
        int incidents = world.judge.counts().incidents();
        assertThat(incidents).isPositive();
        byte[] all = bytes(world.judge);
        int most = all.length * 3 / 4;
        ByteArrayOutputStream some = new ByteArrayOutputStream();

        assertThat(world.judge.write(new DataOutputStream(some), most)).isPositive();
        assertThat(some.size()).isBetween(most / 2, most);
        assertThat(read(some.toByteArray()).incidents()).isEqualTo(incidents);
    }

    /** An incident of a source that does not go on can no longer end, so nothing may wait for its end. */
    @Test
    void shouldNotWaitForTheEndOfWhatWasLeftOut() throws IOException {
        World world = eventful();
        TargetJudge next = new TargetJudge(settings());
        next.restore(read(bytes(world.judge)), Set.of());
        assertThat(next.counts().incidents()).isPositive();
        next.tick(World.sides(), world.millis + Duration.ofHours(2).toMillis(), world.alerts::add);

        assertThat(next.counts().incidents()).isZero();
    }

    @Test
    void shouldRefuseWhatIsCutOff() throws IOException {
        byte[] written = bytes(eventful().judge);
        for (int length = 0; length < written.length; length += 23) {
            byte[] cut = Arrays.copyOf(written, length);
            assertThatThrownBy(() -> read(cut)).isInstanceOf(IOException.class);
        }
    }

    /** Any bytes are a state that can be used, or an {@code IOException}; never anything else. */
    @Test
    void shouldNotBreakOnAnyBytes() throws IOException {
        byte[] written = bytes(eventful().judge);
        Random random = new Random(11);
        int refused = 0;
        for (int i = 0; i < 3_000; i++) {
            byte[] changed = written.clone();
            for (int j = 0; j <= random.nextInt(4); j++) {
                changed[random.nextInt(changed.length)] = (byte) random.nextInt();
            }
            try {
                TargetJudge judge = new TargetJudge(settings());
                judge.restore(read(changed), Set.of("own-1-0"));
                World world = new World(i);
                world.judge = judge;
                for (int step = 0; step < 100; step++) {
                    world.step();
                }
                judge.finish(world.sides, world.millis, alert -> {});
            } catch (IOException e) {
                refused++;
            }
        }
        assertThat(refused).isPositive();
    }

    /** Whoever adds a field decides what becomes of it at a restart: here, in the codec, and in its version. */
    @Test
    void shouldKnowEveryField() {
        assertThat(fields(TargetJudge.class)).containsExactlyInAnyOrder("crowds", "sources", "floods");
        assertThat(fields(Crowds.class))
                .containsExactlyInAnyOrder(
                        "settings", "reports", "groups", "bySource", "open", "touched", "nextPurgeMillis", "overLimit");
        assertThat(fields(SourceAlerts.class)).containsExactlyInAnyOrder("crowds", "openings", "folded");
        assertThat(fields(Floods.class))
                .containsExactlyInAnyOrder(
                        "settings",
                        "floorPerMinute",
                        "reports",
                        "watches",
                        "heat",
                        "open",
                        "nextPurgeMillis",
                        "misconfigured",
                        "overLimit");
        assertThat(fields(Heat.class)).containsExactlyInAnyOrder("cells", "nowUsed", "beforeUsed", "beganMillis");
        assertThat(fields(Group.class))
                .containsExactlyInAnyOrder(
                        "key",
                        "probers",
                        "sample",
                        "beyond",
                        "firstMillis",
                        "lastMillis",
                        "touchedMillis",
                        "couples",
                        "incident");
        assertThat(fields(Prober.class))
                .containsExactlyInAnyOrder(
                        "source",
                        "couples",
                        "times",
                        "outcomes",
                        "techniques",
                        "size",
                        "elsewhere",
                        "answered",
                        "scanning",
                        "firstMillis",
                        "own");
        assertThat(fields(CrowdIncident.class))
                .containsExactlyInAnyOrder(
                        "id", "nextUpdate", "figure", "members", "folded", "foldedEver", "severity", "attack");
        assertThat(fields(Watch.class)).hasSize(23);
        assertThat(fields(Watch.Incident.class)).containsExactlyInAnyOrder("id", "nextUpdate", "client");
        assertThat(fields(TargetSide.Remembered.class)).containsExactly("window");
    }

    private static List<String> fields(Class<?> type) {
        return Arrays.stream(type.getDeclaredFields())
                .filter(field -> !Modifier.isStatic(field.getModifiers()) && !field.isSynthetic())
                .map(Field::getName)
                .toList();
    }
}
