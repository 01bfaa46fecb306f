package io.vedette.core.darknet;

import io.vedette.core.capture.CaptureBytes;
import io.vedette.core.flow.IpAddress;
import io.vedette.core.flow.PrefixSet;
import io.vedette.core.packet.PacketBytes;
import io.vedette.core.packet.Samples;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** A darknet under test: packets in, events and victims out. */
final class Telescope {

    static final String SOURCE = "203.0.113.9";
    static final String TARGET = "192.0.2.1";
    private static final int NANOSECOND_MAGIC = 0xa1b23c4d;

    final DarknetCounts counts = new DarknetCounts();
    final List<DarknetEvent> ended = new ArrayList<>();
    final List<Victim> victims = new ArrayList<>();
    final DarknetEvents events;
    final Victims floods;
    private final DarknetSettings settings;
    private final DarknetPackets packets;

    Telescope(DarknetSettings settings) {
        this(settings, PrefixSet.empty());
    }

    Telescope(DarknetSettings settings, PrefixSet prefixes) {
        this.settings = settings;
        packets = new DarknetPackets(prefixes, counts);
        events = new DarknetEvents(settings, counts, ended::add);
        floods = new Victims(VictimSettings.forDarknet(settings.darknetSize()), settings.seed(), victims::add);
    }

    /** Takes one Ethernet frame. */
    Telescope see(long nanos, byte[] frame) {
        byte[] file = CaptureBytes.pcap(NANOSECOND_MAGIC, ByteOrder.LITTLE_ENDIAN, 1)
                .record(nanos / 1_000_000_000L, nanos % 1_000_000_000L, frame)
                .toArray();
        return seeFile(file, 1);
    }

    Telescope seeFile(byte[] file, int batchSize) {
        DarknetBatch batch = new DarknetBatch(batchSize);
        Samples.frames(file, batchSize, frames -> {
            packets.read(frames, batch);
            events.accept(batch);
            floods.accept(batch);
        });
        return this;
    }

    List<DarknetEvent> finish() {
        events.finish();
        floods.finish();
        return ended;
    }

    byte[] state() {
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            EventState.write(events, floods, settings.seed(), new DataOutputStream(out));
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Telescope load(byte[] state) throws IOException {
        EventState.read(events, floods, settings.seed(), new DataInputStream(new ByteArrayInputStream(state)));
        return this;
    }

    static byte[] tcp(String source, int sourcePort, String target, int port, int flags, int sequence) {
        return frame(source, target, 6, PacketBytes.tcp(sourcePort, port, flags, sequence, 0));
    }

    static byte[] syn(String source, String target, int port) {
        return tcp(source, 40_000, target, port, 0x02, 7);
    }

    static byte[] frame(String source, String target, int protocol, byte[] payload) {
        return PacketBytes.ethernet(0x0800, PacketBytes.ipv4(source, target, protocol, payload));
    }

    static int address(String text) {
        return (int) IpAddress.parse(text).low();
    }
}
