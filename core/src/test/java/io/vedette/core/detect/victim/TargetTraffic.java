package io.vedette.core.detect.victim;

import io.vedette.core.contact.ContactBatch;
import io.vedette.core.contact.Outcome;
import io.vedette.core.detect.Alert;
import io.vedette.core.detect.Alert.Stage;
import io.vedette.core.detect.Crowd;
import io.vedette.core.detect.Severity;
import io.vedette.core.detect.Shape;
import io.vedette.core.detect.Surroundings;
import io.vedette.core.detect.Target;
import io.vedette.core.detect.Technique;
import io.vedette.core.detect.scan.ScanDetector;
import io.vedette.core.detect.scan.ScanSettings;
import io.vedette.core.detect.scan.ScanState;
import io.vedette.core.detect.udp.UdpUsual;
import io.vedette.core.flow.IpAddress;
import io.vedette.core.flow.IpProtocol;
import io.vedette.core.flow.TcpFlags;
import io.vedette.core.sketch.KeyedHash;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Two shards, a judge, and what happens to one host. */
abstract class TargetTraffic {

    static final IpAddress HOST = IpAddress.parse("198.18.1.7");

    final VictimSettings settings = VictimSettings.defaults();
    final List<Alert> alerts = new ArrayList<>();
    final ContactBatch batch = new ContactBatch(1);
    TargetJudge judge = new TargetJudge(settings);
    List<TargetSide> sides = sides(2, settings);
    long millis = 1_700_000_000_000L;

    /** What judges of single sources remember, by shard and number of the source. */
    private final Map<TargetSide, Map<Integer, ScanState>> states = new HashMap<>();

    private final ScanDetector detector = new ScanDetector(ScanSettings.defaults());

    static List<TargetSide> sides(int count, VictimSettings settings) {
        List<TargetSide> sides = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            sides.add(new TargetSide(settings, new KeyedHash(i), count));
        }
        return sides;
    }

    static IpAddress source(int number) {
        return IpAddress.ofIpv4(0xcb00_7100 + number);
    }

    TargetSide sideOf(int number) {
        return sides.get(number % sides.size());
    }

    void contact(IpAddress from, IpAddress to, int port, int protocol, int flags, Outcome outcome, boolean seen) {
        batch.clear();
        batch.add(
                from.high(), from.low(), 40_000, to.high(), to.low(), port, protocol, flags, outcome, seen, 1, millis);
    }

    /** A failed probe of a suspect source. */
    void probe(int number, IpAddress to, int port, boolean scanning) {
        contact(source(number), to, port, IpProtocol.TCP, TcpFlags.SYN, Outcome.REFUSED, true);
        ContactBatch.Cursor probe = batch.cursor().moveTo(0);
        ScanState state = states.computeIfAbsent(sideOf(number), side -> new HashMap<>())
                .computeIfAbsent(number, unused -> detector.newState(probe));
        detector.accept(probe, state, new Quiet(millis), alert -> {});
        sideOf(number).probe(number, state, probe, scanning);
    }

    /** Nothing is known of anybody else. */
    record Quiet(long receivedMillis) implements Surroundings {

        @Override
        public UdpUsual udpUsual() {
            return UdpUsual.UNKNOWN;
        }
    }

    void unfinished(IpAddress from, int number, int protocol, Outcome outcome, int port) {
        unfinished(from, number, protocol, outcome, port, false);
    }

    void unfinished(IpAddress from, int number, int protocol, Outcome outcome, int port, boolean again) {
        contact(from, HOST, port, protocol, protocol == IpProtocol.TCP ? TcpFlags.SYN : -1, outcome, true);
        sideOf(number).prepare(batch);
        sideOf(number).contact(batch, 0);
        sideOf(number).unfinished(batch, 0, again);
    }

    void answer(int number, int flags, Outcome outcome, boolean seen) {
        contact(source(number), HOST, 443, IpProtocol.TCP, flags, outcome, seen);
        sideOf(number).prepare(batch);
        sideOf(number).contact(batch, 0);
    }

    void tick() {
        judge.tick(sides, millis, alerts::add);
    }

    void pass(Duration time) {
        millis += time.toMillis();
    }

    static Crowd crowd(Alert alert) {
        return Objects.requireNonNull(alert.crowd());
    }

    /** The incident of a source with 40 ports, of which no couple is shown. */
    static Alert own(int number, Stage stage, int hosts, long firstMillis) {
        return own(number, stage, hosts, 40, firstMillis, List.of());
    }

    static Alert own(int number, Stage stage, int hosts, int ports, long firstMillis, List<Target> sample) {
        String incident = "own-" + number;
        return new Alert(
                stage == Stage.OPENED ? incident : incident + '-' + stage,
                incident,
                stage,
                "tcp-scan",
                Severity.MEDIUM,
                0.9,
                source(number),
                Technique.SYN,
                Shape.VERTICAL,
                hosts,
                ports,
                Math.max(40, hosts),
                Math.max(40, hosts) + 1,
                Math.max(40, hosts) - 1,
                1,
                0,
                firstMillis,
                firstMillis + 5_000,
                sample,
                "because",
                "T1595.001");
    }

    /** A refused couple over TCP, as alerts show them. */
    static Target refused(IpAddress address, int port) {
        return new Target(address, port, IpProtocol.TCP, Outcome.REFUSED);
    }

    void dividedScan(int sources, int portsEach) {
        for (int number = 0; number < sources; number++) {
            for (int i = 0; i < portsEach; i++) {
                probe(number, HOST, 20 + number * portsEach + i, false);
                millis += 100;
            }
        }
    }
}
