package io.vedette.core.detect.scan;

import io.vedette.core.contact.ContactBatch;
import io.vedette.core.contact.Outcome;
import io.vedette.core.detect.Alert;
import io.vedette.core.detect.Surroundings;
import io.vedette.core.detect.udp.UdpUsual;
import io.vedette.core.flow.IpAddress;
import io.vedette.core.flow.IpProtocol;
import io.vedette.core.flow.TcpFlags;
import java.util.ArrayList;
import java.util.List;

/** A detector, and one source with what it does. */
abstract class OneSource {

    static final IpAddress SOURCE = IpAddress.parse("203.0.113.66");
    static final IpAddress HOST = IpAddress.parse("192.0.2.10");

    final ScanDetector detector = new ScanDetector(ScanSettings.defaults());
    ScanState state = new ScanState(SOURCE.high(), SOURCE.low());
    final List<Alert> alerts = new ArrayList<>();
    long millis = 1_700_000_000_000L;
    double forecast = Double.NaN;
    int remembered;

    final Surroundings surroundings = new Surroundings() {
        @Override
        public long receivedMillis() {
            return millis;
        }

        @Override
        public UdpUsual udpUsual() {
            return new UdpUsual(forecast, forecast);
        }

        @Override
        public int reachedOn(int port) {
            return remembered;
        }
    };

    /** Forgets all that the source did. */
    void restart() {
        state = new ScanState(SOURCE.high(), SOURCE.low());
        alerts.clear();
    }

    void contact(IpAddress target, int port, int protocol, int flags, Outcome outcome, boolean seen) {
        contact(target, port, protocol, flags, outcome, seen, 1);
    }

    void contact(IpAddress target, int port, int protocol, int flags, Outcome outcome, boolean seen, long packets) {
        ContactBatch one = new ContactBatch(1);
        one.add(
                SOURCE.high(),
                SOURCE.low(),
                40000,
                target.high(),
                target.low(),
                port,
                protocol,
                flags,
                outcome,
                seen,
                packets,
                millis);
        detector.accept(one.cursor().moveTo(0), state, surroundings, alerts::add);
        millis += 10;
    }

    void syn(IpAddress target, int port, Outcome outcome) {
        contact(target, port, IpProtocol.TCP, TcpFlags.SYN, outcome, true);
    }

    /** A connection over which data flowed. */
    void tcp(IpAddress target, int port) {
        int flags = TcpFlags.SYN | TcpFlags.ACK | TcpFlags.PSH | TcpFlags.FIN;
        contact(target, port, IpProtocol.TCP, flags, Outcome.ANSWERED, true);
    }

    static IpAddress host(int number) {
        return IpAddress.ofIpv4(0xC0000200 + number);
    }

    void tcp(int sourcePort, int port, int flags, Outcome outcome, long packets) {
        ContactBatch one = new ContactBatch(1);
        one.add(
                SOURCE.high(),
                SOURCE.low(),
                sourcePort,
                HOST.high(),
                HOST.low(),
                port,
                IpProtocol.TCP,
                flags,
                outcome,
                true,
                packets,
                millis);
        detector.accept(one.cursor().moveTo(0), state, surroundings, alerts::add);
        millis += 10;
    }
}
