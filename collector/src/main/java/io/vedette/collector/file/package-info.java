/**
 * Capture files, directories, pipes and standard input as streams of frames.
 *
 * <p>Entry types: {@link io.vedette.collector.file.InputPaths} turns what an operator named into inputs in reading order;
 * {@link io.vedette.collector.file.CaptureReader} reads one of them in blocks, whatever it is compressed with, in memory
 * that does not depend on its length. What is wrong with an input ends up as a {@link
 * io.vedette.core.capture.CaptureProblem}, after everything readable was handed on.
 *
 * <p>Beside them what others need of files: {@link io.vedette.collector.file.PlainOrGzip} opens tables and events, {@link
 * io.vedette.collector.file.ProcessLock} keeps a second process out.
 *
 * <p>May depend on {@code core.capture}; zstd-jni is used here only. Thread rule: a reader belongs to one thread;
 * decompression runs on a thread of its own beside it, with a bounded number of blocks between them.
 */
@NullMarked
package io.vedette.collector.file;

import org.jspecify.annotations.NullMarked;
