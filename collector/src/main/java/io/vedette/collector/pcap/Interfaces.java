package io.vedette.collector.pcap;

import io.vedette.collector.pcap.CaptureException.Kind;
import io.vedette.core.flow.IpAddress;
import java.util.ArrayList;
import java.util.List;
import org.pcap4j.core.PcapAddress;
import org.pcap4j.core.PcapNativeException;
import org.pcap4j.core.PcapNetworkInterface;
import org.pcap4j.core.Pcaps;

/** Where packets can be captured, in libpcap's order. */
public final class Interfaces {

    private Interfaces() {}

    /**
     * One interface.
     *
     * @param description of what it is, as far as libpcap knows; may be empty
     */
    public record Interface(
            String name, String description, List<IpAddress> addresses, boolean up, boolean running, boolean loopback) {

        public Interface {
            addresses = List.copyOf(addresses);
        }
    }

    /** All interfaces; none where capturing is not permitted at all. */
    public static List<Interface> list() throws CaptureException {
        Libpcap.load();
        List<Interface> interfaces = new ArrayList<>();
        try {
            for (PcapNetworkInterface found : Pcaps.findAllDevs()) {
                interfaces.add(of(found));
            }
        } catch (PcapNativeException e) {
            throw new CaptureException(Kind.FAILED, "interfaces cannot be listed: " + Libpcap.firstLine(e));
        }
        return interfaces;
    }

    private static Interface of(PcapNetworkInterface found) {
        List<IpAddress> addresses = new ArrayList<>();
        for (PcapAddress address : found.getAddresses()) {
            if (address.getAddress() != null) {
                addresses.add(IpAddress.of(address.getAddress()));
            }
        }
        String description = found.getDescription();
        return new Interface(
                found.getName(),
                description == null ? "" : description,
                addresses,
                found.isUp(),
                found.isRunning(),
                found.isLoopBack());
    }
}
