package io.vedette.collector.shard;

import io.vedette.core.flow.Flow;
import io.vedette.core.flow.FlowBatch;
import io.vedette.core.flow.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Traffic for the tests of a host, and the hand that brings it. */
final class HostTraffic {

    private HostTraffic() {}

    /** Hands flows over, received when they ended. */
    static void deliver(FlowInput input, List<Flow> flows) {
        FlowBatch batch = new FlowBatch(64);
        for (Flow flow : flows) {
            batch.receivedAt(flow.endMillis());
            batch.add(flow);
            if (batch.isFull()) {
                input.flows(batch);
                batch.clear();
            }
        }
        if (batch.size() > 0) {
            input.flows(batch);
        }
        input.flush();
    }

    static Flow syn(IpAddress from, IpAddress to, int port, long millis) {
        return Flow.of(from.toString(), 40000, to.toString(), port, 6, 2, 1).during(millis, millis);
    }

    /** Scanners, clients with failures, noise, and what only shows from the side of targets, in one stream. */
    static List<Flow> mixture() {
        return mixture(14);
    }

    /** The same without the latter. */
    static List<Flow> ofSources() {
        return mixture(10);
    }

    private static List<Flow> mixture(int kinds) {
        Random random = new Random(17);
        List<Flow> flows = new ArrayList<>();
        long millis = 1_700_000_000_000L;
        while (flows.size() < 20_000) {
            millis += 5;
            int kind = random.nextInt(kinds);
            if (kind < 3) {
                IpAddress scanner = IpAddress.ofIpv4(0xCB007100 + random.nextInt(12));
                flows.add(syn(
                        scanner, IpAddress.ofIpv4(0xC6120100 + random.nextInt(200)), 22 + random.nextInt(2), millis));
            } else if (kind < 8) {
                IpAddress client = IpAddress.ofIpv4(0x0A000000 + random.nextInt(5000));
                flows.add(syn(client, IpAddress.ofIpv4(0xC6120100 + random.nextInt(3)), 443, millis));
            } else if (kind < 10) {
                String client =
                        IpAddress.ofIpv4(0x0A000000 + random.nextInt(5000)).toString();
                flows.add(Flow.of(client, 30000 + random.nextInt(9999), "198.18.1.53", 53, 17, 0, 1)
                        .during(millis, millis));
            } else {
                flows.addAll(aboutATarget(kind, random, millis));
            }
        }
        return flows.subList(0, 20_000);
    }

    /** A flood, a scan that twelve sources divide, the answers of a victim elsewhere, a scan behind decoys. */
    private static List<Flow> aboutATarget(int kind, Random random, long millis) {
        return switch (kind) {
            case 10 -> List.of(syn(IpAddress.ofIpv4(random.nextInt()), IpAddress.parse("198.19.0.1"), 80, millis));
            case 11 -> {
                int part = random.nextInt(12);
                IpAddress source = IpAddress.ofIpv4(0xCB007200 + part);
                yield List.of(syn(source, IpAddress.parse("198.19.0.2"), 20 + part * 6 + random.nextInt(6), millis));
            }
            case 12 -> {
                String asked =
                        IpAddress.ofIpv4(0x0B000000 + random.nextInt(5000)).toString();
                yield List.of(Flow.of("192.0.2.80", 443, asked, 1024 + random.nextInt(60_000), 6, 18, 1)
                        .during(millis, millis));
            }
            default -> {
                int port = 1 + random.nextInt(900);
                yield List.of(
                        syn(IpAddress.parse("203.0.115.1"), IpAddress.parse("198.19.0.3"), port, millis),
                        syn(IpAddress.parse("203.0.115.2"), IpAddress.parse("198.19.0.3"), port, millis),
                        syn(IpAddress.parse("203.0.115.3"), IpAddress.parse("198.19.0.3"), port, millis));
            }
        };
    }

    /** A thousand at a time, each followed by the ticks. Returns the input, closed. */
    static FlowInput run(ShardHost host, List<Flow> flows) {
        FlowInput input = host.open(() -> {});
        for (int from = 0; from < flows.size(); from += 1000) {
            deliver(input, flows.subList(from, from + 1000));
            host.tickUdp();
            host.sweep(flows.get(from).endMillis());
        }
        input.close();
        return input;
    }
}
