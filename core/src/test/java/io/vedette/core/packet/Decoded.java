package io.vedette.core.packet;

import io.vedette.core.capture.FrameBatch;
import io.vedette.core.flow.IpAddress;
import io.vedette.core.flow.IpProtocol;
import io.vedette.core.flow.TcpFlags;
import java.util.ArrayList;
import java.util.List;

/**
 * What the decoder makes of frames: a line for each row, and the counts.
 *
 * @param rows for example {@code 10.0.0.1:1000 > 10.0.0.2:80 tcp S +0}, where the last number is the length of the payload
 */
public record Decoded(List<String> rows, PacketCounts counts) {

    /** Decodes one frame, laid between bytes that must not be read. */
    public static Decoded of(int linkType, byte[] frame) {
        return of(linkType, frame, frame.length);
    }

    public static Decoded of(int linkType, byte[] frame, int wireLength) {
        int margin = 24;
        byte[] block = new byte[frame.length + 2 * margin];
        java.util.Arrays.fill(block, (byte) 0x45);
        System.arraycopy(frame, 0, block, margin, frame.length);
        FrameBatch frames = new FrameBatch(1);
        frames.startIn(block);
        frames.add(linkType, margin, frame.length, wireLength, 7);
        return of(frames);
    }

    public static Decoded ethernet(byte[] frame) {
        return of(LinkLayer.ETHERNET, frame);
    }

    public static Decoded of(FrameBatch frames) {
        PacketCounts counts = new PacketCounts();
        PacketBatch packets = new PacketBatch(frames.capacity());
        new PacketDecoder(counts).decode(frames, packets);
        List<String> rows = new ArrayList<>();
        for (int row = 0; row < packets.size(); row++) {
            rows.add(describe(packets, row));
        }
        return new Decoded(rows, counts);
    }

    private static String describe(PacketBatch packets, int row) {
        int protocol = packets.protocol(row);
        IpAddress source = new IpAddress(packets.sourceHigh(row), packets.sourceLow(row));
        IpAddress destination = new IpAddress(packets.destinationHigh(row), packets.destinationLow(row));
        String text = source + ":" + packets.sourcePort(row) + " > " + destination + ":" + packets.destinationPort(row)
                + " " + IpProtocol.name(protocol);
        if (protocol == IpProtocol.TCP && !packets.isHeaderless(row)) {
            text += " " + TcpFlags.toText(packets.tcpFlags(row));
        }
        text += " +" + packets.payloadLength(row);
        text += packets.isHeaderless(row) ? " headerless" : packets.isFragment(row) ? " fragment" : "";
        return packets.depth(row) == 0 ? text : text + " depth " + packets.depth(row);
    }

    /** The one reason why the frame is no row, or null. */
    public MalformedReason malformed() {
        return only(counts.malformed);
    }

    /** The one reason why a packet inside the row's could not be read, or null. */
    public MalformedReason malformedInside() {
        return only(counts.malformedInside);
    }

    private static MalformedReason only(io.vedette.core.meter.CounterFamily<MalformedReason> family) {
        MalformedReason only = null;
        for (MalformedReason reason : family.labels()) {
            if (family.get(reason) > 0) {
                if (only != null || family.get(reason) > 1) {
                    throw new AssertionError("more than one: " + only + ", " + reason);
                }
                only = reason;
            }
        }
        return only;
    }
}
