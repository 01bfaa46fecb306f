package io.vedette.core.darknet.json;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What databases and name servers know of a source; zeros and empty texts where they know nothing.
 *
 * @param latitude degrees, north positive
 * @param longitude degrees, east positive
 * @param country code of ISO 3166-1
 * @param city in English
 * @param asn number of the autonomous system
 * @param organisation that holds it
 * @param prefix announced in BGP
 * @param names from reverse DNS, with their last dot; null where nobody was asked
 */
public record Annotation(
        double latitude,
        double longitude,
        String country,
        String city,
        long asn,
        String organisation,
        String prefix,
        @Nullable List<String> names) {

    public static final Annotation NONE = new Annotation(0, 0, "", "", 0, "", "", null);

    public Annotation {
        names = names == null ? null : List.copyOf(names);
    }

    /** The same with these names. */
    public Annotation withNames(@Nullable List<String> otherNames) {
        return new Annotation(latitude, longitude, country, city, asn, organisation, prefix, otherNames);
    }
}
