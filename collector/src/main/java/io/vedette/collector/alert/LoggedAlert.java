package io.vedette.collector.alert;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.vedette.core.detect.Alert;
import io.vedette.core.detect.format.AlertFormat;
import io.vedette.core.detect.json.AlertJson;
import io.vedette.core.detect.json.AlertReading;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A line of the alert log.
 *
 * @param suppression the id of the suppression that kept the alert back from people; empty if none did
 */
public record LoggedAlert(Alert alert, String suppression) {

    private static final JsonFactory JSON = new JsonFactory();

    /** Reads {@code line}, in any format but CEF and without its end; null if it is no alert, as a line that was cut off. */
    public static @Nullable LoggedAlert read(String line) {
        byte[] bytes = AlertFormat.ownWords(line).getBytes(StandardCharsets.ISO_8859_1);
        if (!(AlertJson.read(bytes) instanceof AlertReading.Valid valid)) {
            return null;
        }
        boolean marked = line.contains("\"" + AlertLines.SUPPRESSED + "\":");
        return new LoggedAlert(valid.alert(), marked ? suppression(bytes) : "");
    }

    private static String suppression(byte[] line) {
        try (JsonParser json = JSON.createParser(line)) {
            json.nextToken();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                boolean mark = json.currentName().equals(AlertLines.SUPPRESSED);
                JsonToken value = json.nextToken();
                if (mark && value == JsonToken.VALUE_STRING) {
                    return json.getText();
                }
                json.skipChildren();
            }
            return "";
        } catch (IOException e) {
            return ""; // cannot be: it was read before
        }
    }
}
