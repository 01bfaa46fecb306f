package io.vedette.core.contact;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.core.capture.FrameBatch;
import io.vedette.core.flow.TcpFlags;
import io.vedette.core.packet.LinkLayer;
import io.vedette.core.packet.OptionLayout;
import io.vedette.core.packet.PacketBatch;
import io.vedette.core.packet.PacketBytes;
import io.vedette.core.packet.PacketCounts;
import io.vedette.core.packet.PacketDecoder;
import org.junit.jupiter.api.Test;

class ProbeHeaderTest {

    private static final String A = "10.0.0.1";
    private static final String B = "10.0.0.2";

    private final ContactBatch contacts = new ContactBatch(8);
    private final PacketContacts maker = new PacketContacts(
            PacketContactSettings.defaults(), ContactSettings.defaults(), new PacketContactCounts(), 42);

    private void packet(long millis, byte[] bytes) {
        FrameBatch frames = new FrameBatch(1);
        frames.startIn(bytes);
        frames.add(LinkLayer.RAW, 0, bytes.length, bytes.length, millis * 1_000_000);
        PacketBatch batch = new PacketBatch(1);
        new PacketDecoder(new PacketCounts()).decode(frames, batch);
        maker.accept(batch, (high, low) -> contacts);
    }

    private Contact only() {
        maker.finish((high, low) -> contacts);
        assertThat(contacts.size()).isEqualTo(1);
        return contacts.cursor().moveTo(0);
    }

    @Test
    void shouldCarryTheHeaderOfTheFirstPacketThroughTheWholeConversation() {
        byte[] syn = PacketBytes.ip(A, B, 6, PacketBytes.tcp(4000, 80, TcpFlags.SYN, 0));
        // identification 54321, time to live 250, sequence number 0x01020304, window 1025
        syn = PacketBytes.with(syn, 4, 0xd4, 0x31);
        syn = PacketBytes.with(syn, 8, 250);
        syn = PacketBytes.with(syn, 24, 1, 2, 3, 4);
        syn = PacketBytes.with(syn, 34, 4, 1);
        packet(0, syn);
        packet(1, PacketBytes.ip(B, A, 6, PacketBytes.tcp(80, 4000, TcpFlags.SYN | TcpFlags.ACK, 0)));
        packet(2, PacketBytes.ip(A, B, 6, PacketBytes.tcp(4000, 80, TcpFlags.RST, 0)));

        Contact contact = only();
        assertThat(contact.outcome()).isEqualTo(Outcome.ANSWERED);
        assertThat(contact.initiatorPort()).isEqualTo(4000);
        assertThat(contact.targetPort()).isEqualTo(80);
        assertThat(ProbeHeader.isKnown(contact.headerTraits())).isTrue();
        assertThat(ProbeHeader.sequence(contact.headerNumbers())).isEqualTo(0x01020304);
        assertThat(ProbeHeader.identification(contact.headerNumbers())).isEqualTo(54_321);
        assertThat(ProbeHeader.window(contact.headerNumbers())).isEqualTo(1025);
        assertThat(ProbeHeader.timeToLive(contact.headerTraits())).isEqualTo(250);
        assertThat(ProbeHeader.dontFragment(contact.headerTraits())).isFalse();
        assertThat(ProbeHeader.options(contact.headerTraits())).isEqualTo(OptionLayout.NONE);
        assertThat(contact.targetSentData()).isFalse();
    }

    @Test
    void shouldSayThatTheTargetSentDataBeforeTheInitiatorLeft() {
        packet(0, PacketBytes.ip(A, B, 6, PacketBytes.tcp(4000, 22, TcpFlags.SYN, 0)));
        packet(1, PacketBytes.ip(B, A, 6, PacketBytes.tcp(22, 4000, TcpFlags.SYN | TcpFlags.ACK, 0)));
        packet(2, PacketBytes.ip(A, B, 6, PacketBytes.tcp(4000, 22, TcpFlags.ACK, 0)));
        packet(3, PacketBytes.ip(B, A, 6, PacketBytes.tcp(22, 4000, TcpFlags.PSH | TcpFlags.ACK, 21)));
        packet(4, PacketBytes.ip(A, B, 6, PacketBytes.tcp(4000, 22, TcpFlags.FIN | TcpFlags.ACK, 0)));

        Contact contact = only();
        assertThat(contact.targetSentData()).isTrue();
        assertThat(TcpFlags.toText(contact.flags())).doesNotContain("P");
    }

    @Test
    void shouldKnowNoHeaderWhereOnlyTheAnswerWasSeen() {
        packet(0, PacketBytes.ip(B, A, 6, PacketBytes.tcp(80, 4000, TcpFlags.RST | TcpFlags.ACK, 0)));

        Contact contact = only();
        assertThat(contact.initiatorSeen()).isFalse();
        assertThat(ProbeHeader.isKnown(contact.headerTraits())).isFalse();
    }

    @Test
    void shouldNotLeaveTheHeaderOfAnEarlierContactInItsRow() {
        ContactBatch batch = new ContactBatch(1);
        batch.add(0, 1, 2, 0, 3, 4, 6, TcpFlags.SYN, Outcome.SILENT, true, 1, 0);
        batch.addDetail(-1, -1, true);
        batch.clear();
        batch.add(0, 1, 2, 0, 3, 4, 6, TcpFlags.SYN, Outcome.SILENT, true, 1, 0);

        assertThat(batch.cursor().moveTo(0).headerTraits()).isZero();
        assertThat(batch.cursor().moveTo(0).targetSentData()).isFalse();
    }
}
