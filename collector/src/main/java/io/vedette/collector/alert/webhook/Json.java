package io.vedette.collector.alert.webhook;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** Writes a JSON document to bytes. */
final class Json {

    private static final JsonFactory FACTORY = new JsonFactory();

    /** Writes the members of an object. */
    @FunctionalInterface
    interface Members {
        void write(JsonGenerator json) throws IOException;
    }

    private Json() {}

    /** An object in UTF-8. */
    static byte[] object(Members members) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(2048);
        try (JsonGenerator json = FACTORY.createGenerator(out)) {
            member(json, members);
        } catch (IOException e) {
            throw new AssertionError(e); // memory does not fail
        }
        return out.toByteArray();
    }

    /** An object as the value of {@code name}. */
    static void member(JsonGenerator json, String name, Members members) throws IOException {
        json.writeFieldName(name);
        member(json, members);
    }

    /** An object as the next value. */
    static void member(JsonGenerator json, Members members) throws IOException {
        json.writeStartObject();
        members.write(json);
        json.writeEndObject();
    }
}
