package io.vedette.core.capture;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Writes capture files in memory, well-formed or not, number by number. */
public final class CaptureBytes {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteOrder order;

    public CaptureBytes(ByteOrder order) {
        this.order = order;
    }

    public static CaptureBytes pcap(int magic, ByteOrder order, int linkType) {
        return new CaptureBytes(order)
                .u32(magic)
                .u16(2)
                .u16(4)
                .u32(0)
                .u32(0)
                .u32(65535)
                .u32(linkType);
    }

    /** A microsecond capture of Ethernet frames. */
    public static CaptureBytes pcap() {
        return pcap(0xa1b2c3d4, ByteOrder.LITTLE_ENDIAN, 1);
    }

    public CaptureBytes record(long seconds, long fraction, byte[] frame) {
        return u32(seconds).u32(fraction).u32(frame.length).u32(frame.length).bytes(frame);
    }

    public CaptureBytes section() {
        return block(0x0a0d0d0a, words(0x1a2b3c4d, order == ByteOrder.BIG_ENDIAN ? 0x0001_0000 : 0x0000_0001, -1, -1));
    }

    public CaptureBytes description(int linkType, int snapLength, byte[] options) {
        byte[] fixed =
                new CaptureBytes(order).u16(linkType).u16(0).u32(snapLength).toArray();
        return block(1, concat(fixed, options));
    }

    public byte[] option(int code, byte... value) {
        return new CaptureBytes(order)
                .u16(code)
                .u16(value.length)
                .bytes(value)
                .bytes(new byte[-value.length & 3])
                .toArray();
    }

    public CaptureBytes enhanced(int id, long units, byte[] frame) {
        byte[] fixed = words(id, (int) (units >>> 32), (int) units, frame.length, frame.length);
        return block(6, concat(fixed, concat(frame, new byte[-frame.length & 3])));
    }

    public CaptureBytes obsolete(int id, long units, byte[] frame) {
        byte[] head = new CaptureBytes(order).u16(id).u16(0xffff).toArray();
        byte[] fixed = words((int) (units >>> 32), (int) units, frame.length, frame.length);
        return block(2, concat(concat(head, fixed), concat(frame, new byte[-frame.length & 3])));
    }

    public CaptureBytes simple(int wireLength, byte[] frame) {
        return block(3, concat(words(wireLength), concat(frame, new byte[-frame.length & 3])));
    }

    public CaptureBytes block(int type, byte[] body) {
        return u32(type).u32(body.length + 12L).bytes(body).u32(body.length + 12L);
    }

    public byte[] words(int... values) {
        ByteBuffer buffer = ByteBuffer.allocate(values.length * 4).order(order);
        for (int value : values) {
            buffer.putInt(value);
        }
        return buffer.array();
    }

    public CaptureBytes u32(long value) {
        return bytes(words((int) value));
    }

    public CaptureBytes u16(int value) {
        return bytes(ByteBuffer.allocate(2).order(order).putShort((short) value).array());
    }

    public CaptureBytes bytes(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    public byte[] toArray() {
        return out.toByteArray();
    }

    public static byte[] concat(byte[] first, byte[] second) {
        byte[] both = new byte[first.length + second.length];
        System.arraycopy(first, 0, both, 0, first.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
