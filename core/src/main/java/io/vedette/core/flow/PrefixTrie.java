package io.vedette.core.flow;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A set of IPv4 prefixes that tells the longest one which contains an address.
 *
 * <p>A binary trie in two columns: the children of a node, and whether a prefix ends there. About 20 bytes for each prefix of a
 * full BGP table. Filled by one thread; may then be asked by any.
 */
public final class PrefixTrie {

    private static final int ROOT = 0;
    private static final int IPV4_OFFSET = 96;

    /** The children of node n at 2n and 2n + 1; 0 for none, since the root is nobody's child. */
    private int[] children = new int[1024];

    private boolean[] ends = new boolean[512];
    private int nodes = 1;
    private int size;

    /**
     * Adds a prefix.
     *
     * @throws IllegalArgumentException if it is not one of IPv4
     */
    public void add(Prefix prefix) {
        if (!prefix.isIpv4()) {
            throw new IllegalArgumentException(prefix + " is no IPv4 prefix");
        }
        int address = (int) prefix.low();
        int node = ROOT;
        for (int bit = 0; bit < prefix.bits() - IPV4_OFFSET; bit++) {
            int child = 2 * node + (address >>> 31 - bit & 1);
            if (children[child] == 0) {
                int added = addNode(); // which may replace the array
                children[child] = added;
            }
            node = children[child];
        }
        size += ends[node] ? 0 : 1;
        ends[node] = true;
    }

    private int addNode() {
        if (nodes == ends.length) {
            ends = Arrays.copyOf(ends, nodes + (nodes >> 1));
            children = Arrays.copyOf(children, 2 * ends.length);
        }
        return nodes++;
    }

    /** How many different prefixes there are. */
    public int size() {
        return size;
    }

    /** The longest prefix that contains the address, a big-endian integer; null if none does. */
    public @Nullable Prefix longest(int address) {
        int node = ROOT;
        int length = ends[ROOT] ? 0 : -1;
        for (int bit = 0; bit < 32; bit++) {
            node = children[2 * node + (address >>> 31 - bit & 1)];
            if (node == 0) {
                break;
            }
            length = ends[node] ? bit + 1 : length;
        }
        return length < 0 ? null : new Prefix(0, IpAddress.lowOfIpv4(address), length + IPV4_OFFSET);
    }
}
