package io.vedette.core.darknet.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.vedette.core.text.FileTrouble;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import org.jspecify.annotations.Nullable;

/** Reads files of events, one array or one object per line, whoever wrote them. Members may stand in any order. */
public final class EventReader implements Closeable {

    private static final JsonFactory FACTORY = new JsonFactory();

    private final JsonParser json;

    /** @param in closed with this */
    public EventReader(InputStream in) throws IOException {
        json = FACTORY.createParser(in);
    }

    /**
     * The next event, or null at the end.
     *
     * @throws IOException if what follows is no event; the message says where
     */
    public @Nullable ReportedEvent next() throws IOException {
        try {
            JsonToken token = json.nextToken();
            while (token == JsonToken.START_ARRAY || token == JsonToken.END_ARRAY) {
                token = json.nextToken();
            }
            if (token == null) {
                return null;
            } else if (token != JsonToken.START_OBJECT) {
                throw new IOException("expected an event" + where());
            }
            return event();
        } catch (JsonProcessingException e) {
            throw new IOException(FileTrouble.syntax(e.getOriginalMessage()) + where(), e);
        } catch (DateTimeException | ArithmeticException e) {
            throw new IOException("not a time" + where(), e);
        }
    }

    private String where() {
        return " (line " + json.currentLocation().getLineNr() + ", column "
                + json.currentLocation().getColumnNr() + ")";
    }

    private ReportedEvent event() throws IOException {
        String source = "";
        String country = "";
        long port = 0;
        long traffic = -1;
        long first = 0;
        long last = 0;
        long packets = -1;
        long uniques = -1;
        double total = 0;
        boolean zmap = false;
        boolean masscan = false;
        boolean mirai = false;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            json.nextToken();
            switch (name) {
                case "SourceIP" -> source = json.getText();
                case "Country" -> country = json.getText();
                case "Port" -> port = json.getLongValue();
                case "Traffic" -> traffic = json.getLongValue();
                case "First" -> first = GoText.nanos(json.getText());
                case "Last" -> last = GoText.nanos(json.getText());
                case "Packets" -> packets = json.getLongValue();
                case "UniqueDests" -> uniques = json.getLongValue();
                case "TotalPackets" -> total = json.getDoubleValue();
                case "Zmap" -> zmap = json.getBooleanValue();
                case "Masscan" -> masscan = json.getBooleanValue();
                case "Mirai" -> mirai = json.getBooleanValue();
                default -> json.skipChildren();
            }
        }
        if (traffic < 0 || traffic > 17 || port < 0 || port > 65_535 || packets < 0 || uniques < 0) {
            throw new IOException("an object that is no event" + where());
        }
        long size = total > 0 ? Math.round(0x1p32 * packets / total) : 0;
        return new ReportedEvent(
                source, (int) port, (int) traffic, first, last, packets, uniques, country, zmap, masscan, mirai, size);
    }

    @Override
    public void close() throws IOException {
        json.close();
    }
}
