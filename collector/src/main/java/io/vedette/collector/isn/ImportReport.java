package io.vedette.collector.isn;

import io.vedette.core.capture.CaptureCounts;
import io.vedette.core.isn.SynCounts;
import io.vedette.core.packet.PacketCounts;
import io.vedette.core.text.Printable;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;

/** What was counted into a store, what was there already, and what could not be read. For one thread. */
public final class ImportReport {

    private static final int MAX_LISTED = 1000;

    private final List<String> problems = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private long frames;
    private long bytes;
    private long syns;
    private long matching;
    private long ipv6;
    private long notIp;
    private long unknownLink;
    private long malformed;
    private volatile int counted;
    private int known;
    private int unchanged;
    private int queued;
    private int unlisted;
    private int loggedCaptures;
    private long loggedSyns;
    private long loggedMatching;

    void problem(String text) {
        if (problems.size() < MAX_LISTED) {
            problems.add(text);
        } else {
            unlisted++;
        }
    }

    void note(String text) {
        if (notes.size() < MAX_LISTED) {
            notes.add(text);
        }
    }

    /** Writes what is new since the last time into a log, and forgets those texts: for runs that go on. */
    void log(Logger to) {
        problems().forEach(problem -> to.warn("{}", Printable.of(problem)));
        notes.forEach(note -> to.info("{}", Printable.of(note)));
        if (counted > loggedCaptures) {
            to.info(
                    "counted {} captures, {} SYNs, {} with ISN=DST; in all {}, {}, {}",
                    counted - loggedCaptures,
                    syns - loggedSyns,
                    matching - loggedMatching,
                    counted,
                    syns,
                    matching);
        }
        problems.clear();
        unlisted = 0;
        notes.clear();
        loggedCaptures = counted;
        loggedSyns = syns;
        loggedMatching = matching;
    }

    /** A file, or a part of a live capture, is in the store. */
    void addCounted(CaptureCounts captures, PacketCounts packets, SynCounts counts) {
        counted++;
        notIp += packets.notIp.get();
        unknownLink += packets.unknownLink.get();
        malformed += packets.malformed.total();
        frames += captures.frames.get();
        bytes += captures.capturedBytes.get();
        syns += counts.syns.get();
        matching += counts.matching.get();
        ipv6 += counts.ipv6.get();
    }

    void addKnown() {
        known++;
    }

    void addUnchanged() {
        unchanged++;
    }

    /** Says how many files were left to the queue in which they are. */
    public void leftToQueue(int files) {
        queued = files;
    }

    /** Inputs that were counted; any thread may ask. */
    public int counted() {
        return counted;
    }

    /** Inputs that were read, and whose content had been counted before. */
    public int known() {
        return known;
    }

    /** Files that were not even read: they are as they were when they were counted. */
    public int unchanged() {
        return unchanged;
    }

    /** Files that were left to the queue in which they are. */
    public int inQueue() {
        return queued;
    }

    /** Frames of what was counted. */
    public long frames() {
        return frames;
    }

    /** Of those: with something else than IP inside. */
    public long notIp() {
        return notIp;
    }

    /** Of those: of link types that cannot be read. */
    public long unknownLink() {
        return unknownLink;
    }

    /** Of those: with headers that cannot be read. */
    public long malformed() {
        return malformed;
    }

    /** Bytes of those. */
    public long bytes() {
        return bytes;
    }

    public long syns() {
        return syns;
    }

    public long matching() {
        return matching;
    }

    /** SYNs over IPv6 that were left out. */
    public long ipv6() {
        return ipv6;
    }

    /** What could not be read, one sentence each; of many the first, and how many more there are. */
    public List<String> problems() {
        List<String> all = new ArrayList<>(problems);
        if (unlisted > 0) {
            all.add("and " + unlisted + " more that could not be read");
        }
        return List.copyOf(all);
    }

    /** What left nothing out and is worth knowing. */
    public List<String> notes() {
        return List.copyOf(notes);
    }
}
