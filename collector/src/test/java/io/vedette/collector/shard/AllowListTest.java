package io.vedette.collector.shard;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.collector.shard.AllowSettings.AllowedTarget;
import io.vedette.core.contact.ContactBatch;
import io.vedette.core.contact.Outcome;
import io.vedette.core.detect.scan.Evidence;
import io.vedette.core.flow.IpAddress;
import io.vedette.core.flow.Prefix;
import java.util.List;
import org.junit.jupiter.api.Test;

class AllowListTest {

    private final AllowList list = new AllowList(new AllowSettings(
            List.of(Prefix.parse("192.0.2.1/32")),
            List.of(Prefix.parse("192.0.2.2/32")),
            List.of(Prefix.parse("192.0.2.3/32")),
            List.of(Prefix.parse("192.0.2.4/32")),
            List.of(
                    new AllowedTarget(Prefix.parse("198.51.100.0/28"), List.of(8080)),
                    new AllowedTarget(Prefix.parse("198.51.100.64/28"), List.of()))));

    private Allowance of(String source, String target, int port, int protocol, Evidence evidence) {
        IpAddress from = IpAddress.parse(source);
        IpAddress to = IpAddress.parse(target);
        ContactBatch batch = new ContactBatch(1);
        batch.add(from.high(), from.low(), 1, to.high(), to.low(), port, protocol, 2, Outcome.SILENT, true, 1, 0);
        return list.of(batch, 0, evidence);
    }

    @Test
    void shouldLetOffSourcesByTheirRole() {
        assertThat(of("192.0.2.1", "203.0.113.1", 22, 6, Evidence.ODD_FLAGS)).isEqualTo(Allowance.SOURCE);
        assertThat(of("192.0.2.2", "203.0.113.1", 22, 6, Evidence.UNANSWERED))
                .isEqualTo(Allowance.VULNERABILITY_SCANNER);
        assertThat(of("192.0.2.3", "203.0.113.1", 22, 6, Evidence.UNANSWERED)).isEqualTo(Allowance.MONITOR);
        assertThat(of("192.0.2.3", "203.0.113.1", 22, 6, Evidence.ODD_FLAGS)).isNull();
        assertThat(of("192.0.2.4", "203.0.113.1", 53, 17, Evidence.UDP_UNANSWERED))
                .isEqualTo(Allowance.RESOLVER);
        assertThat(of("192.0.2.4", "203.0.113.1", 853, 6, Evidence.UNANSWERED)).isEqualTo(Allowance.RESOLVER);
        assertThat(of("192.0.2.4", "203.0.113.1", 853, 6, Evidence.ODD_FLAGS)).isNull();
        assertThat(of("192.0.2.4", "203.0.113.1", 161, 17, Evidence.UDP_UNANSWERED))
                .isNull();
        assertThat(of("192.0.2.5", "203.0.113.1", 53, 17, Evidence.UDP_UNANSWERED))
                .isNull();
    }

    @Test
    void shouldLetOffTargetsAndTheirPorts() {
        assertThat(of("192.0.2.5", "198.51.100.3", 8080, 6, Evidence.UNANSWERED))
                .isEqualTo(Allowance.TARGET);
        assertThat(of("192.0.2.5", "198.51.100.3", 8081, 6, Evidence.UNANSWERED))
                .isNull();
        assertThat(of("192.0.2.5", "198.51.100.3", 8080, 1, Evidence.ICMP_UNANSWERED))
                .isNull();
        assertThat(of("192.0.2.5", "198.51.100.70", 1, 1, Evidence.ICMP_UNANSWERED))
                .isEqualTo(Allowance.TARGET);
    }
}
