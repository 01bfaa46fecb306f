package io.vedette.core.detect.scan;

import io.vedette.core.contact.Contact;
import io.vedette.core.contact.Outcome;
import io.vedette.core.detect.Target;
import io.vedette.core.flow.IpAddress;
import io.vedette.core.flow.Prefix;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The most telling targets of an incident as it was opened, and the first in another network where these are all in one: three words each,
 * because very many may be open. Immutable.
 */
final class Sample {

    static final int SIZE = 10;

    /*
     * The two halves of the address, then from the lowest bits outcome (2), evidence (4), protocol (8), port plus one (17).
     */
    private static final int WORDS = 3;
    private static final int OUTCOME = 3;
    private static final int EVIDENCE_SHIFT = 2;
    private static final int EVIDENCE_MASK = 15;
    private static final int PROTOCOL_SHIFT = 6;
    private static final int PORT_SHIFT = 14;

    private static final Outcome[] OUTCOMES = Outcome.values();
    private static final Evidence[] EVIDENCE = Evidence.values();

    private final long[] words;

    private Sample(long[] words) {
        this.words = words;
    }

    static Sample of(Couples couples) {
        int[] positions = Telling.heaviest(couples, SIZE);
        long[] words = new long[positions.length * WORDS];
        int word = 0;
        for (int at : positions) {
            words[word++] = couples.targetHigh(at);
            words[word++] = couples.targetLow(at);
            words[word++] = rest(couples.port(at), couples.protocol(at), couples.evidence(at), couples.outcome(at));
        }
        return new Sample(words);
    }

    private static long rest(int port, int protocol, Evidence evidence, Outcome outcome) {
        return (long) (port - Contact.UNKNOWN) << PORT_SHIFT
                | (long) protocol << PROTOCOL_SHIFT
                | (long) evidence.ordinal() << EVIDENCE_SHIFT
                | outcome.ordinal();
    }

    /** The same with a target more: the last, or in place of the last. */
    Sample with(long high, long low, int port, int protocol, Evidence evidence, Outcome outcome) {
        int at = Math.min(words.length, (SIZE - 1) * WORDS);
        long[] more = Arrays.copyOf(words, at + WORDS);
        more[at] = high;
        more[at + 1] = low;
        more[at + 2] = rest(port, protocol, evidence, outcome);
        return new Sample(more);
    }

    /** The network that all targets are in; null if they are in several. */
    @Nullable
    Prefix network() {
        Prefix network = words.length == 0 ? null : NetworkScan.networkOf(words[0], words[1]);
        for (int word = WORDS; network != null && word < words.length; word += WORDS) {
            network = network.contains(words[word], words[word + 1]) ? network : null;
        }
        return network;
    }

    /** Whether two thirds of the targets are ports of one host. */
    boolean isMostlyOneHost() {
        int most = 0;
        for (int host = 0; host < words.length; host += WORDS) {
            int same = 0;
            for (int word = 0; word < words.length; word += WORDS) {
                same += words[word] == words[host] && words[word + 1] == words[host + 1] ? WORDS : 0;
            }
            most = Math.max(most, same);
        }
        return most * 3 >= words.length * 2;
    }

    List<Target> targets() {
        List<Target> targets = new ArrayList<>(SIZE);
        for (int word = 0; word < words.length; word += WORDS) {
            int rest = (int) words[word + 2];
            Evidence evidence = EVIDENCE[rest >>> EVIDENCE_SHIFT & EVIDENCE_MASK];
            targets.add(new Target(
                    new IpAddress(words[word], words[word + 1]),
                    (rest >>> PORT_SHIFT) + Contact.UNKNOWN,
                    rest >>> PROTOCOL_SHIFT & 0xff,
                    OUTCOMES[rest & OUTCOME],
                    evidence.label(),
                    evidence.weight()));
        }
        return List.copyOf(targets);
    }

    void write(DataOutput out) throws IOException {
        out.writeByte(words.length / WORDS);
        for (long word : words) {
            out.writeLong(word);
        }
    }

    static Sample read(DataInput in) throws IOException {
        int size = ScanStateCodec.check(in.readUnsignedByte(), SIZE, "targets");
        long[] words = new long[size * WORDS];
        for (int i = 0; i < words.length; i++) {
            words[i] = in.readLong();
        }
        for (int word = 2; word < words.length; word += WORDS) {
            ScanStateCodec.check((int) words[word] >>> EVIDENCE_SHIFT & EVIDENCE_MASK, EVIDENCE.length - 1, "evidence");
        }
        return new Sample(words);
    }
}
