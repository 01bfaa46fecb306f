package io.vedette.collector.isn.store;

import org.jspecify.annotations.Nullable;

/**
 * What a store remembers of a capture that was counted.
 *
 * @param hash of its content, decompressed, in hexadecimal
 * @param length of its content, decompressed, in bytes
 * @param path where it lay, absolute; null if it was no file
 * @param size bytes of the file as it lay there
 * @param modifiedMillis when the file was last written
 */
public record FileMark(String hash, long length, @Nullable String path, long size, long modifiedMillis) {}
