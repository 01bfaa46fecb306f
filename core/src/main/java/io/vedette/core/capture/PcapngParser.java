package io.vedette.core.capture;

import org.jspecify.annotations.Nullable;

/**
 * Finds the frames of a pcapng file (draft-ietf-opsawg-pcapng): any number of sections, each with its byte order and
 * interfaces; enhanced, simple and the obsolete packet blocks. All other blocks are skipped, whatever their length.
 *
 * <p>A frame without a time (simple packet block) gets that of the frame before it.
 */
final class PcapngParser implements CaptureParser {

    private static final int SECTION_HEADER = 0x0a0d0d0a;
    private static final int INTERFACE_DESCRIPTION = 1;
    private static final int OBSOLETE_PACKET = 2;
    private static final int SIMPLE_PACKET = 3;
    private static final int ENHANCED_PACKET = 6;
    private static final int BYTE_ORDER_MAGIC = 0x1a2b3c4d;

    private static final int SMALLEST_BLOCK = 12;
    private static final int SECTION_HEADER_LENGTH = 24;
    private static final int INTERFACE_HEADER_LENGTH = 16;
    private static final int PACKET_HEADER_LENGTH = 28;
    private static final int SIMPLE_HEADER_LENGTH = 12;
    private static final int TRAILER_LENGTH = 4;

    /** Bytes of an interface description that are looked at; names and comments make them long, clocks stand early. */
    private static final int INTERFACE_OPTIONS_LIMIT = 16 * 1024;

    /*
     * Only the front of a block need be in memory: the header and the frame. The rest is skipped as it comes, `skip` bytes
     * up to the trailer, which must repeat the block's length. So no block, however long, needs a large buffer.
     */
    private static final int MORE_BYTES_NEEDED = -1;
    private static final int STOP = -2;

    private final CaptureCounts counts;
    private final PcapngInterfaces interfaces = new PcapngInterfaces();
    private FileOrder order = FileOrder.LITTLE_ENDIAN;
    private long position;
    private long skip;
    private int trailer;
    private long lastNanos;
    private boolean anyFrame;
    private @Nullable CaptureProblem problem;

    PcapngParser(CaptureCounts counts) {
        this.counts = counts;
    }

    @Override
    public int parse(byte[] bytes, int from, int to, FrameBatch frames) {
        int firstRow = frames.size();
        int at = from;
        while (problem == null) {
            if (skip > 0) {
                int step = (int) Math.min(skip, to - at);
                at += step;
                skip -= step;
            }
            if (trailer != 0) {
                if (skip > 0 || to - at < TRAILER_LENGTH) {
                    break;
                }
                checkTrailer(bytes, at, position + at - from);
                at += TRAILER_LENGTH;
                continue;
            }
            if (to - at < SMALLEST_BLOCK) {
                break;
            }
            int front = front(bytes, at, to, frames, position + at - from);
            if (front < 0) {
                break;
            }
            at += front;
        }
        anyFrame |= frames.size() > firstRow;
        counts.add(frames, firstRow);
        if (problem != null) {
            at = to;
        }
        position += at - from;
        return at;
    }

    private void checkTrailer(byte[] bytes, int at, long offset) {
        int repeated = order.integer(bytes, at);
        if (repeated != trailer) {
            stop(
                    CaptureFault.IMPOSSIBLE_LENGTH,
                    offset,
                    "a block of " + (trailer & 0xffff_ffffL) + " bytes that calls itself " + (repeated & 0xffff_ffffL)
                            + " bytes long at its end");
        }
        trailer = 0;
    }

    /** Deals with the front of the block at {@code at}; returns its length, with {@link #skip} set to what follows. */
    private int front(byte[] bytes, int at, int to, FrameBatch frames, long offset) {
        int type = order.integer(bytes, at);
        if (type == SECTION_HEADER && !readByteOrder(bytes, at, offset)) {
            return STOP;
        }
        long length = order.unsignedInteger(bytes, at + 4);
        if (length < SMALLEST_BLOCK || (length & 3) != 0) {
            stop(CaptureFault.IMPOSSIBLE_LENGTH, offset, "a block of " + length + " bytes");
            return STOP;
        }
        int front = switch (type) {
            case SECTION_HEADER -> section(bytes, at, to, length, offset);
            case INTERFACE_DESCRIPTION -> description(bytes, at, to, length);
            case ENHANCED_PACKET, OBSOLETE_PACKET -> packet(bytes, at, to, length, frames, type == ENHANCED_PACKET);
            case SIMPLE_PACKET -> simplePacket(bytes, at, to, length, frames);
            default -> {
                counts.otherBlocks.increment();
                yield SMALLEST_BLOCK - TRAILER_LENGTH;
            }
        };
        if (front >= 0) {
            skip = length - TRAILER_LENGTH - front;
            trailer = (int) length;
        }
        return front;
    }

