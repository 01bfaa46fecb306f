package io.vedette.core.capture;

import org.jspecify.annotations.Nullable;

/**
 * Finds the frames of one capture file in its bytes.
 *
 * <p>Works on whatever part of the file is in memory: {@link #parse} takes what is complete and says how far it came; the
 * caller keeps the rest and brings it again, in front of what follows. A caller that offers room for {@link
 * #MAX_RECORD_LENGTH} bytes always gets on.
 */
public interface CaptureParser {

    /**
     * Longest frame taken for real: MAXIMUM_SNAPLEN of libpcap, four times the largest IP packet.
     */
    int MAX_FRAME_LENGTH = 256 * 1024;

    /** Longest piece of a file that must be in memory at once: a frame and the header before it. */
    int MAX_RECORD_LENGTH = MAX_FRAME_LENGTH + 64;

    /** A parser for a format that {@linkplain CaptureFormat#isCapture is a capture}. */
    static CaptureParser of(CaptureFormat format, CaptureCounts counts) {
        return switch (format) {
            case PCAP -> new PcapParser(counts);
            case PCAPNG -> new PcapngParser(counts);
            default -> throw new IllegalArgumentException(format + " is no capture format");
        };
    }

    /**
     * Appends the frames that lie complete in {@code bytes[from, to)} to {@code frames}, until the batch accepts no more.
     *
     * @param frames was started in {@code bytes}
     * @return the position up to which everything was dealt with
     */
    int parse(byte[] bytes, int from, int to, FrameBatch frames);

    /**
     * Ends the file.
     *
     * @param unparsed bytes that no call to {@link #parse} has dealt with
     */
    void end(int unparsed);

    /** Why nothing further can be read, or null. Once set, {@link #parse} takes everything and finds nothing. */
    @Nullable
    CaptureProblem problem();
}
