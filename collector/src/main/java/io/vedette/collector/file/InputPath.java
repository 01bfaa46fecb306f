package io.vedette.collector.file;

import java.nio.file.Path;

/**
 * One input to read.
 *
 * @param path {@link #STANDARD_INPUT} for standard input
 */
public record InputPath(Path path, Origin origin) {

    /** The name by which operators mean standard input. */
    public static final Path STANDARD_INPUT = Path.of("-");

    /** How it came to be an input: what was only found in a folder need not be a capture. */
    public enum Origin {
        NAMED,
        FOUND
    }

    public boolean isStandardInput() {
        return path.equals(STANDARD_INPUT);
    }
}
