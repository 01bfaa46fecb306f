package io.vedette.collector.pcap;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Whether libpcap is on this machine: tests of what it does are skipped where it is not. */
final class Libpcaps {

    private Libpcaps() {}

    static void assumeInstalled() {
        boolean found = true;
        try {
            Libpcap.load();
        } catch (CaptureException e) {
            found = false;
        }
        assumeTrue(found, "libpcap is not installed");
    }
}
