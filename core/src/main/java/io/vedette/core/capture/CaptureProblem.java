package io.vedette.core.capture;

/**
 * Why an input was not read to its end, or not at all.
 *
 * @param offset where in the (decompressed) input, from 0
 * @param detail what was found there, in words for the operator
 */
public record CaptureProblem(CaptureFault fault, long offset, String detail) {

    @Override
    public String toString() {
        return fault.label() + " at byte " + offset + ": " + detail;
    }
}
