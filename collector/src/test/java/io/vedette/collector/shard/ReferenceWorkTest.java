package io.vedette.collector.shard;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.core.contact.ContactBatch;
import io.vedette.core.contact.Outcome;
import io.vedette.core.detect.Alert;
import io.vedette.core.detect.reference.ReferenceRules;
import io.vedette.core.detect.udp.UdpUsual;
import io.vedette.core.flow.IpAddress;
import io.vedette.core.flow.IpProtocol;
import io.vedette.core.flow.TcpFlags;
import io.vedette.core.sketch.KeyedHash;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReferenceWorkTest {

    private final List<Alert> alerts = new ArrayList<>();
    private final ReferenceWork work =
            new ReferenceWork(new ReferenceRules(1.75, true), 100, new KeyedHash(1), alerts::add);

    /** Contacts of {@code source} with forty hosts, as packets make them. */
    private void sweep(String source, int protocol) {
        IpAddress from = IpAddress.parse(source);
        ContactBatch batch = new ContactBatch(40);
        for (int i = 0; i < 40; i++) {
            IpAddress to = IpAddress.ofIpv4(0xC6120100 + i);
            batch.add(
                    from.high(),
                    from.low(),
                    40_000,
                    to.high(),
                    to.low(),
                    protocol == IpProtocol.UDP ? 161 : 0,
                    protocol,
                    TcpFlags.UNKNOWN,
                    Outcome.SILENT,
                    true,
                    1,
                    1_700_000_000_000L);
        }
        work.contacts(batch);
    }

    @Test
    void shouldJudgeNothingButTcpAndUdp() {
        work.udpUsual(new UdpUsual(Double.NaN, 4));
        sweep("203.0.113.1", IpProtocol.ICMP);
        sweep("2001:db8::1", IpProtocol.ICMPV6);
        sweep("203.0.113.2", IpProtocol.SCTP);

        assertThat(alerts).isEmpty();
        assertThat(work.takeUdpGain().sources()).isZero();

        sweep("203.0.113.3", IpProtocol.UDP);

        assertThat(alerts).hasSize(33).allMatch(alert -> alert.subject().equals(IpAddress.parse("203.0.113.3")));
        assertThat(work.takeUdpGain().couples()).isEqualTo(40);
    }
}
