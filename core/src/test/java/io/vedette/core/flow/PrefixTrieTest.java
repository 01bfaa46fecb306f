package io.vedette.core.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The longest prefix wins. */
class PrefixTrieTest {

    private static int address(String text) {
        return (int) IpAddress.parse(text).low();
    }

    @Test
    void shouldFindTheLongestPrefix() {
        PrefixTrie trie = new PrefixTrie();
        for (String text : List.of("10.0.0.0/8", "10.1.0.0/16", "10.1.2.0/24", "10.1.2.3/32", "128.0.0.0/1")) {
            trie.add(Prefix.parse(text));
        }
        trie.add(Prefix.parse("10.1.0.0/16"));
        assertThat(trie.size()).as("one came twice").isEqualTo(5);
        assertThat(trie.longest(address("10.1.2.3"))).hasToString("10.1.2.3/32");
        assertThat(trie.longest(address("10.1.2.4"))).hasToString("10.1.2.0/24");
        assertThat(trie.longest(address("10.1.3.4"))).hasToString("10.1.0.0/16");
        assertThat(trie.longest(address("10.2.3.4"))).hasToString("10.0.0.0/8");
        assertThat(trie.longest(address("200.2.3.4"))).hasToString("128.0.0.0/1");
        assertThat(trie.longest(address("9.0.0.1"))).isNull();
        trie.add(Prefix.parse("0.0.0.0/0"));
        assertThat(trie.longest(address("9.0.0.1"))).hasToString("0.0.0.0/0");
    }

    @Test
    void shouldAgreeWithALookAtEachPrefix() {
        Random random = new Random(8);
        PrefixTrie trie = new PrefixTrie();
        List<Prefix> all = new ArrayList<>();
        for (int i = 0; i < 2000; i++) {
            Prefix prefix = new Prefix(0, IpAddress.lowOfIpv4(random.nextInt() & 0xfff0ffff), 96 + random.nextInt(33));
            all.add(prefix);
            trie.add(prefix);
        }
        for (int i = 0; i < 5000; i++) {
            int address = random.nextInt() & 0xfff0ffff;
            Prefix expected = all.stream()
                    .filter(prefix -> prefix.contains(IpAddress.ofIpv4(address)))
                    .max(Comparator.comparingInt(Prefix::bits))
                    .orElse(null);
            assertThat(trie.longest(address)).isEqualTo(expected);
        }
    }

    @Test
    void shouldRefuseIpv6() {
        assertThatThrownBy(() -> new PrefixTrie().add(Prefix.parse("2001:db8::/32")))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