    private boolean readByteOrder(byte[] bytes, int at, long offset) {
        if (FileOrder.LITTLE_ENDIAN.integer(bytes, at + 8) == BYTE_ORDER_MAGIC) {
            order = FileOrder.LITTLE_ENDIAN;
        } else if (FileOrder.BIG_ENDIAN.integer(bytes, at + 8) == BYTE_ORDER_MAGIC) {
            order = FileOrder.BIG_ENDIAN;
        } else {
            stop(CaptureFault.BAD_HEADER, offset + 8, "a section without a byte-order mark");
            return false;
        }
        return true;
    }

    private int section(byte[] bytes, int at, int to, long length, long offset) {
        if (length < SECTION_HEADER_LENGTH + TRAILER_LENGTH) {
            stop(CaptureFault.IMPOSSIBLE_LENGTH, offset, "a section header of " + length + " bytes");
            return STOP;
        }
        if (to - at < SECTION_HEADER_LENGTH) {
            return MORE_BYTES_NEEDED;
        }
        int major = order.unsignedShort(bytes, at + 12);
        if (major != 1) {
            int minor = order.unsignedShort(bytes, at + 14);
            stop(CaptureFault.BAD_HEADER, offset + 12, "pcapng version " + major + "." + minor + ", expected 1.0");
            return STOP;
        }
        interfaces.clear();
        return SECTION_HEADER_LENGTH;
    }

    private int description(byte[] bytes, int at, int to, long length) {
        if (length < INTERFACE_HEADER_LENGTH + TRAILER_LENGTH) {
            return badBlock();
        }
        int front = (int) Math.min(length - TRAILER_LENGTH, INTERFACE_OPTIONS_LIMIT);
        if (to - at < front) {
            return MORE_BYTES_NEEDED;
        }
        if (interfaces.isFull()) {
            counts.faults.of(CaptureFault.INTERFACE_LIMIT).increment();
        } else {
            interfaces.add(bytes, at, at + front, order);
        }
        return front;
    }

    private int packet(byte[] bytes, int at, int to, long length, FrameBatch frames, boolean enhanced) {
        if (length < PACKET_HEADER_LENGTH + TRAILER_LENGTH) {
            return badBlock();
        }
        if (to - at < PACKET_HEADER_LENGTH) {
            return MORE_BYTES_NEEDED;
        }
        long id = enhanced ? order.unsignedInteger(bytes, at + 8) : order.unsignedShort(bytes, at + 8);
        long captured = order.unsignedInteger(bytes, at + 20);
        if (!interfaces.knows(id)
                || captured > length - PACKET_HEADER_LENGTH - TRAILER_LENGTH
                || captured > MAX_FRAME_LENGTH) {
            return badBlock();
        }
        long units = order.unsignedInteger(bytes, at + 12) << 32 | order.unsignedInteger(bytes, at + 16);
        int wire = order.integer(bytes, at + 24);
        return frame(
                (int) id,
                at,
                PACKET_HEADER_LENGTH,
                (int) captured,
                wire,
                to,
                frames,
                interfaces.nanos((int) id, units));
    }

    private int simplePacket(byte[] bytes, int at, int to, long length, FrameBatch frames) {
        if (length < SIMPLE_HEADER_LENGTH + TRAILER_LENGTH || !interfaces.knows(0)) {
            return badBlock();
        }
        int wire = order.integer(bytes, at + 8);
        long captured = Math.min(wire & 0xffff_ffffL, length - SIMPLE_HEADER_LENGTH - TRAILER_LENGTH);
        int limit = interfaces.snapLength(0);
        if (limit > 0) {
            captured = Math.min(captured, limit);
        }
        if (captured > MAX_FRAME_LENGTH) {
            return badBlock();
        }
        return frame(0, at, SIMPLE_HEADER_LENGTH, (int) captured, wire, to, frames, lastNanos);
    }

    private int frame(int id, int at, int headerLength, int captured, int wire, int to, FrameBatch frames, long nanos) {
        if (to - at - headerLength < captured || !frames.accepts(interfaces.linkType(id))) {
            return MORE_BYTES_NEEDED;
        }
        lastNanos = nanos;
        int limit = interfaces.snapLength(id);
        if (captured == 0) {
            counts.faults.of(CaptureFault.ZERO_LENGTH).increment();
        } else if (limit > 0 && captured > limit) {
            counts.faults.of(CaptureFault.BEYOND_SNAPLEN).increment();
        }
        frames.add(interfaces.linkType(id), at + headerLength, captured, Math.max(wire, captured), nanos);
        return headerLength + captured;
    }

    /** Counts a block that makes no sense inside; its length does, so the next one is found. */
    private int badBlock() {
        counts.faults.of(CaptureFault.BAD_BLOCK).increment();
        return SMALLEST_BLOCK - TRAILER_LENGTH;
    }

    @Override
    public void end(int unparsed) {
        if (problem != null) {
            return;
        }
        if (unparsed > 0 && position > 0 || skip > 0 || trailer != 0) {
            stop(CaptureFault.TRUNCATED_CAPTURE, position, "the last block is cut off");
        } else if (!anyFrame) {
            stop(CaptureFault.EMPTY, position + unparsed, "the capture holds no packet");
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
