package io.vedette.core.darknet;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.core.packet.PacketBytes;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Victims of floods, from their answers to forged sources. */
class VictimsTest {

    private static final long SECOND = 1_000_000_000L;
    private final Telescope telescope = new Telescope(DarknetSettings.of(Duration.ofSeconds(624), 1));

    /** For a /8 the constants of the paper; Poisson tails worked by hand below that. */
    @ParameterizedTest
    @CsvSource({"16777216, 30, 25", "475136, 5, 10", "65536, 3, 10", "256, 1, 10"})
    void shouldScaleToTheDarknet(long size, long window, long packets) {
        VictimSettings settings = VictimSettings.forDarknet(size);
        assertThat(settings.minWindow()).isEqualTo(window);
        assertThat(settings.minPackets()).isEqualTo(packets);
    }

    @Test
    void shouldCountAllKindsOfAnswersForOneVictim() {
        int[] flags = {0x12, 0x04, 0x14, 0x52};
        for (int i = 0; i < 40; i++) {
            String target = "192.0.2." + i;
            telescope.see(i * 2 * SECOND, Telescope.tcp("203.0.113.80", 443, target, 5000 + i, flags[i % 4], i));
        }
        telescope.finish();
        assertThat(telescope.victims)
                .containsExactly(new Victim(
                        Telescope.address("203.0.113.80"),
                        0,
                        78 * SECOND,
                        40,
                        40 * 54,
                        30,
                        40,
                        List.of(443),
                        false,
                        0));
    }

    @Test
    void shouldBlameTheAddressThatAnErrorIsAbout() {
        for (int i = 0; i < 30; i++) {
            String forged = "192.0.2." + i;
            byte[] quoted =
                    PacketBytes.ipv4(i == 0 ? "198.51.100.9" : forged, "198.51.100.1", 6, PacketBytes.tcp(9, 80, 2, 0));
            byte[] error = PacketBytes.icmp(3, 1, 0, quoted);
            telescope.see(i * 3 * SECOND, Telescope.frame("203.0.113." + i % 3, forged, 1, error));
        }
        telescope.finish();
        assertThat(telescope.victims).hasSize(1);
        Victim victim = telescope.victims.get(0);
        assertThat(victim.address()).isEqualTo(Telescope.address("198.51.100.1"));
        assertThat(victim.ports()).containsExactly(80);
        assertThat(victim.mismatches()).isEqualTo(1);
        assertThat(victim.packets()).isEqualTo(30);
    }

    @ParameterizedTest
    @CsvSource({"9, 10", "40, 1", "12, 60"})
    void shouldLeaveOutWhatIsTooFewTooShortOrTooThin(int packets, long gapSeconds) {
        for (int i = 0; i < packets; i++) {
            telescope.see(i * gapSeconds * SECOND, Telescope.tcp("203.0.113.80", 443, "192.0.2." + i, 1, 0x12, i));
        }
        telescope.finish();
        assertThat(telescope.victims).isEmpty();
    }

    @Test
    void shouldEndAFloodAfterFiveSilentMinutes() {
        for (int flood = 0; flood < 2; flood++) {
            for (int i = 0; i < 40; i++) {
                long time = (flood * 400 + i * 2L) * SECOND;
                telescope.see(time, Telescope.tcp("203.0.113.80", 443, "192.0.2." + i, 1, 0x12, i));
            }
        }
        telescope.finish();
        assertThat(telescope.victims).hasSize(2).extracting(Victim::packets).containsExactly(40L, 40L);
    }

    @Test
    void shouldNotTakeScansForVictims() {
        for (int i = 0; i < 100; i++) {
            telescope.see(i * SECOND, Telescope.syn("203.0.113.80", "192.0.2." + i, 23));
        }
        telescope.finish();
        assertThat(telescope.victims).isEmpty();
    }
}
