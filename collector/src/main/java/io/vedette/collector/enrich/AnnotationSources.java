package io.vedette.collector.enrich;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where annotations come from; null for what is not wanted.
 *
 * @param asn MaxMind's ASN database, or another with its fields
 * @param city MaxMind's City database
 * @param prefixes CAIDA's prefix-to-AS table
 * @param dns name servers
 */
public record AnnotationSources(
        @Nullable Path asn,
        @Nullable Path city,
        @Nullable Path prefixes,
        @Nullable NameServers dns) {

    public static final AnnotationSources NONE = new AnnotationSources(null, null, null, null);
}
