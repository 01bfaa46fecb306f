package io.vedette.collector.enrich;

import io.vedette.collector.file.PlainOrGzip;
import io.vedette.core.flow.Prefix;
import io.vedette.core.flow.PrefixTrie;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * CAIDA's table of announced prefixes ("Routeviews Prefix to AS mappings"): prefix, length and origin with tabs between, a line
 * each, plain or gzip. The origin is not used. Lines that are something else are counted and left out, those of IPv6 without
 * being counted.
 *
 * @param prefixes the prefixes
 * @param unreadable lines left out
 */
record PrefixFile(PrefixTrie prefixes, long unreadable) {

    /** @throws IOException if the file cannot be read to its end, or if no line of it is a prefix */
    static PrefixFile read(Path path) throws IOException {
        PrefixTrie prefixes = new PrefixTrie();
        long unreadable = 0;
        try (InputStream in = PlainOrGzip.open(path);
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.ISO_8859_1))) {
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
