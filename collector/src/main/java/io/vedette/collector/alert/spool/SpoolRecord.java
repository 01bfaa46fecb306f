package io.vedette.collector.alert.spool;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * One alert in a segment: a mark, the length of the text, the sequence number, the time, a CRC32C (RFC 3720 appendix B.4)
 * over all of these but the mark and over the text, and the text, which is the alert's JSON. All numbers are big-endian.
 *
 * <p>A segment is nothing but records. The mark lets a reader find the next record behind a damaged one.
 *
 * @param offset of the first byte in the segment
 */
record SpoolRecord(long sequence, long millis, byte[] text, int offset) {

    /** The longest text; an alert with ten targets has about two thousand bytes. */
    static final int MOST_TEXT = 256 << 10;

    private static final int MARK = 0x5653_5031; // "VSP1"
    private static final int TEXT_AT = 28;

    /** What was found in the bytes of a segment. */
    record Scan(List<SpoolRecord> records, int damages, boolean torn) {}

    static int size(int textLength) {
        return TEXT_AT + textLength;
    }

    static int textOffset(int recordOffset) {
        return recordOffset + TEXT_AT;
    }

    static ByteBuffer encode(long sequence, long millis, byte[] text) {
        ByteBuffer bytes = ByteBuffer.allocate(size(text.length));
        bytes.putInt(MARK).putInt(text.length).putLong(sequence).putLong(millis);
        bytes.putInt(0).put(text).flip();
        bytes.putInt(TEXT_AT - 4, checksum(bytes.array(), 0, text.length));
        return bytes;
    }

    /**
     * Reads every intact record.
     *
     * <p>Bytes in between that are no record are one damage each. A record at the end whose last bytes are missing is torn:
     * that is how a write looks during which the process was killed, and no damage.
     */
    static Scan scan(byte[] segment) {
        List<SpoolRecord> records = new ArrayList<>();
        ByteBuffer bytes = ByteBuffer.wrap(segment);
        int damages = 0;
        int at = 0;
        while (at < segment.length) {
            if (isRecord(bytes, at)) {
                SpoolRecord record = read(bytes, at);
                records.add(record);
                at += size(record.text.length);
                continue;
            }
            int next = at + 1;
            while (next < segment.length && !isRecord(bytes, next)) {
                next++;
            }
            if (next == segment.length && isCutOff(bytes, at)) {
                return new Scan(records, damages, true);
            }
            damages++;
            at = next;
        }
        return new Scan(records, damages, false);
    }

    private static boolean isRecord(ByteBuffer bytes, int at) {
        int left = bytes.limit() - at;
        if (left < TEXT_AT || bytes.getInt(at) != MARK) {
            return false;
        }
        int length = bytes.getInt(at + 4);
        return length >= 0
                && length <= MOST_TEXT
                && size(length) <= left
                && checksum(bytes.array(), at, length) == bytes.getInt(at + TEXT_AT - 4);
    }

    private static boolean isCutOff(ByteBuffer bytes, int at) {
        int left = bytes.limit() - at;
        for (int i = 0; i < Math.min(4, left); i++) {
            if (bytes.get(at + i) != (byte) (MARK >> 24 - 8 * i)) {
                return false;
            }
        }
        if (left < 8) {
            return true;
        }
        int length = bytes.getInt(at + 4);
        return length >= 0 && length <= MOST_TEXT && size(length) > left;
    }

    private static SpoolRecord read(ByteBuffer bytes, int at) {
        byte[] text = new byte[bytes.getInt(at + 4)];
        bytes.get(at + TEXT_AT, text);
        return new SpoolRecord(bytes.getLong(at + 8), bytes.getLong(at + 16), text, at);
    }

    private static int checksum(byte[] bytes, int at, int textLength) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, at + 4, TEXT_AT - 8);
        crc.update(bytes, at + TEXT_AT, textLength);
        return (int) crc.getValue();
    }
}
