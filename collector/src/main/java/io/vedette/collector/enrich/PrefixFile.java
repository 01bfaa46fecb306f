package io.vedette.collector.enrich;

import io.vedette.core.flow.Prefix;
import io.vedette.core.flow.PrefixTrie;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/**
 * CAIDA's table of announced prefixes ("Routeviews Prefix to AS mappings"): prefix, length and origin with tabs between, a line
 * each, plain or gzip. The origin is not used. Lines that are something else are counted and left out, those of IPv6 without
 * being counted.
 *
 * @param prefixes the prefixes
 * @param unreadable lines left out
 */
record PrefixFile(PrefixTrie prefixes, long unreadable) {

    private static final int GZIP_FIRST = 0x1f;
    private static final int GZIP_SECOND = 0x8b;

    /** @throws IOException if the file cannot be read to its end, or if no line of it is a prefix */
    static PrefixFile read(Path path) throws IOException {
        PrefixTrie prefixes = new PrefixTrie();
        long unreadable = 0;
        try (InputStream in = new BufferedInputStream(Files.newInputStream(path));
                BufferedReader lines =
                        new BufferedReader(new InputStreamReader(unpacked(in), StandardCharsets.ISO_8859_1))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.isEmpty() && line.indexOf(':') < 0 && !add(line, prefixes)) {
                    unreadable++;
                }
            }
        }
        if (prefixes.size() == 0) {
            throw new IOException("no line is a prefix, its length and its origin with tabs between");
        }
        return new PrefixFile(prefixes, unreadable);
    }

    private static InputStream unpacked(InputStream in) throws IOException {
        in.mark(2);
        boolean gzip = in.read() == GZIP_FIRST && in.read() == GZIP_SECOND;
        in.reset();
        return gzip ? new GZIPInputStream(in) : in;
    }

    private static boolean add(String line, PrefixTrie prefixes) {
        String[] columns = line.split("\t", -1);
        if (columns.length != 3) {
            return false;
        }
        try {
            prefixes.add(Prefix.parse(columns[0] + "/" + columns[1]));
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
