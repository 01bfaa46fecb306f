package io.vedette.core.flow.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import io.vedette.core.flow.RejectReason;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Decides, with Jackson's strict parser, what a line holds: objects one after the other, arrays of objects, what {@link
 * Repair} can mend, or something to reject and why.
 *
 * <p>One fault is one rejection. The line goes on after a faulty record whose end is known; it is given up after anything that
 * is not JSON, is nested too deep or is no flow record at all. Belongs to one stream.
 */
final class Arbiter {

    /** The rest of the line is not looked at. */
    private static final int GIVEN_UP = -1;

    /*
     * Names come from strangers: they are not interned, and colliding ones must not raise an error. Jackson's limits are a
     * second line behind those of ObjectReader.
     */
    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(2 * StreamLimits.MAX_DEPTH)
                    .build())
            .build();

    private final RecordDraft draft;
    private final Verdicts verdicts;
    private final ObjectReader reader;
    private final Repair repair = new Repair();

    private byte[] line = {};
    private int lineEnd;
    private int validEnd;
    private boolean cut;
    private int records;

    Arbiter(RecordDraft draft, Verdicts verdicts) {
        this.draft = draft;
        this.verdicts = verdicts;
        reader = new ObjectReader(draft);
    }

    /**
     * Gives the verdicts on {@code bytes[from, to)}, a line that is not blank.
     *
     * @param inputEnded whether the line has no line end, so that what is incomplete was cut off
     */
    void line(byte[] bytes, int from, int to, boolean inputEnded) {
        line = bytes;
        lineEnd = to;
        validEnd = Encoding.validEnd(bytes, from, to);
        cut = inputEnded;
        records = 0;
        draft.clear();
        int at = from;
        while (at >= 0 && at < validEnd) {
            at = parse(at);
        }
        if (at >= 0 && validEnd < to) {
            reject(RejectReason.BAD_ENCODING, validEnd, to);
        }
    }

    /** Gives the verdicts on what stands from {@code from} on; returns where to go on. */
    private int parse(int from) {
        int start = from;
        JsonToken root = null;
        try (JsonParser parser = JSON.createParser(line, from, validEnd - from)) {
            while ((root = parser.nextToken()) != null) {
                start = from + offset(parser.currentTokenLocation());
                if (!readRoot(parser, root, from, start)) {
                    return GIVEN_UP;
                }
                start = from + offset(parser.currentLocation());
                root = null;
            }
            return validEnd;
        } catch (StreamConstraintsException e) {
            return giveUp(RejectReason.OVERSIZE, start);
        } catch (JsonParseException e) {
            int next = root == JsonToken.START_OBJECT ? mend(start) : GIVEN_UP;
            return next >= 0 ? next : giveUp(reason(e, from, root), LinePrefix.skipBlanks(line, start, lineEnd));
        } catch (IOException e) {
            throw new AssertionError("reading from memory cannot fail", e);
        }
    }

    private static int offset(JsonLocation location) {
        return (int) location.getByteOffset();
    }

    private RejectReason reason(JsonParseException e, int from, @Nullable JsonToken root) {
        if (validEnd < lineEnd) {
            return cut && lineEnd - validEnd < 4 && line[validEnd] < 0
                    ? RejectReason.PARTIAL_LINE
                    : RejectReason.BAD_ENCODING;
        }
        if (cut && (e instanceof JsonEOFException || from + offset(e.getLocation()) >= lineEnd)) {
            return RejectReason.PARTIAL_LINE;
        }
        return root == null && records > 0 ? RejectReason.TRAILING_GARBAGE : RejectReason.BAD_JSON;
    }

    /** Reads one value at the top of the line; false if the rest of the line is to be given up. */
    private boolean readRoot(JsonParser parser, JsonToken root, int from, int start) throws IOException {
        if (records == StreamLimits.MAX_RECORDS_PER_LINE) {
            return giveUp(RejectReason.TOO_DEEP, start) >= 0;
        }
        if (root == JsonToken.START_OBJECT) {
            return readObject(parser, 0, from, start);
        }
        if (root == JsonToken.START_ARRAY) {
            return readArray(parser, from, start);
        }
        return giveUp(records == 0 ? RejectReason.NOT_AN_OBJECT : RejectReason.TRAILING_GARBAGE, start) >= 0;
    }

    private boolean readArray(JsonParser parser, int from, int start) throws IOException {
        int elements = 0;
        for (JsonToken token; (token = parser.nextToken()) != JsonToken.END_ARRAY; elements++) {
            int at = from + offset(parser.currentTokenLocation());
            if (records == StreamLimits.MAX_RECORDS_PER_LINE || token == JsonToken.START_ARRAY) {
                return giveUp(RejectReason.TOO_DEEP, at) >= 0;
            }
            if (token != JsonToken.START_OBJECT) {
                reject(RejectReason.NOT_AN_OBJECT, at, lineEnd);
            } else if (!readObject(parser, 1, from, at)) {
                return false;
            }
        }
        if (elements == 0) {
            reject(RejectReason.NOT_AN_OBJECT, start, lineEnd);
        }
        return true;
    }

    private boolean readObject(JsonParser parser, int outer, int from, int start) throws IOException {
        if (!reader.read(parser, outer)) {
            return giveUp(RejectReason.TOO_DEEP, start) >= 0;
        }
        judge(false, start, from + offset(parser.currentLocation()));
        return true;
    }

    private void judge(boolean repaired, int from, int to) {
        records++;
        RejectReason fault = reader.fault();
        if (fault == null) {
            verdicts.record(repaired, from, to);
        } else {
            verdicts.rejected(fault, reader.faultyField(), from, to);
        }
        draft.clear();
    }

    /** Repairs the object at {@code start} and judges it; returns where to go on, or {@link #GIVEN_UP} if it is beyond that. */
    private int mend(int start) {
        int next = repair.object(line, start, validEnd);
        if (next < 0) {
            return GIVEN_UP;
        }
        try (JsonParser parser = JSON.createParser(repair.bytes(), 0, repair.length())) {
            parser.nextToken();
            reader.read(parser, 0);
            judge(true, start, next);
            return next;
        } catch (IOException e) { // still not JSON
            return GIVEN_UP;
        }
    }

    private void reject(RejectReason reason, int from, int to) {
        records++;
        verdicts.rejected(reason, null, from, to);
        draft.clear();
    }

    private int giveUp(RejectReason reason, int from) {
        reject(reason, from, lineEnd);
        return GIVEN_UP;
    }
}
