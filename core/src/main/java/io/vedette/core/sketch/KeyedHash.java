package io.vedette.core.sketch;

/**
 * A 64-bit hash of addresses and couples under a secret seed.
 *
 * <p>The seed keeps senders from choosing addresses that fall into one slot of a table. It never decides what is detected,
 * only where state lies.
 */
public final class KeyedHash {

    private static final long GOLDEN = 0x9e37_79b9_7f4a_7c15L;

    /** Odd, as all multipliers here; an arbitrary one, because what it is multiplied by is added to the seed. */
    private static final long PROTOCOL = 0xc2b2_ae3d_27d4_eb4fL;

    private final long seed;
    private final long mixedSeed;
    private final long second;
    private final long third;
    private final long fourth;

    public KeyedHash(long seed) {
        this.seed = mix(seed ^ GOLDEN);
        this.mixedSeed = mix(this.seed);
        this.second = mix(seed + GOLDEN) | 1;
        this.third = mix(second + GOLDEN) | 1;
        this.fourth = mix(third + GOLDEN) | 1;
    }

    /** Hash of an address. */
    public long ofAddress(long high, long low) {
        long upper = high == 0 ? mixedSeed : mix(high + seed);
        return mix(upper ^ low * second);
    }

    /** Hash of an address, a port and a protocol. */
    public long ofCouple(long high, long low, int port, int protocol) {
        return mix(ofAddress(high, low) + ((long) protocol << 32 | port & 0xffff_ffffL) * second);
    }

    /**
     * Hash of one end of a conversation; cheaper than {@link #ofCouple}.
     *
     * <p>A multilinear form under secret odd multipliers (Carter, Wegman: Universal Classes of Hash Functions, JCSS 18, 1979),
     * then mixed.
     */
    public long ofEnd(long high, long low, int port) {
        return mix(high * third + low * second + (port + 1L) * fourth + seed);
    }

    /**
     * Hash of a conversation between two ends under a protocol, the same for both orders of the ends.
     *
     * <p>The product of two multilinear forms, one for each end, of which both halves count, and half a {@link #mix}: without
     * that, ends that follow each other lie in patterns that overfill some buckets of a table.
     */
    public long ofConversation(long aHigh, long aLow, int aPort, long bHigh, long bLow, int bPort, int protocol) {
        long common = seed + protocol * PROTOCOL;
        long a = aHigh * third + aLow * second + aPort * fourth + common;
        long b = bHigh * third + bLow * second + bPort * fourth + common;
        long product = a * b ^ Math.multiplyHigh(a, b);
        product = (product ^ product >>> 32) * second;
        return product ^ product >>> 32;
    }

    /**
     * The place of a hash among 2^bits, by a secret odd multiplier (Dietzfelbinger, Hagerup, Katajainen, Penttonen: A Reliable
     * Randomized Algorithm for the Closest-Pair Problem, Journal of Algorithms 25, 1997): whoever knows the hash does not know it.
     *
     * @param bits from 1 to 31
     */
    public int placeOf(long hash, int bits) {
        return (int) (hash * third >>> Long.SIZE - bits);
    }

    /** Hash of two hashes, in this order. */
    public long ofBoth(long first, long other) {
        return mix(first * second + Long.rotateLeft(other, 32));
    }

    /**
     * The finalizer of SplitMix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, OOPSLA 2014, variant
     * 13 of Stafford): a bijection in which each input bit changes each output bit with a probability near one half.
     */
    private static long mix(long z) {
        z = (z ^ z >>> 30) * 0xbf58_476d_1ce4_e5b9L;
        z = (z ^ z >>> 27) * 0x94d0_49bb_1331_11ebL;
        return z ^ z >>> 31;
    }
}
