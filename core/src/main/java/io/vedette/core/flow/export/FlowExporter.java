package io.vedette.core.flow.export;

import io.vedette.core.flow.IpProtocol;
import io.vedette.core.flow.TcpFlags;
import io.vedette.core.packet.FragmentHeaders;
import io.vedette.core.packet.PacketBatch;
import io.vedette.core.sketch.KeyedHash;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Makes flow records of packets as nProbe does: both directions of a conversation are counted together and exported when it
 * has been idle for a while, or has lasted long, as one record or as two.
 *
 * <p>The initiator is whoever sent the first packet, or the one to whom the first packet is a SYN+ACK. Time comes from the
 * packets alone. An object for each packet and each record is the price of plain code; the parts of detection that must be
 * fast do not come through here. Belongs to one thread.
 */
public final class FlowExporter {

    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final int SYN_ACK = TcpFlags.SYN | TcpFlags.ACK;

    private final ExportSettings settings;
    private final ExportCounts counts;
    private final FlowRecordSink sink;
    private final FragmentHeaders fragments;
    private final long idleMillis;
    private final long activeMillis;

    /** The longest idle first. */
    private final Map<ConversationKey, Conversation> conversations = new LinkedHashMap<>(1024, 0.75f, true);

    /** @param seed of the keyed hash for fragments; decides where state lies, never what comes out below the limits */
    public FlowExporter(ExportSettings settings, ExportCounts counts, FlowRecordSink sink, long seed) {
        this.settings = settings;
        this.counts = counts;
        this.sink = sink;
        this.fragments = new FragmentHeaders(new KeyedHash(seed), counts.fragmentsForgotten);
        this.idleMillis = settings.idleTimeout().toMillis();
        this.activeMillis = settings.activeTimeout().toMillis();
    }

    /** Takes all rows, in whose order time is expected to pass. */
    public void accept(PacketBatch packets) {
        int rows = packets.size();
        counts.packets.add(rows);
        for (int row = 0; row < rows; row++) {
            long millis = packets.timeNanos(row) / NANOS_PER_MILLI;
            expire(millis);
            if (packets.isHeaderless(row) && !fragments.complete(packets, row)) {
                counts.fragments.increment();
            } else {
                add(packets, row, millis);
            }
        }
    }

    private void add(PacketBatch packets, int row, long millis) {
        ConversationKey key = ConversationKey.of(packets, row);
        Conversation conversation = conversations.get(key);
        if (conversation == null) {
            makeRoom();
            boolean answer = packets.protocol(row) == IpProtocol.TCP && (packets.tcpFlags(row) & SYN_ACK) == SYN_ACK;
            conversation = new Conversation(key, key.fromFirst(packets, row) != answer);
            conversations.put(key, conversation);
        } else if (Math.abs(millis - conversation.endMillis()) >= idleMillis
                || millis - conversation.startMillis() >= activeMillis) {
            // The first also where time went back: another file, another conversation.
            export(conversation);
            conversation = conversation.next();
            conversations.put(key, conversation);
        }
        conversation.add(packets, row, millis);
    }

    private void makeRoom() {
        if (conversations.size() >= settings.maxConversations()) {
            Iterator<Conversation> longestIdle = conversations.values().iterator();
            Conversation conversation = longestIdle.next();
            longestIdle.remove();
            counts.evicted.increment();
            export(conversation);
        }
    }

    private void expire(long nowMillis) {
        Iterator<Conversation> longestIdle = conversations.values().iterator();
        while (longestIdle.hasNext()) {
            Conversation conversation = longestIdle.next();
            if (nowMillis - conversation.endMillis() < idleMillis) {
                return;
            }
            longestIdle.remove();
            export(conversation);
        }
    }

    private void export(Conversation conversation) {
        counts.exported.add(conversation.packets());
        if (settings.form() == ExportSettings.Form.BIDIRECTIONAL) {
            write(conversation.both());
            return;
        }
        if (conversation.sent(true)) {
            write(conversation.one(true));
        }
        if (conversation.sent(false)) {
            write(conversation.one(false));
        }
    }

    private void write(FlowRecord flow) {
        counts.records.increment();
        sink.export(flow);
    }

    /** Exports what is left: no further packet will come. */
    public void finish() {
        conversations.values().forEach(this::export);
        conversations.clear();
    }
}
