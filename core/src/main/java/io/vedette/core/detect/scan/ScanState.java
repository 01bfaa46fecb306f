package io.vedette.core.detect.scan;

import io.vedette.core.contact.Contact;
import io.vedette.core.contact.ProbeHeader;
import io.vedette.core.detect.fingerprint.FingerprintTally;
import io.vedette.core.flow.IpAddress;
import io.vedette.core.flow.IpProtocol;
import io.vedette.core.sketch.KeyedHash;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of one initiator: how it opens connections, the couples that failed, what spoke for it, and the incident
 * if one is open.
 *
 * <p>What a suspect costs in memory is in the description of this package.
 */
public final class ScanState extends Couples {

    /** Credit that successes can earn, at most, in units of evidence: about four free probes, however many successes. */
    private static final double MAX_CREDIT = 6;

    private static final KeyedHash COUPLES = new KeyedHash(1);
    private static final KeyedHash HOSTS = new KeyedHash(3);

    /** Ports below are those of services. */
    private static final int FIRST_DYNAMIC_PORT = 1024;

    /** Couples before the marks of tools are looked for, so that the many who never get further cost little. */
    private static final int MARKED_COUPLES = 4;

    /** Couples that are compared of a source with an open incident where very many are open: what 208 bytes hold. */
    private static final int COMPARED_WITHOUT_ROOM = 16;

    /** In {@link Evidence#UNITS}. */
    private byte credit;

    private char repeats;
    private @Nullable Successes successes;

    @Nullable
    FingerprintTally marks;

    long lastReceivedMillis;

    @Nullable
    Incident incident;

    ScanState(long high, long low) {
        super(high, low);
    }

    public IpAddress source() {
        return new IpAddress(high, low);
    }

    /** When the last contact was received, milliseconds since 1970 UTC. */
    public long lastReceivedMillis() {
        return lastReceivedMillis;
    }

    /** When the last contact was received that speaks against this initiator, as far as is known: of an open incident the last of the scan. */
    public long activeMillis() {
        return incident == null ? lastReceivedMillis : incident.activeMillis;
    }

    /** What names the open incident; null if there is none. */
    public @Nullable String incidentId() {
        return incident == null ? null : incident.id;
    }

    /** Whether an incident is open. */
    public boolean isScanning() {
        return incident != null;
    }

    /** What successes have earned: that much more evidence is asked for. */
    double credit() {
        return (double) credit / Evidence.UNITS;
    }

    /** How suspect this initiator is; who is least goes first when room is needed. */
    public double suspicion() {
        return incident != null ? Double.MAX_VALUE : score() - credit();
    }

    /** Contacts with couples that were on the list already; stops at 65,535. */
    int repeats() {
        return repeats;
    }

    void repeated() {
        repeats = (char) Math.min(Character.MAX_VALUE, repeats + 1);
    }

    /** Whether a service was ever reached and used: then the source has its address. */
    boolean hasSucceeded() {
        return successes != null;
    }

    /** Counts the marks of tools in a new probe; {@code place} is one to read it into. */
    void mark(Contact contact, FingerprintTally.Place place) {
        boolean marked = marks != null || size() >= MARKED_COUPLES;
        if (marked && ProbeHeader.isKnown(contact.headerTraits())) {
            if (marks == null) {
                marks = new FingerprintTally();
            }
            marks.add(contact, place);
        }
    }

    /**
     * Takes the couple of a failed contact to those that are compared with what other sources do. While an incident is open
     * nobody else needs the list, and it goes on for this alone.
     *
     * @return its position; -1 if it is one of them already, or there is no room
     */
    public int compare(Contact contact) {
        if (incident != null && size() >= (incident.roomy ? MAX_COUPLES : COMPARED_WITHOUT_ROOM)) {
            return -1;
        }
        int at = find(contact.targetHigh(), contact.targetLow(), contact.targetPort(), contact.protocol());
        if (at < 0 && incident != null) {
            at = add(
                    contact.targetHigh(),
                    contact.targetLow(),
                    contact.targetPort(),
                    contact.protocol(),
                    contact.flags(),
                    Evidence.of(contact.protocol(), contact.flags(), contact.outcome(), contact.packets()),
                    contact.outcome(),
                    true,
                    contact.timeMillis());
        }
        if (at < 0 || isCompared(at)) {
            return -1;
        }
        compared(at);
        return at;
    }

    /**
     * Bytes that an open incident takes to count exactly and to have all its couples compared, beyond what it takes at most where {@link
     * io.vedette.core.detect.Surroundings#countsExactly} is false; 0 if none is open.
     */
    public int bytesOfRoom() {
        if (incident == null) {
            return 0;
        }
        int list = Math.max(0, entries.length - COMPARED_WITHOUT_ROOM * words()) * Integer.BYTES;
        return list + incident.bytesOfRoom();
    }

    /** Gives back what an open incident does not need: a scan in random order is known by a list that is nearly full. */
    void giveBackRoom() {
        if (incident != null && !incident.roomy) {
            trim(COMPARED_WITHOUT_ROOM);
        }
    }

    /** From now on other couples are compared, or the same again. */
    public void compareAnew() {
        if (incident != null) {
            clear();
        } else {
            noneCompared();
        }
    }

    /** Notes that a service was reached. */
    void success(long toHigh, long toLow, int onPort, int protocol) {
        long couple = COUPLES.ofCouple(toHigh, toLow, onPort, protocol);
        if (successes == null) {
            successes = new Successes();
        }
        if (successes.add(couple, HOSTS.ofAddress(toHigh, toLow), onPort, protocol == IpProtocol.TCP)) {
            credit = (byte) Math.min(MAX_CREDIT * Evidence.UNITS, credit - Evidence.SUCCESS.units());
        }
    }

    /** Whether the host of a couple is one the initiator has connections with, on another port or another time. */
    boolean isAcquainted(int at) {
        return successes != null && successes.reached(HOSTS.ofAddress(targetHigh(at), targetLow(at)));
    }

    /** Whether a couple is that of reports (RTCP) on media (RTP) to the port below, where they are answered (RFC 3550 section 11). */
    boolean isMediaControl(int at) {
        int port = port(at);
        return successes != null
                && port > FIRST_DYNAMIC_PORT
                && (port & 1) == 1
                && successes.contains(COUPLES.ofCouple(targetHigh(at), targetLow(at), port - 1, protocol(at)));
    }

    /** Distinct couples that were reached since it is a suspect; nearly right where they are few. */
    int reached() {
        return successes == null ? 0 : successes.couples();
    }

    /** Distinct couples with this port that were reached, as far as remembered. */
    int successesOn(int onPort) {
        return successes == null ? 0 : successes.on(onPort);
    }

    /** Writes all but what {@link ScanStateCodec} can see itself. */
    void write(DataOutput out) throws IOException {
        writeCouples(out);
        out.writeChar(repeats);
        out.writeByte(credit);
        out.writeBoolean(successes != null);
        if (successes != null) {
            successes.write(out);
        }
    }

    /** Reads what {@link #write} wrote into a new state of the same source. */
    void read(DataInput in) throws IOException {
        readCouples(in);
        repeats = in.readChar();
        credit = (byte) ScanStateCodec.check(in.readByte(), (int) (MAX_CREDIT * Evidence.UNITS), "credit");
        if (in.readBoolean()) {
            successes = new Successes();
            successes.read(in);
        }
    }
}
