package io.vedette.collector.enrich;

import io.vedette.core.flow.Prefix;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes a database as the MaxMind DB File Format Specification 2.0 has it: IPv4, records of 24 bits, a handful of prefixes. */
final class TinyDatabase {

    private static final int NOTHING = -1;
    private static final byte[] MARKER = "\u00ab\u00cd\u00efMaxMind.com".getBytes(StandardCharsets.ISO_8859_1);

    private final List<int[]> nodes = new ArrayList<>();
    private final ByteArrayOutputStream data = new ByteArrayOutputStream();

    TinyDatabase() {
        nodes.add(new int[] {NOTHING, NOTHING});
    }

    /** Values are texts, doubles, integers, maps. Longer prefixes after shorter ones do not work, nor need they. */
    TinyDatabase add(String prefixText, Map<String, Object> value) {
        int offset = data.size();
        encode(value, data);
        Prefix prefix = Prefix.parse(prefixText);
        int length = prefix.bits() - 96;
        int node = 0;
        for (int bit = 0; bit < length; bit++) {
            int side = (int) (prefix.low() >>> 31 - bit & 1);
            if (bit == length - 1) {
                nodes.get(node)[side] = -2 - offset;
            } else if (nodes.get(node)[side] == NOTHING) {
                nodes.add(new int[] {NOTHING, NOTHING});
                nodes.get(node)[side] = nodes.size() - 1;
            }
            node = Math.max(0, nodes.get(node)[side]);
        }
        return this;
    }

    private static void encode(Object value, ByteArrayOutputStream out) {
        if (value instanceof String text) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            control(2, bytes.length, out);
            out.writeBytes(bytes);
        } else if (value instanceof Double number) {
            control(3, 8, out);
            out.writeBytes(ByteBuffer.allocate(8).putDouble(number).array());
        } else if (value instanceof Integer number) {
            control(6, 4, out);
            out.writeBytes(ByteBuffer.allocate(4).putInt(number).array());
        } else if (value instanceof List<?> list) {
            out.write(list.size());
            out.write(11 - 7);
            list.forEach(element -> encode(element, out));
        } else {
            Map<?, ?> map = (Map<?, ?>) value;
            control(7, map.size(), out);
            map.forEach((key, element) -> {
                encode(key, out);
                encode(element, out);
            });
        }
    }

    private static void control(int type, int size, ByteArrayOutputStream out) {
        out.write(type << 5 | Math.min(29, size));
        if (size >= 29) {
            out.write(size - 29);
        }
    }

    Path write(Path path) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int[] node : nodes) {
            for (int record : node) {
                int value = record >= 0 ? record : record == NOTHING ? nodes.size() : nodes.size() + 16 - 2 - record;
                out.write(value >>> 16);
                out.write(value >>> 8);
                out.write(value);
            }
        }
        out.writeBytes(new byte[16]);
        out.writeBytes(data.toByteArray());
        out.writeBytes(MARKER);
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("binary_format_major_version", 2);
        metadata.put("binary_format_minor_version", 0);
        metadata.put("build_epoch", 1_600_000_000);
        metadata.put("database_type", "Tiny");
        metadata.put("description", Map.of("en", "for tests"));
        metadata.put("ip_version", 4);
        metadata.put("languages", List.of("en"));
        metadata.put("node_count", nodes.size());
        metadata.put("record_size", 24);
        encode(metadata, out);
        Files.write(path, out.toByteArray());
        return path;
    }

    static Map<String, Object> city(double latitude, double longitude, String country, String city) {
        return Map.of(
                "location", Map.of("latitude", latitude, "longitude", longitude),
                "country", Map.of("iso_code", country),
                "city", Map.of("names", Map.of("en", city, "de", "anders")));
    }

    static Map<String, Object> system(int number, String organisation) {
        return Map.of("autonomous_system_number", number, "autonomous_system_organization", organisation);
    }
}
