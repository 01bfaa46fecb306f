package io.vedette.collector.enrich;

import io.vedette.core.darknet.json.Annotation;
import io.vedette.core.flow.IpAddress;
import io.vedette.core.flow.Prefix;
import io.vedette.core.flow.PrefixTrie;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Tells of an address what the sources know. */
public final class Annotator implements AutoCloseable {

    private final @Nullable GeoDatabase asn;
    private final @Nullable GeoDatabase city;
    private final @Nullable PrefixTrie prefixes;
    private final @Nullable ReverseDns dns;
    private final List<String> notes = new ArrayList<>();

    /**
     * Opens all sources.
     *
     * @param ticker nanoseconds of some clock
     * @throws IOException if one of the files cannot be read; the message names it
     */
    public Annotator(AnnotationSources sources, LongSupplier ticker) throws IOException {
        asn = open(sources.asn(), ticker);
        city = open(sources.city(), ticker);
        prefixes = sources.prefixes() == null ? null : prefixes(sources.prefixes());
        NameServers servers = sources.dns();
        dns = servers == null ? null : new ReverseDns(servers);
    }

    private static @Nullable GeoDatabase open(@Nullable Path path, LongSupplier ticker) throws IOException {
        try {
            return path == null ? null : new GeoDatabase(path, ticker);
        } catch (IOException | RuntimeException e) {
            throw new IOException(path + ": cannot be read as a MaxMind database: " + e.getMessage(), e);
        }
    }

    private PrefixTrie prefixes(Path path) throws IOException {
        try {
            PrefixFile file = PrefixFile.read(path);
            if (file.unreadable() > 0) {
                notes.add(path + ": " + file.unreadable() + " lines are no prefixes");
            }
            return file.prefixes();
        } catch (IOException e) {
            throw new IOException(path + ": cannot be read as prefixes: " + e.getMessage(), e);
        }
    }

    /** What is known of an address, a big-endian integer. Fails never; what cannot be told stays empty. */
    public CompletableFuture<Annotation> annotate(int address) {
        Annotation known = local(address);
        return dns == null
                ? CompletableFuture.completedFuture(known)
                : dns.names(address).thenApply(known::withNames);
    }

    private Annotation local(int address) {
        if (asn == null && city == null && prefixes == null) {
            return Annotation.NONE;
        }
        InetAddress inet = IpAddress.ofIpv4(address).toInetAddress();
        Map<?, ?> place = city == null ? Map.of() : city.find(inet);
        Map<?, ?> system = asn == null ? Map.of() : asn.find(inet);
        Prefix prefix = prefixes == null ? null : prefixes.longest(address);
        return new Annotation(
                GeoDatabase.number(place, "location", "latitude"),
                GeoDatabase.number(place, "location", "longitude"),
                GeoDatabase.text(place, "country", "iso_code"),
                GeoDatabase.text(place, "city", "names", "en"),
                (long) GeoDatabase.number(system, "autonomous_system_number"),
                GeoDatabase.text(system, "autonomous_system_organization"),
                prefix == null ? "" : prefix.toString(),
                null);
    }

    /** What did not go as it should, one sentence each. */
    public List<String> notes() {
        List<String> all = new ArrayList<>(notes);
        long files = (asn == null ? 0 : asn.failures()) + (city == null ? 0 : city.failures());
        if (files > 0) {
            all.add("databases failed " + files + " look-ups");
        }
        if (dns != null && dns.failures() > 0) {
            all.add("name servers gave no answer for " + dns.failures() + " addresses");
        }
        return all;
    }

    @Override
    public void close() throws IOException {
        if (dns != null) {
            dns.close();
        }
        if (asn != null) {
            asn.close();
        }
        if (city != null) {
            city.close();
        }
    }
}
