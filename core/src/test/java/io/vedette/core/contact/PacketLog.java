package io.vedette.core.contact;

import io.vedette.core.capture.FrameBatch;
import io.vedette.core.flow.IpAddress;
import io.vedette.core.flow.IpProtocol;
import io.vedette.core.flow.TcpFlags;
import io.vedette.core.packet.LinkLayer;
import io.vedette.core.packet.PacketBatch;
import io.vedette.core.packet.PacketBytes;
import io.vedette.core.packet.PacketCounts;
import io.vedette.core.packet.PacketDecoder;
import io.vedette.core.packet.Samples;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Packets go in at given times, contacts come out as lines: {@code 10.0.0.1 > 10.0.0.2:80 tcp SILENT S x1 @0}, the number of
 * the initiator's packets after the x and the time in milliseconds after the {@code @}. An initiator of which nothing was
 * seen stands in parentheses.
 */
final class PacketLog implements ContactRoute {

    static final PacketContactSettings SETTINGS = PacketContactSettings.defaults();

    final PacketContactCounts counts = new PacketContactCounts();
    private final PacketContacts contacts;
    private final PacketDecoder decoder = new PacketDecoder(new PacketCounts());
    private final ContactBatch row = new ContactBatch(1);
    private final List<String> lines = new ArrayList<>();
    private final int linkType;

    PacketLog() {
        this(SETTINGS, LinkLayer.RAW);
    }

    PacketLog(PacketContactSettings settings, int linkType) {
        this.contacts = new PacketContacts(settings, ContactSettings.defaults(), counts, 42);
        this.linkType = linkType;
    }

    /** The contacts of a capture among the test resources, after its end. */
    static PacketLog ofSample(String name, int batchSize) {
        PacketLog log = new PacketLog();
        Samples.packets(Samples.bytes(name), batchSize, packets -> log.contacts.accept(packets, log));
        log.finish();
        return log;
    }

    /** The contacts of frames one by one, of which at most {@code snapLength} bytes were captured. */
    static PacketLog ofFrames(List<Frame> frames, int snapLength) {
        PacketLog log = new PacketLog(SETTINGS, LinkLayer.ETHERNET);
        FrameBatch one = new FrameBatch(1);
        PacketBatch batch = new PacketBatch(1);
        for (Frame frame : frames) {
            one.startIn(frame.bytes);
            int captured = Math.min(snapLength, frame.bytes.length);
            one.add(LinkLayer.ETHERNET, 0, captured, frame.bytes.length, frame.nanos);
            log.decoder.decode(one, batch);
            log.contacts.accept(batch, log);
        }
        return log.finish();
    }

    /** The frames of a capture among the test resources. */
    static List<Frame> frames(String name) {
        byte[] file = Samples.bytes(name);
        List<Frame> frames = new ArrayList<>();
        Samples.frames(file, 100, batch -> {
            for (int row = 0; row < batch.size(); row++) {
                int at = batch.offset(row);
                frames.add(
                        new Frame(batch.timeNanos(row), Arrays.copyOfRange(file, at, at + batch.capturedLength(row))));
            }
        });
        return frames;
    }

    record Frame(long nanos, byte[] bytes) {}

    PacketLog at(long millis, byte[]... packets) {
        for (byte[] packet : packets) {
            FrameBatch frames = new FrameBatch(1);
            frames.startIn(packet);
            frames.add(linkType, 0, packet.length, packet.length, millis * 1_000_000);
            PacketBatch batch = new PacketBatch(1);
            decoder.decode(frames, batch);
            contacts.accept(batch, this);
        }
        return this;
    }

    /** Takes SYNs at these times in one batch, once up to {@code dueMillis} and then the rest; returns where each ended. */
    List<Integer> until(long dueMillis, long... times) {
        byte[] syn = PacketBytes.ip("10.0.0.1", "10.0.0.2", 6, PacketBytes.tcp(1, 2, TcpFlags.SYN, 0));
        FrameBatch frames = new FrameBatch(times.length);
        frames.startIn(syn);
        for (long millis : times) {
            frames.add(linkType, 0, syn.length, syn.length, millis * 1_000_000);
        }
        PacketBatch batch = new PacketBatch(times.length);
        decoder.decode(frames, batch);
        int first = contacts.accept(batch, 0, dueMillis, this);
        return List.of(first, contacts.accept(batch, first, Long.MAX_VALUE, this));
    }

    PacketLog tick(long millis) {
        contacts.advance(millis, this);
        return this;
    }

    PacketLog finish() {
        contacts.finish(this);
        return this;
    }

    int held() {
        return contacts.held();
    }

    List<String> lines() {
        drain();
        return lines;
    }

    /** Both equations of the counts: zero. */
    long imbalance() {
        long packets = counts.packets.get()
                - counts.opened.get()
                - counts.joined.get()
                - counts.filtered.total()
                - counts.ignored.get()
                - counts.fragments.get();
        return packets * 1000
                + counts.opened.get()
                - counts.contacts.get()
                - counts.ignoredPort.get()
                - contacts.held();
    }

    @Override
    public ContactBatch rowFor(long initiatorHigh, long initiatorLow) {
        drain();
        return row;
    }

    private void drain() {
        if (row.size() > 0) {
            lines.add(describe(row.cursor().moveTo(0)));
            row.clear();
        }
    }

    private static String describe(Contact contact) {
        String initiator = new IpAddress(contact.initiatorHigh(), contact.initiatorLow()).toString();
        String target = new IpAddress(contact.targetHigh(), contact.targetLow()).toString();
        String text = (contact.initiatorSeen() ? initiator : "(" + initiator + ")") + " > " + target;
        text += contact.targetPort() < 0 ? "" : ":" + contact.targetPort();
        text += " " + IpProtocol.name(contact.protocol()) + " " + contact.outcome();
        text += contact.protocol() == IpProtocol.TCP ? " " + TcpFlags.toText(contact.flags()) : "";
        text += contact.packets() < 0 ? "" : " x" + contact.packets();
        return text + " @" + contact.timeMillis();
    }
}
