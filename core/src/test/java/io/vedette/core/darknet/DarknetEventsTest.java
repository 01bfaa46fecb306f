package io.vedette.core.darknet;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.core.darknet.DarknetEvent.Precision;
import io.vedette.core.darknet.DarknetEvent.Scope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When events begin and end, what they hold, and which are left out. */
class DarknetEventsTest {

    private static final long SECOND = 1_000_000_000L;
    private static final long START = 1_600_000_000L * SECOND;
    private static final DarknetSettings SETTINGS = DarknetSettings.of(Duration.ofSeconds(624), 3);

    private static byte[] syn(int destination) {
        return Telescope.syn(Telescope.SOURCE, "192.0." + (destination >> 8) + "." + (destination & 255), 23);
    }

    @ParameterizedTest
    @CsvSource({"624000000000, 1", "624000001000, 2", "624000000001, 2"})
    void shouldEndAnEventOnlyAfterALongerGap(long gap, int events) {
        Telescope telescope = new Telescope(SETTINGS);
        telescope.see(START, syn(1)).see(START + gap, syn(1));
        assertThat(telescope.finish()).hasSize(events);
    }

    /** The second packet of the other key makes a sweep due in the reference, which then draws the first event out. */
    @Test
    void shouldNotDrawAnEventOutOverAGapBecauseOfASweep() {
        Telescope telescope = new Telescope(SETTINGS);
        telescope.see(START, syn(1)).see(START + 1, syn(1));
        telescope.see(START + 500 * SECOND, Telescope.syn("203.0.113.77", Telescope.TARGET, 80));
        telescope.see(START + 625 * SECOND, Telescope.syn("203.0.113.77", Telescope.TARGET, 80));
        telescope.see(START + 700 * SECOND, syn(1));
        assertThat(telescope.finish()).hasSize(3);
        assertThat(telescope.ended).extracting(DarknetEvent::packets).containsExactlyInAnyOrder(2L, 1L, 2L);
    }

    @Test
    void shouldKeepTheFirstTimeAndTakeTheLatestAsItComes() {
        Telescope telescope = new Telescope(SETTINGS);
        telescope.see(START, syn(1)).see(START + 9, syn(2)).see(START - 5, syn(3));
        DarknetEvent event = telescope.finish().get(0);
        assertThat(event.firstNanos()).isEqualTo(START);
        assertThat(event.latestNanos()).isEqualTo(START - 5);
        assertThat(event.packets()).isEqualTo(3);
        assertThat(event.bytes()).isEqualTo(3 * 54);
    }

    @ParameterizedTest
    @CsvSource({"12, 600, 180.788, 1", "12, 600, 180.79, 0", "12, 0, 1e9, 1"})
    void shouldFilterByTheRateOfTheWholeInternet(int packets, long seconds, double rate, int events) {
        Telescope telescope = new Telescope(SETTINGS.withFilters(1, rate, 0));
        for (int i = 0; i < packets; i++) {
            telescope.see(START + i * seconds * SECOND / (packets - 1), syn(i));
        }
        assertThat(telescope.finish()).hasSize(events);
        assertThat(telescope.counts.ignoredEvents.get(EventFilter.Reason.RATE)).isEqualTo(1 - events);
    }

    @Test
    void shouldKnowTheRateOfTheWorkedExample() {
        double rate = EventFilter.rate(12, SETTINGS.factor(), START, START + 600 * SECOND);
        assertThat(rate).isEqualTo(180.78896551724137);
        assertThat(SETTINGS.factor()).isBetween(9039.4482, 9039.4483);
        assertThat(EventFilter.rate(12, SETTINGS.factor(), START, START)).isInfinite();
    }

    @Test
    void shouldFilterByDestinationsAndPackets() {
        Telescope telescope = new Telescope(SETTINGS.withFilters(3, 0, 5));
        for (int i = 0; i < 6; i++) {
            telescope.see(START + i, Telescope.syn("203.0.113.1", "192.0.2." + i % 2, 23));
            telescope.see(START + i, Telescope.syn("203.0.113.2", "192.0.2." + i % 3, 23));
        }
        for (int i = 0; i < 4; i++) {
            telescope.see(START + i, Telescope.syn("203.0.113.3", "192.0.2." + i, 23));
        }
        assertThat(telescope.finish())
                .extracting(DarknetEvent::source)
                .containsExactly(Telescope.address("203.0.113.2"));
        assertThat(telescope.counts.ignoredEvents.get(EventFilter.Reason.UNIQUES))
                .isEqualTo(1);
        assertThat(telescope.counts.ignoredEvents.get(EventFilter.Reason.PACKETS))
                .isEqualTo(1);
        assertThat(telescope.counts.reportedPackets.get() + telescope.counts.ignoredPackets.total())
                .isEqualTo(16);
    }

