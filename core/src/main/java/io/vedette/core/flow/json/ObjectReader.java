package io.vedette.core.flow.json;

import static io.vedette.core.flow.json.StreamLimits.MAX_DEPTH;
import static io.vedette.core.flow.json.StreamLimits.MAX_MEMBERS;
import static io.vedette.core.flow.json.StreamLimits.MAX_NAME_BYTES;
import static io.vedette.core.flow.json.StreamLimits.MAX_NUMBER_BYTES;
import static io.vedette.core.flow.json.StreamLimits.MAX_STRING_BYTES;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.vedette.core.flow.RejectReason;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads one object from Jackson's tokens into a draft, and remembers the first fault while it goes on to the object's end.
 *
 * <p>Checks every limit itself: Jackson checks only the length of what is asked for.
 */
final class ObjectReader {

    private final RecordDraft draft;
    private final byte[] text = new byte[StreamLimits.MAX_NAME_BYTES];
    private @Nullable RejectReason fault;
    private @Nullable FlowField faultyField;

    ObjectReader(RecordDraft draft) {
        this.draft = draft;
    }

    /** The first fault of the object last read, null if it had none. */
    @Nullable
    RejectReason fault() {
        return fault;
    }

    /** The field at fault, where there is one. */
    @Nullable
    FlowField faultyField() {
        return faultyField;
    }

    /**
     * Reads an object whose opening brace was the last token, {@code outer} levels down.
     *
     * @return false if it is nested too deep or has too many members: that is the fault, and its end was not looked for
     * @throws IOException if it is not JSON
     */
    boolean read(JsonParser parser, int outer) throws IOException {
        draft.clear();
        fault = null;
        faultyField = null;
        long named = 0;
        int members = 0;
        int depth = 1;
        FlowField field = null;
        while (depth > 0) {
            JsonToken token = parser.nextToken();
            if (token == JsonToken.FIELD_NAME) {
                if (++members > MAX_MEMBERS) {
                    return tooDeep();
                }
                checkLength(parser, MAX_NAME_BYTES);
                field = depth == 1 ? FieldNames.find(parser.currentName()) : null;
                if (field != null && (named & field.bit) != 0) {
                    fail(RejectReason.DUPLICATE_KEY, field);
                }
                named |= field == null ? 0 : field.bit;
            } else if (token.isStructEnd()) {
                depth--;
            } else {
                if (token == JsonToken.VALUE_STRING) {
                    checkLength(parser, MAX_STRING_BYTES);
                } else if (token.isNumeric()) {
                    checkLength(parser, MAX_NUMBER_BYTES);
                }
                if (field != null && depth == 1) {
                    readField(parser, token, field);
                }
                if (token.isStructStart() && outer + ++depth > MAX_DEPTH) {
                    return tooDeep();
                }
            }
        }
        return true;
    }

    private void readField(JsonParser parser, JsonToken token, FlowField field) throws IOException {
        boolean string = token == JsonToken.VALUE_STRING;
        if (string || token.isNumeric() && !field.isAddress()) {
            int length = copyText(parser);
            RejectReason reason = length < 0 ? RejectReason.BAD_NUMBER : draft.put(field, text, 0, length);
            if (reason != null) {
                fail(field.isAddress() ? RejectReason.BAD_ADDRESS : reason, field);
            }
        } else if (token != JsonToken.VALUE_NULL) {
            fail(field.isAddress() ? RejectReason.BAD_ADDRESS : RejectReason.BAD_NUMBER, field);
        }
    }

    /** The text of the current token as bytes; its length, or -1 if it is not ASCII or longer than any value we read. */
    private int copyText(JsonParser parser) throws IOException {
        int length = parser.getTextLength();
        if (length > text.length) {
            return -1;
        }
        char[] chars = parser.getTextCharacters();
        int offset = parser.getTextOffset();
        for (int i = 0; i < length; i++) {
            char next = chars[offset + i];
            if (next > 0x7f) {
                return -1;
            }
            text[i] = (byte) next;
        }
        return length;
    }

    private void checkLength(JsonParser parser, int max) throws IOException {
        if (parser.getTextLength() > max) {
            fail(RejectReason.OVERSIZE, null);
        }
    }

    private boolean tooDeep() {
        fault = RejectReason.TOO_DEEP;
        faultyField = null;
        return false;
    }

    private void fail(RejectReason reason, @Nullable FlowField field) {
        if (fault == null) {
            fault = reason;
            faultyField = field;
        }
    }
}
