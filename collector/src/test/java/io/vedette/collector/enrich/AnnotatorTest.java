package io.vedette.collector.enrich;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vedette.collector.enrich.NameServer.Answer;
import io.vedette.collector.enrich.NameServer.Reply;
import io.vedette.core.darknet.json.Annotation;
import io.vedette.core.flow.IpAddress;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What files and name servers say of an address, and what becomes of it when they say nothing. */
class AnnotatorTest {

    private final AtomicLong nanos = new AtomicLong();

    @TempDir
    Path directory;

    private static int address(String text) {
        return (int) IpAddress.parse(text).low();
    }

    private Annotator annotator(@Nullable Path asn, @Nullable Path city, @Nullable Path prefixes) throws IOException {
        return new Annotator(new AnnotationSources(asn, city, prefixes, null), nanos::get);
    }

    private static Annotation ask(Annotator annotator, String address) throws Exception {
        return annotator.annotate(address(address)).get(60, TimeUnit.SECONDS);
    }

    @Test
    void shouldReadBothDatabasesAndPrefixes() throws Exception {
        Path city = new TinyDatabase()
                .add("203.0.113.0/24", TinyDatabase.city(52.52, 13.405, "DE", "Berlin"))
                .write(directory.resolve("city.mmdb"));
        Path asn = new TinyDatabase()
                .add("203.0.113.0/25", TinyDatabase.system(64_500, "Example <Org> & Söhne"))
                .write(directory.resolve("asn.mmdb"));
        Path prefixes = directory.resolve("pfx2as");
        Files.writeString(prefixes, "203.0.0.0\t16\t64500\n203.0.113.0\t24\t64500_64501\n");
        try (Annotator annotator = annotator(asn, city, prefixes)) {
            assertThat(ask(annotator, "203.0.113.9"))
                    .isEqualTo(new Annotation(
                            52.52, 13.405, "DE", "Berlin", 64_500, "Example <Org> & Söhne", "203.0.113.0/24", null));
            assertThat(ask(annotator, "203.0.113.200").organisation()).isEmpty();
            assertThat(ask(annotator, "203.0.7.1").prefix()).isEqualTo("203.0.0.0/16");
            assertThat(ask(annotator, "198.51.100.1")).isEqualTo(Annotation.NONE);
            assertThat(annotator.notes()).isEmpty();
        }
    }

    @Test
    void shouldPickUpAReplacedDatabaseAndKeepTheOldOneIfTheNewOneIsBroken() throws Exception {
        Path city = directory.resolve("city.mmdb");
        new TinyDatabase()
                .add("203.0.113.0/24", TinyDatabase.city(1, 2, "AA", "Old"))
                .write(city);
        try (Annotator annotator = annotator(null, city, null)) {
            Path next = new TinyDatabase()
                    .add("203.0.113.0/24", TinyDatabase.city(1, 2, "BB", "Newer"))
                    .write(directory.resolve("next"));
            Files.move(next, city, StandardCopyOption.REPLACE_EXISTING);
            assertThat(ask(annotator, "203.0.113.1").city()).isEqualTo("Old");
            nanos.addAndGet(Duration.ofSeconds(11).toNanos());
            assertThat(ask(annotator, "203.0.113.1").city()).isEqualTo("Newer");

            Files.writeString(city, "no database");
            nanos.addAndGet(Duration.ofSeconds(11).toNanos());
            assertThat(ask(annotator, "203.0.113.1").city()).isEqualTo("Newer");
            assertThat(annotator.notes()).containsExactly("databases failed 1 look-ups");
        }
    }

    @Test
    void shouldLeaveEmptyWhatIsOfAnotherType() throws Exception {
        Path odd = new TinyDatabase()
                .add("203.0.113.0/24", Map.of("country", "text", "city", 7, "location", Map.of("latitude", "x")))
                .write(directory.resolve("odd"));
        try (Annotator annotator = annotator(null, odd, null)) {
            assertThat(ask(annotator, "203.0.113.1")).isEqualTo(Annotation.NONE);
        }
    }

