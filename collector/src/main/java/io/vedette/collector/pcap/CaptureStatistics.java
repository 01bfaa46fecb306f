package io.vedette.collector.pcap;

/**
 * What the kernel tells about a capture, since it began.
 *
 * @param received packets that passed the filter, including those that were dropped then
 * @param droppedByKernel packets for which there was no room in the buffer
 * @param droppedByInterface packets that the interface or its driver lost, as far as they say so
 */
public record CaptureStatistics(long received, long droppedByKernel, long droppedByInterface) {

    static final CaptureStatistics NONE = new CaptureStatistics(0, 0, 0);

    /** Packets that were lost. */
    public long dropped() {
        return droppedByKernel + droppedByInterface;
    }

    /** The next statistics, from counters that have 32 bits and begin again at 0. */
    CaptureStatistics next(long receivedNow, long kernelNow, long interfaceNow) {
        return new CaptureStatistics(
                grown(received, receivedNow),
                grown(droppedByKernel, kernelNow),
                grown(droppedByInterface, interfaceNow));
    }

    private static long grown(long before, long low32) {
        return before + (low32 - before & 0xffff_ffffL);
    }
}
