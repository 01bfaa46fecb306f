package io.vedette.core.detect.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.vedette.core.contact.Contact;
import io.vedette.core.contact.ContactBatch;
import io.vedette.core.contact.Outcome;
import io.vedette.core.flow.IpAddress;
import io.vedette.core.flow.IpProtocol;
import io.vedette.core.flow.Prefix;
import io.vedette.core.flow.TcpFlags;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CouplesTest {

    private static final long START = 1_700_000_000_000L;

    private record Couple(
            IpAddress target,
            int port,
            int protocol,
            int flags,
            Evidence grade,
            Outcome outcome,
            boolean seen,
            long at) {

        static Couple random(Random random, boolean wide) {
            int[] protocols = {IpProtocol.TCP, IpProtocol.UDP, IpProtocol.ICMP, IpProtocol.ICMPV6, 132, 255, 0};
            int protocol = protocols[random.nextInt(protocols.length)];
            IpAddress target = wide
                    ? new IpAddress(random.nextLong() | 1L << 62, random.nextLong())
                    : IpAddress.ofIpv4(random.nextInt());
            int port = random.nextInt(5) == 0 ? Contact.UNKNOWN : random.nextInt(1 << 16);
            int flags = protocol == IpProtocol.TCP ? random.nextInt(256) : TcpFlags.UNKNOWN;
            return new Couple(
                    target,
                    port,
                    protocol,
                    flags,
                    Evidence.values()[random.nextInt(Evidence.values().length)],
                    Outcome.values()[random.nextInt(4)],
                    random.nextInt(4) > 0,
                    START + random.nextInt((int) Duration.ofDays(3).toMillis()));
        }

        int addTo(Couples couples) {
            return couples.add(target.high(), target.low(), port, protocol, flags, grade, outcome, seen, at);
        }

        int findIn(Couples couples) {
            return couples.find(target.high(), target.low(), port, protocol);
        }

        static Couple of(Couples couples, int i) {
            return new Couple(
                    new IpAddress(couples.targetHigh(i), couples.targetLow(i)),
                    couples.port(i),
                    couples.protocol(i),
                    couples.flags(i),
                    couples.evidence(i),
                    couples.outcome(i),
                    couples.seen(i),
                    couples.timeMillis(i));
        }
    }

    private static ScanState state(boolean wide) {
        return wide ? new ScanState(0x2001_0db8L << 32, 1) : new ScanState(0, IpAddress.lowOfIpv4(0x0a00_0001));
    }

    @ParameterizedTest
    @CsvSource({
        "198.18.5.1,       198.18.5.255,      true,  true",
        "198.18.5.1,       198.18.6.1,        false, true",
        "198.18.5.1,       198.19.5.1,        false, false",
        "2001:db8:1:2::1,  2001:db8:1:2:9::1, true,  true",
        "2001:db8:1:2::1,  2001:db8:1:3::1,   false, true",
        "2001:db8:1:2::1,  2001:db8:2:2::1,   false, false",
    })
    void shouldTellNeighbours(String one, String other, boolean network, boolean site) {
        ScanState state = state(one.contains(":"));
        for (String text : List.of(one, other)) {
            IpAddress host = IpAddress.parse(text);
            state.add(host.high(), host.low(), 80, 6, 2, Evidence.REFUSED, Outcome.REFUSED, true, START);
        }
        int networkBits = one.contains(":") ? 64 : 120;
        for (int at = 0; at < 2; at++) {
            assertThat(state.near(at, networkBits)).isEqualTo(network ? 0b11 : 1L << at);
            assertThat(state.near(at, networkBits - (one.contains(":") ? 16 : 8)))
                    .isEqualTo(site ? 0b11 : 1L << at);
        }
    }

    /** However often the list grows, whatever is taken off it. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldGiveBackWhatWasPutOnTheList(boolean wide) {
        Random random = new Random(1);
        ScanState couples = state(wide);
        List<Couple> all = new ArrayList<>();
        for (int step = 0; step < 5_000; step++) {
            if (all.size() < Couples.MAX_COUPLES && random.nextInt(10) < 6) {
                Couple couple = Couple.random(random, wide);
                if (couple.findIn(couples) < 0) {
                    assertThat(couple.addTo(couples)).isEqualTo(all.size());
                    all.add(couple);
                }
            } else if (!all.isEmpty()) {
                int at = random.nextInt(all.size());
                couples.remove(at);
                Couple last = all.remove(all.size() - 1);
                if (at < all.size()) {
                    all.set(at, last);
                }
            }
            assertThat(couples.size()).isEqualTo(all.size());
            for (int i = 0; i < all.size(); i++) {
                assertThat(Couple.of(couples, i)).isEqualTo(all.get(i));
                assertThat(all.get(i).findIn(couples)).isEqualTo(i);
            }
        }
        double weight = all.stream()
                .filter(Couple::seen)
                .mapToDouble(couple -> couple.grade().weight())
                .sum();
        assertThat(couples.score()).isCloseTo(weight, within(1e-9));
    }

    /** Few hosts, ports and protocols, so that much is shared. */
    private static Couple similar(Random random, boolean wide) {
        Couple any = Couple.random(random, wide);
        IpAddress target = wide
                ? new IpAddress(0x2001_0db8L << 32 | random.nextInt(3) << 16 | random.nextInt(2), random.nextInt(3))
                : IpAddress.ofIpv4(
                        0xc612_0000 + random.nextInt(3) * 0x1_0000 + random.nextInt(3) * 256 + random.nextInt(3));
        int protocol = new int[] {IpProtocol.TCP, IpProtocol.UDP, 132}[random.nextInt(3)];
        int port = random.nextInt(5) - 1;
        int flags = protocol == IpProtocol.TCP ? any.flags() : TcpFlags.UNKNOWN;
        return new Couple(target, port, protocol, flags, any.grade(), any.outcome(), any.seen(), any.at());
    }

    private static long set(Couples couples, IntPredicate member) {
        return IntStream.range(0, couples.size())
                .filter(member)
                .mapToLong(i -> 1L << i)
                .sum();
    }

    private static long distinct(Couples couples, long some, IntFunction<Object> what) {
        return IntStream.range(0, couples.size())
                .filter(i -> (some >>> i & 1) != 0)
                .mapToObj(what)
                .distinct()
                .count();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldSayOfAllCouplesWhatItSaysOfEach(boolean wide) {
        Random random = new Random(3);
        ScanState couples = state(wide);
        for (int step = 0; step < 3_000; step++) {
            Couple couple = similar(random, wide);
            int known = couple.findIn(couples);
            if (known < 0) {
                couple.addTo(couples);
            } else if (random.nextInt(3) == 0) {
                couples.remove(known);
            } else if (random.nextBoolean()) {
                couples.regrade(known, couple.grade(), couple.outcome(), couple.flags(), couple.seen());
            } else {
                couples.compared(known);
            }
            if (couples.size() == 0) {
                continue;
            }
            int at = random.nextInt(couples.size());
            Couple one = Couple.of(couples, at);
            IntFunction<Couple> other = i -> Couple.of(couples, i);
            assertThat(couples.failures())
                    .isEqualTo(set(
                            couples, i -> couples.seen(i) && couples.evidence(i).failed()));
            assertThat(couples.allCompared()).isEqualTo(set(couples, couples::isCompared));
            long onProtocol = set(couples, i -> other.apply(i).protocol() == one.protocol());
            assertThat(couples.onProtocolOf(at)).isEqualTo(onProtocol);
            assertThat(couples.onPortOf(at))
                    .isEqualTo(onProtocol & set(couples, i -> other.apply(i).port() == one.port()));
            assertThat(couples.onHostOf(at))
                    .isEqualTo(set(couples, i -> other.apply(i).target().equals(one.target())));
            for (int bits : wide ? new int[] {48, 64, 128} : new int[] {112, 120, 128}) {
                Prefix network = new Prefix(one.target().high(), one.target().low(), bits);
                long near = set(
                        couples,
                        i -> network.contains(
                                other.apply(i).target().high(),
                                other.apply(i).target().low()));
                assertThat(couples.near(at, bits)).isEqualTo(near);
            }
            long some = random.nextLong() & set(couples, i -> true);
            assertThat((long) couples.hostsOf(some))
                    .isEqualTo(distinct(couples, some, i -> couples.targetHigh(i) + "," + couples.targetLow(i)));
            assertThat((long) couples.portsOf(some))
                    .isEqualTo(distinct(couples, some, i -> couples.protocol(i) + "," + couples.port(i)));
            int oldest = couples.oldest(1L << at | some);
            assertThat(1L << oldest & (1L << at | some)).isNotZero();
            assertThat(set(
                            couples,
                            i -> ((1L << at | some) >>> i & 1) != 0
                                    && couples.timeMillis(i) < couples.timeMillis(oldest)))
                    .isZero();
        }
        assertThat(couples.size()).isEqualTo(Couples.MAX_COUPLES);
    }

    @Test
    void shouldKeepTimesOfLongerThanItsMemoryMayBe() {
        ScanState couples = state(false);
        Random random = new Random(2);
        long day = Duration.ofDays(1).toMillis();
        for (int i = 0; i < 60; i++) {
            couples.add(0, IpAddress.lowOfIpv4(i), 80, 6, 2, Evidence.REFUSED, Outcome.REFUSED, true, START + i * day);
            int added = couples.find(0, IpAddress.lowOfIpv4(i), 80, 6);
            int kept = couples.forgetBefore(START + (i - 10) * day, added);
            assertThat(kept).isEqualTo(couples.find(0, IpAddress.lowOfIpv4(i), 80, 6));
            assertThat(couples.size()).isEqualTo(Math.min(i + 1, 11));
            for (int at = 0; at < couples.size(); at++) {
                long age = START + i * day - couples.timeMillis(at);
                assertThat(age).isEqualTo((i - couples.targetLow(at) + IpAddress.lowOfIpv4(0)) * day);
            }
            couples.noneCompared();
            couples.compared(random.nextInt(couples.size()));
        }
    }

    private static int compare(ScanState state, int port) {
        IpAddress host = IpAddress.parse("198.18.0.1");
        ContactBatch one = new ContactBatch(1);
        one.add(state.high, state.low, 1, host.high(), host.low(), port, 6, 2, Outcome.REFUSED, true, 1, START + port);
        return state.compare(one.cursor().moveTo(0));
    }

    private static void refused(ScanState state, int port) {
        IpAddress host = IpAddress.parse("198.18.0.1");
        state.add(host.high(), host.low(), port, 6, 2, Evidence.REFUSED, Outcome.REFUSED, true, START + port);
    }

    @Test
    void shouldCompareEachCoupleOfTheListOnceInAWindow() {
        ScanState state = state(false);
        for (int port = 1; port <= 20; port++) {
            refused(state, port);
        }
        assertThat(compare(state, 7)).isEqualTo(6);
        assertThat(state.isCompared(6)).isTrue();
        assertThat(compare(state, 7)).isEqualTo(-1);
        assertThat(compare(state, 21)).as("not on the list").isEqualTo(-1);

        state.remove(6); // the last takes its place
        assertThat(state.isCompared(6)).isFalse();
        assertThat(compare(state, 20)).isEqualTo(6);
        state.compareAnew();
        assertThat(state.isCompared(6)).isFalse();
        assertThat(compare(state, 20)).isEqualTo(6);
        assertThat(state.size()).isEqualTo(19);
    }

    @Test
    void shouldGoOnForOthersWhileAnIncidentIsOpen() {
        ScanState state = state(false);
        for (int port = 1; port <= 8; port++) {
            refused(state, port);
        }
        state.incident = new Incident("incident", state);
        assertThat(compare(state, 100)).isEqualTo(8);
        assertThat(compare(state, 100)).isEqualTo(-1);
        for (int port = 200; port < 300; port++) {
            compare(state, port);
        }
        assertThat(state.size()).isEqualTo(Couples.MAX_COUPLES);
        assertThat(compare(state, 300)).isEqualTo(-1);
        state.compareAnew();
        assertThat(compare(state, 300)).isZero();
    }

    /** Where very many incidents are open, one that was known by a nearly full list keeps no more than the others. */
    @Test
    void shouldGiveBackRoomWhereThereIsNone() {
        for (boolean roomy : new boolean[] {true, false}) {
            ScanState state = state(false);
            for (int port = 1; port <= 100; port++) {
                refused(state, port);
            }
            state.giveBackRoom();
            assertThat(state.size()).as("no incident yet").isEqualTo(Couples.MAX_COUPLES);
            state.incident = new Incident("incident", state);
            state.incident.roomy = roomy;
            state.giveBackRoom();
            assertThat(state.size()).isEqualTo(roomy ? Couples.MAX_COUPLES : 16);
            assertThat(state.entries.length).isEqualTo(roomy ? 3 * 64 + Overflow.WORDS : 3 * 16);
            assertThat(state.crowding()).isGreaterThanOrEqualTo(1);
            assertThat(compare(state, 1000)).isEqualTo(-1);
            state.compareAnew();
            assertThat(compare(state, 1000)).isZero();
        }
    }
}
