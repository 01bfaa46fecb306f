package io.vedette.collector.shard;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.core.contact.ContactBatch;
import io.vedette.core.contact.Outcome;
import io.vedette.core.detect.Surroundings;
import io.vedette.core.detect.scan.ScanDetector;
import io.vedette.core.detect.scan.ScanSettings;
import io.vedette.core.detect.scan.ScanState;
import io.vedette.core.detect.udp.UdpUsual;
import io.vedette.core.flow.IpAddress;
import io.vedette.core.flow.IpProtocol;
import io.vedette.core.flow.TcpFlags;
import org.junit.jupiter.api.Test;

class JudgesTest {

    private static final int SEATS = 16;
    private static final long START = 1_700_000_000_000L;

    private final ScanDetector detector = new ScanDetector(ScanSettings.defaults());
    private final Judges judges = new Judges(SEATS);

    private record At(long receivedMillis) implements Surroundings {

        @Override
        public UdpUsual udpUsual() {
            return UdpUsual.UNKNOWN;
        }
    }

    /** Seats a source that has failed at so many couples. */
    private int seat(int source, int couples, long millis) {
        ContactBatch one = new ContactBatch(1);
        ScanState state = null;
        for (int i = 0; i < couples; i++) {
            one.clear();
            one.add(
                    0,
                    IpAddress.lowOfIpv4(source),
                    40_000,
                    0,
                    IpAddress.lowOfIpv4(0xc612_0000 + i),
                    443,
                    IpProtocol.TCP,
                    TcpFlags.SYN,
                    Outcome.SILENT,
                    true,
                    1,
                    millis);
            ContactBatch.Cursor contact = one.cursor().moveTo(0);
            state = state == null ? detector.newState(contact) : state;
            detector.accept(contact, state, new At(millis), alert -> {});
        }
        assertThat(state.isScanning()).isEqualTo(couples >= 20);
        return judges.seat(source, state);
    }

    private void fillWithScanners(long millis) {
        while (!judges.isFull()) {
            seat(judges.size(), 20, millis);
        }
    }

    @Test
    void shouldLetTheLeastSuspectGo() {
        for (int source = 0; source < SEATS; source++) {
            seat(source, source % 4 == 3 ? 3 : 20, START);
        }
        int least = judges.dispensable(START + 1);

        assertThat(least % 4).isEqualTo(3);
        assertThat(judges.overLimit()).isEqualTo(1);
    }

    /** Each of them would be told of once more as soon as it comes back. */
    @Test
    void shouldKeepScannersThatGoOn() {
        fillWithScanners(START);

        assertThat(judges.dispensable(START + 59_999)).isEqualTo(-1);
        assertThat(judges.dispensable(START + 60_500)).isEqualTo(-1);
        assertThat(judges.overLimit()).isEqualTo(2);
    }

    @Test
    void shouldLetTheScannerGoThatWasQuietForLongest() {
        for (int source = 0; source < SEATS; source++) {
            seat(source, 20, START + (source == 5 ? -1_000 : source));
        }

        assertThat(judges.dispensable(START + 61_000)).isEqualTo(5);
    }

    /** 40 couples take 1 KiB in a set, of which half would be there anyway; of couples and of hosts. */
    @Test
    void shouldCountWhatTakesRoom() {
        seat(0, 3, START);
        seat(1, 20, START);
        long few = judges.bytesOfRoom();
        int number = seat(2, 40, START);
        long more = judges.bytesOfRoom();
        assertThat(more - few).isBetween(1_024L, 2_048L);
        judges.judged(number);
        assertThat(judges.bytesOfRoom()).as("counted once").isEqualTo(more);
        judges.dismiss(number);
        assertThat(judges.bytesOfRoom()).isEqualTo(few);
        seat(3, 40, START);
        assertThat(judges.bytesOfRoom()).as("on the seat that is free").isEqualTo(more);
    }
}