    @Test
    void shouldCountDestinationsAndTheirBlocks() {
        Telescope telescope = new Telescope(SETTINGS);
        for (int destination : new int[] {1, 2, 255, 256, 257, 1, 512, 0}) {
            telescope.see(START, syn(destination));
        }
        DarknetEvent event = telescope.finish().get(0);
        assertThat(event.destinations()).isEqualTo(new DarknetEvent.Destinations(7, 3, Precision.EXACT));
    }

    @Test
    void shouldKeepNoSampleBeforeTheEventCanBeReported() {
        Telescope telescope = new Telescope(SETTINGS.withFilters(3, 0, 0));
        List<byte[]> frames = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            frames.add(syn(i));
            telescope.see(START + i, frames.get(i));
        }
        assertThat(telescope.finish().get(0).samples())
                .containsExactly(frames.subList(2, 5).toArray(byte[][]::new));
    }

    @Test
    void shouldChooseEachFrameEquallyOften() {
        int[] chosen = new int[20];
        for (int seed = 0; seed < 3000; seed++) {
            Telescope telescope = new Telescope(SETTINGS.withSeed(seed));
            for (int i = 0; i < chosen.length; i++) {
                telescope.see(START + i, syn(i));
            }
            for (byte[] frame : telescope.finish().get(0).samples()) {
                chosen[frame[33]]++;
            }
        }
        // Binomial with n = 3000, p = 3/20: mean 450, deviation 19.6.
        for (int count : chosen) {
            assertThat(count).isBetween(450 - 80, 450 + 80);
        }
    }

    @Test
    void shouldSetMarksOnlyIfAllSamplesBearThemAndOnlyForSyns() {
        Telescope telescope = new Telescope(SETTINGS);
        int target = Telescope.address(Telescope.TARGET);
        telescope.see(START, Telescope.tcp("203.0.113.1", 1, Telescope.TARGET, 23, 2, target));
        telescope.see(START, Telescope.tcp("203.0.113.2", 1, Telescope.TARGET, 23, 2, target));
        telescope.see(START, Telescope.tcp("203.0.113.2", 1, Telescope.TARGET, 23, 2, target + 1));
        telescope.see(START, Telescope.tcp("203.0.113.3", 1, Telescope.TARGET, 23, 0x10, target));
        byte[] masscan = Telescope.tcp("203.0.113.4", 1, Telescope.TARGET, 23, 2, 0x12345678);
        masscan[18] = 0x54;
        masscan[19] = 0x6e;
        telescope.see(START, masscan);
        byte[] zmap = Telescope.tcp("203.0.113.5", 1, Telescope.TARGET, 23, 2, 1);
        zmap[18] = (byte) 0xd4;
        zmap[19] = 0x31;
        telescope.see(START, zmap);
        telescope.finish();
        telescope.ended.sort((one, other) -> Integer.compareUnsigned(one.source(), other.source()));
        assertThat(telescope.ended)
                .extracting(DarknetEvent::marks)
                .containsExactly(
                        new Marks(false, false, true),
                        Marks.NONE,
                        Marks.NONE,
                        new Marks(false, true, false),
                        new Marks(true, false, false));
    }

    @Test
    void shouldNameTheToolOfASourceWhoseEventsHaveOnePacketEach() {
        Telescope telescope = new Telescope(SETTINGS);
        for (int port = 1; port <= 20; port++) {
            byte[] masscan = Telescope.tcp(Telescope.SOURCE, 1, Telescope.TARGET, port, 2, 0x12345600);
            int mark = (0xc0000201 ^ port ^ 0x12345600) & 0xffff;
            masscan[18] = (byte) (mark >>> 8);
            masscan[19] = (byte) mark;
            telescope.see(START + port, masscan);
        }
        telescope.finish();
        assertThat(telescope.ended).hasSize(20);
        assertThat(telescope.ended.stream().filter(event -> event.tool() != null))
                .hasSize(19)
                .allMatch(event -> event.tool().scope() == Scope.SOURCE
                        && event.tool().verdict().fingerprint().label().equals("masscan"));
    }

    @Test
    void shouldReportOpenEventsAndKeepThem() {
        Telescope telescope = new Telescope(SETTINGS);
        telescope.see(START, syn(1)).see(START + 700 * SECOND, Telescope.syn("203.0.113.7", Telescope.TARGET, 80));
        telescope.events.sweep();
        List<DarknetEvent> ongoing = new ArrayList<>();
        telescope.events.report(ongoing::add);
        assertThat(telescope.ended).hasSize(1);
        assertThat(ongoing).extracting(DarknetEvent::port).containsExactly(80);
        assertThat(telescope.events.open()).isEqualTo(1);
    }

    @Test
    void shouldEndTheOldestEarlyWhenThereIsNoRoom() {
        Telescope telescope = new Telescope(SETTINGS.withLimits(100, 1 << 20, 1 << 20));
        for (int i = 0; i < 250; i++) {
            telescope.see(START + i * SECOND, Telescope.syn("203.0.113." + i, Telescope.TARGET, 23));
            assertThat(telescope.events.open()).isLessThanOrEqualTo(100);
        }
        assertThat(telescope.finish()).hasSize(250);
        assertThat(telescope.counts.cutShort.get()).isPositive();
    }

    @Test
    void shouldKeepWithinTheMemoryForSamples() {
        Telescope telescope = new Telescope(SETTINGS.withLimits(100, 1 << 20, 1000));
        for (int i = 0; i < 30; i++) {
            telescope.see(START, Telescope.syn("203.0.113." + i, Telescope.TARGET, 23));
        }
        long kept = telescope.finish().stream()
                .mapToLong(event -> event.samples().size())
                .sum();
        assertThat(kept).isEqualTo(1000 / (54 + 24));
        assertThat(telescope.counts.samplesLeftOut.get()).isEqualTo(30 - kept);
    }

    /** Whatever is cut into runs, the events are those of one run; and the batch size does not matter either. */
    @Test
    void shouldGiveTheSameEventsFromStateToState() throws Exception {
        DarknetSettings settings = DarknetSettings.of(Duration.ofSeconds(60), 2).withFilters(2, 0, 0);
        Random random = new Random(11);
        List<byte[]> frames = new ArrayList<>();
        List<Long> times = new ArrayList<>();
        long time = START;
        for (int i = 0; i < 6000; i++) {
            time += (long) (random.nextDouble() * 0.4 * SECOND);
            int source = random.nextInt(60);
            int wait = source % 5;
            if (random.nextInt(200) == 0) {
                time += wait * 30 * SECOND;
            }
            int flags = new int[] {0x02, 0x12, 0x14, 0x04, 0xc2}[random.nextInt(5)];
            String target = "192.0." + random.nextInt(8) + "." + random.nextInt(256);
            frames.add(Telescope.tcp("203.0.113." + source, 80, target, 23, flags, random.nextInt()));
            times.add(time);
        }
        Telescope whole = new Telescope(settings);
        for (int i = 0; i < frames.size(); i++) {
            whole.see(times.get(i), frames.get(i));
        }
        whole.finish();

        List<DarknetEvent> pieces = new ArrayList<>();
        List<Victim> victims = new ArrayList<>();
        byte[] state = new Telescope(settings).state();
        for (int from = 0; from < frames.size(); from += 700) {
            Telescope piece = new Telescope(settings).load(state);
            for (int i = from; i < Math.min(frames.size(), from + 700); i++) {
                piece.see(times.get(i), frames.get(i));
            }
            piece.events.sweep();
            piece.floods.sweep();
            state = piece.state();
            pieces.addAll(piece.ended);
            victims.addAll(piece.victims);
        }
        Telescope last = new Telescope(settings).load(state);
        pieces.addAll(last.finish());
        victims.addAll(last.victims);

        assertThat(texts(pieces)).isEqualTo(texts(whole.ended)).hasSizeGreaterThan(50);
        assertThat(victims).containsExactlyInAnyOrderElementsOf(whole.victims);
    }

    private static List<String> texts(List<DarknetEvent> events) {
        return events.stream()
                .map(event -> event.firstNanos() + " " + event.source() + " " + event.port() + " " + event.traffic()
                        + " " + event.latestNanos() + " " + event.packets() + " " + event.destinations() + " "
                        + event.marks() + " " + event.tool() + " " + event.composition() + " "
                        + event.samples().stream().map(Arrays::hashCode).toList())
                .sorted()
                .toList();
    }
}
