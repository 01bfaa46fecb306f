/**
 * Capture files as bytes: finds the frames inside large blocks, in place.
 *
 * <p>Entry types: {@link io.vedette.core.capture.CaptureFormat} tells by its first bytes what a file is; {@link
 * io.vedette.core.capture.CaptureParser} takes its bytes in any pieces and fills {@link
 * io.vedette.core.capture.FrameBatch}es with the positions of frames. What is wrong with a file is a {@link
 * io.vedette.core.capture.CaptureProblem} or a count, never an exception.
 *
 * <p>May depend on {@code core.meter}. Thread rule: a parser and its batches belong to the thread that reads the file.
 */
@NullMarked
package io.vedette.core.capture;

import org.jspecify.annotations.NullMarked;
