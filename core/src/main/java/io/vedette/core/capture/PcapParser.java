package io.vedette.core.capture;

import org.jspecify.annotations.Nullable;

/**
 * Finds the frames of a pcap file (draft-ietf-opsawg-pcap): micro- and nanoseconds, both byte orders, and the form with
 * longer record headers that patched versions of libpcap 0.4 wrote ("modified", A. Kuznetzov).
 */
final class PcapParser implements CaptureParser {

    private static final int FILE_HEADER_LENGTH = 24;
    private static final int RECORD_HEADER_LENGTH = 16;
    private static final int MODIFIED_RECORD_HEADER_LENGTH = 24;
    private static final int MICROSECONDS = 0xa1b2c3d4;
    private static final int NANOSECONDS = 0xa1b23c4d;
    private static final int MODIFIED = 0xa1b2cd34;

    private final CaptureCounts counts;
    private boolean headerRead;
    private FileOrder order = FileOrder.LITTLE_ENDIAN;
    private int recordHeaderLength;
    private int nanosPerUnit;
    private int snapLength;
    private int linkType;
    private long position;
    private @Nullable CaptureProblem problem;

    PcapParser(CaptureCounts counts) {
        this.counts = counts;
    }

    @Override
    public int parse(byte[] bytes, int from, int to, FrameBatch frames) {
        int at = from;
        if (!headerRead && problem == null) {
            if (to - from < FILE_HEADER_LENGTH) {
                return from;
            }
            readHeader(bytes, from);
            at += FILE_HEADER_LENGTH;
        }
        if (problem == null) {
            at = parseRecords(bytes, at, to, frames, from);
        }
        if (problem != null) {
            at = to;
        }
        position += at - from;
        return at;
    }

    private void readHeader(byte[] bytes, int at) {
        headerRead = true;
        int magic = FileOrder.LITTLE_ENDIAN.integer(bytes, at);
        if (magic != MICROSECONDS && magic != NANOSECONDS && magic != MODIFIED) {
            order = FileOrder.BIG_ENDIAN;
            magic = order.integer(bytes, at);
        }
        int major = order.unsignedShort(bytes, at + 4);
        int minor = order.unsignedShort(bytes, at + 6);
        if (major != 2) {
            stop(CaptureFault.BAD_HEADER, 4, "pcap version " + major + "." + minor + ", expected 2.4");
            return;
        }
        nanosPerUnit = magic == NANOSECONDS ? 1 : 1000;
        recordHeaderLength = magic == MODIFIED ? MODIFIED_RECORD_HEADER_LENGTH : RECORD_HEADER_LENGTH;
        snapLength = order.integer(bytes, at + 16);
        linkType = order.integer(bytes, at + 20) & 0xffff; // the upper half says how long the frames' checksums are
    }

    private int parseRecords(byte[] bytes, int from, int to, FrameBatch frames, int blockStart) {
        // Fields in locals: the loop writes to arrays, after which fields would have to be read again.
        FileOrder byteOrder = order;
        int headerLength = recordHeaderLength;
        int unit = nanosPerUnit;
        int limit = snapLength <= 0 ? MAX_FRAME_LENGTH : snapLength;
        int type = linkType;
        int zeroLength = 0;
        int beyondLimit = 0;
        int at = from;
        int firstRow = frames.size();
        while (to - at >= headerLength && frames.accepts(type)) {
            int captured = byteOrder.integer(bytes, at + 8);
            if (captured < 0 || captured > MAX_FRAME_LENGTH) {
                stop(
                        CaptureFault.IMPOSSIBLE_LENGTH,
                        position + at - blockStart,
                        "a record of " + (captured & 0xffff_ffffL) + " bytes, the largest possible has "
                                + MAX_FRAME_LENGTH);
                break;
            }
            int frame = at + headerLength;
            if (to - frame < captured) {
                break;
            }
            int wire = byteOrder.integer(bytes, at + 12);
            long nanos = byteOrder.unsignedInteger(bytes, at) * 1_000_000_000L
                    + byteOrder.unsignedInteger(bytes, at + 4) * unit;
            frames.add(type, frame, captured, Math.max(wire, captured), nanos);
            zeroLength += captured == 0 ? 1 : 0;
            beyondLimit += captured > limit ? 1 : 0;
            at = frame + captured;
        }
        counts.add(frames, firstRow);
        counts.faults.of(CaptureFault.ZERO_LENGTH).add(zeroLength);
        counts.faults.of(CaptureFault.BEYOND_SNAPLEN).add(beyondLimit);
        return at;
    }

    @Override
    public void end(int unparsed) {
        if (problem != null) {
            return;
        }
        boolean none = position <= FILE_HEADER_LENGTH;
        if (!headerRead || none && unparsed == 0) {
            stop(CaptureFault.EMPTY, position + unparsed, "the capture holds no packet");
        } else if (unparsed > 0) {
            stop(CaptureFault.TRUNCATED_CAPTURE, position, "the last record is cut off after " + unparsed + " bytes");
        }
    }

    private void stop(CaptureFault fault, long offset, String detail) {
        problem = new CaptureProblem(fault, offset, detail);
        counts.faults.of(fault).increment();
    }

    @Override
    public @Nullable CaptureProblem problem() {
        return problem;
    }
}