    @Test
    void shouldReadPackedPrefixesAndCountOtherLines() throws Exception {
        Path prefixes = directory.resolve("pfx2as.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(prefixes))) {
            out.write("203.0.113.0\t24\t1\nnonsense\n203.0.113.0\t33\t1\n203.0.113.0\t24\n2001:db8::\t32\t1\n"
                    .getBytes());
        }
        try (Annotator annotator = annotator(null, null, prefixes)) {
            assertThat(ask(annotator, "203.0.113.1").prefix()).isEqualTo("203.0.113.0/24");
            assertThat(annotator.notes()).containsExactly(prefixes + ": 3 lines are no prefixes");
        }
    }

    @Test
    void shouldSayWhichFileCannotBeUsed() throws IOException {
        Path other = Files.writeString(directory.resolve("other"), "text\n");
        assertThatThrownBy(() -> annotator(other, null, null))
                .hasMessageContaining("other: cannot be read as a MaxMind");
        assertThatThrownBy(() -> annotator(null, null, other))
                .hasMessageContaining("other: cannot be read as prefixes");
    }

    private static ReverseDns dns(NameServer... servers) {
        List<InetSocketAddress> addresses = new ArrayList<>();
        for (NameServer server : servers) {
            addresses.add(server.address());
        }
        return new ReverseDns(new NameServers(addresses, 2, Duration.ofMillis(300), 8, 1000));
    }

    private static List<String> names(ReverseDns dns, String address) throws Exception {
        return dns.names(address(address)).get(60, TimeUnit.SECONDS);
    }

    @Test
    void shouldGiveNamesAndSayWhatIsNone() throws Exception {
        try (NameServer server = new NameServer(question -> switch (question) {
                    case "1.113.0.203.in-addr.arpa." -> Reply.names("one.example", "two.example");
                    case "2.113.0.203.in-addr.arpa." ->
                        new Reply(
                                NameServer.NO_ERROR,
                                List.of(new Answer(5, "alias.example"), new Answer(12, "real.example")));
                    case "3.113.0.203.in-addr.arpa." -> new Reply(NameServer.NAME_ERROR, List.of());
                    default -> Reply.SILENCE;
                });
                ReverseDns dns = dns(server)) {
            assertThat(names(dns, "203.0.113.1")).containsExactly("one.example.", "two.example.");
            assertThat(names(dns, "203.0.113.2")).containsExactly("FAILED (NON-PTR)", "real.example.");
            assertThat(names(dns, "203.0.113.3")).isEmpty();
            int before = server.questions.get();
            assertThat(names(dns, "203.0.113.4")).containsExactly("FAILED (ERR)");
            assertThat(server.questions.get() - before).isEqualTo(2);
            assertThat(dns.failures()).isEqualTo(1);
            assertThat(names(dns, "203.0.113.1")).hasSize(2);
            assertThat(names(dns, "203.0.113.4")).isEqualTo(ReverseDns.FAILED);
            assertThat(server.questions.get() - before).as("answers are kept").isEqualTo(2);
        }
    }

    @Test
    void shouldAskEachOfSeveralServersAndNeverTooMuchAtOnce() throws Exception {
        AtomicInteger unanswered = new AtomicInteger();
        try (NameServer first = new NameServer(question -> Reply.names("first.example"));
                NameServer second = new NameServer(question -> Reply.names("second.example"));
                ReverseDns dns = dns(first, second)) {
            List<CompletableFuture<List<String>>> all = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                CompletableFuture<List<String>> names = dns.names(address("203.0.113.0") + i);
                unanswered.accumulateAndGet(
                        (int) all.stream().filter(asked -> !asked.isDone()).count(), Math::max);
                all.add(names);
            }
            CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).get(60, TimeUnit.SECONDS);
            assertThat(unanswered.get()).isLessThanOrEqualTo(8);
            assertThat(first.questions.get()).isGreaterThan(80);
            assertThat(second.questions.get()).isGreaterThan(80);
        }
    }

    @Test
    void shouldReadServers() {
        assertThat(NameServers.parse("192.0.2.1 192.0.2.2:5353 [2001:db8::1]:53 2001:db8::2"))
                .extracting(InetSocketAddress::getPort)
                .containsExactly(53, 5353, 53, 53);
        for (String wrong : List.of("example.org", "192.0.2.1:0", "192.0.2.1:x", "")) {
            assertThatThrownBy(() -> NameServers.parse(wrong)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
