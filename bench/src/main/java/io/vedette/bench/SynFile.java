package io.vedette.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes the packets of {@link SyntheticSyns} to a file, in parts, so that it may be larger than the memory. */
public final class SynFile {

    private static final int PART = 1_000_000;

    private SynFile() {}

    /**
     * Writes the file.
     *
     * @param args path, number of packets and, if wanted, of sources
     */
    public static void main(String[] args) throws IOException {
        if (args.length != 2 && args.length != 3) {
            System.err.println("usage: SynFile PATH PACKETS [SOURCES]");
            System.exit(2);
        }
        long packets = Long.parseLong(args[1]);
        int sources = args.length == 3 ? Integer.parseInt(args[2]) : SyntheticSyns.MAX_SOURCES;
        try (OutputStream out = Files.newOutputStream(Path.of(args[0]))) {
            out.write(SyntheticSyns.header());
            for (long first = 0; first < packets; first += PART) {
                out.write(SyntheticSyns.records(first, (int) Math.min(PART, packets - first), first, sources));
            }
        }
    }
}
