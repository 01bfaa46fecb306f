package io.vedette.core.darknet;

import io.vedette.core.packet.Ipv4;
import io.vedette.core.packet.Tcp;
import java.util.List;

/**
 * What Merit's Darknet Events says of the tool: each is set if every sample of an event of SYNs bears the mark. They are
 * independent of each other; {@link DarknetEvent#tool} weighs all packets instead.
 *
 * @param zmap the IP identification is 54321
 * @param masscan the IP identification is the lower half of destination xor port xor sequence number
 * @param mirai the sequence number is the destination
 */
public record Marks(boolean zmap, boolean masscan, boolean mirai) {

    static final Marks NONE = new Marks(false, false, false);

    private static final int ZMAP_IDENTIFICATION = 54_321;

    /** The marks of frames, each with the offset of its IPv4 header. Without samples there are none. */
    static Marks of(List<Sample> samples) {
        boolean zmap = !samples.isEmpty();
        boolean masscan = zmap;
        boolean mirai = zmap;
        for (Sample sample : samples) {
            byte[] bytes = sample.frame();
            int ip = sample.ip();
            int tcp = ip + Ipv4.headerLength(bytes, ip);
            int id = Ipv4.identification(bytes, ip);
            int destination = Ipv4.destination(bytes, ip);
            int sequence = Tcp.sequence(bytes, tcp);
            zmap &= id == ZMAP_IDENTIFICATION;
            masscan &= id == ((destination ^ Tcp.destinationPort(bytes, tcp) ^ sequence) & 0xffff);
            mirai &= sequence == destination;
        }
        return new Marks(zmap, masscan, mirai);
    }

    /** @param ip where the IPv4 header begins in {@code frame} */
    record Sample(byte[] frame, int ip) {}
}
