package io.vedette.core.flow.json;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Lines as nProbe writes them, as nobody writes them, and as transmission errors leave them; the same for the same seed. */
final class RandomRecords {

    private static final List<String> NAMES = new ArrayList<>();

    static {
        for (FlowField field : FlowField.values()) {
            NAMES.addAll(field.names());
        }
        NAMES.addAll(List.of("DNS_QUERY", "APPLICATION_ID", "1", "57590", "35632.118", "0.1", "", "PROTOCOL_MAP", "é"));
    }

    private static final String[] VALUES = {
        "0",
        "1",
        "2",
        "6",
        "17",
        "58",
        "41",
        "255",
        "256",
        "443",
        "65535",
        "65536",
        "-1",
        "-0",
        "00",
        "06",
        "1.0",
        "53.000",
        "1.5",
        "1e3",
        "1E400",
        "0x35",
        "NaN",
        "true",
        "false",
        "null",
        "\"\"",
        "\"6\"",
        "\"06\"",
        "\"6.0\"",
        "\" 6\"",
        "\"6 \"",
        "9223372036854775807",
        "9223372036854775808",
        "18446744073709551615",
        "18446744073709551616",
        "123456789012345678",
        "1234567890123456789",
        "12345678",
        "123456789",
        "1763640000",
        "1763640000000",
        "1763640000000000",
        "4294967295",
        "\"::\"",
        "\"0.0.0.0\"",
        "\"010.0.0.1\"",
        "\"1.2.3\"",
        "\"1.2.3.4.5\"",
        "\"256.1.1.1\"",
        "\"1.2.3.4 \"",
        "\"::ffff:1.2.3.4\"",
        "\"fe80::1%eth0\"",
        "\"fe80::1%\"",
        "\"2001:db8::66\"",
        "\"2001:DB8:0:0:1::\"",
        "\"1:2:3:4:5:6:7:8\"",
        "\":::\"",
        "\"255.255.255.255\"",
        "1.1.1.1",
        "[::]",
        "00000000",
        "tcp",
        "",
        "{}",
        "[]",
        "[1,[2]]",
        "{\"8\":\"9.9.9.9\"}",
        "\"a\\u0041\\\"b\"",
        "\"\\ud800\"",
        "\"é\"",
        "\"x\ty\"",
        "\"long: 0123456789012345678901234567890123456789\"",
        "1000000000000000000000000000000000000000000000000000000000000000000",
        "\"192.168.100.200\"",
        "\"1.2.3.4\\u0000\""
    };

    private final Random random;

    RandomRecords(long seed) {
        random = new Random(seed);
    }

    /** One line without its end. */
    String line() {
        int kind = random.nextInt(20);
        if (kind < 10) {
            return plain();
        }
        if (kind < 15) {
            return wild();
        }
        if (kind < 17) {
            return mutated(plain());
        }
        if (kind < 18) {
            return mutated(wild());
        }
        return kind < 19 ? "[" + plain() + "," + wild() + "]" : plain() + blanks() + wild();
    }

    /** A record with the fields of the usual templates, often in their order. */
    String plain() {
        List<String> members = new ArrayList<>();
        members.add(member("IPV4_SRC_ADDR", '"' + address() + '"'));
        members.add(member("IPV4_DST_ADDR", '"' + address() + '"'));
        members.add(member("PROTOCOL", random.nextBoolean() ? "6" : String.valueOf(random.nextInt(256))));
        members.add(member("L4_SRC_PORT", String.valueOf(random.nextInt(65536))));
        members.add(member("L4_DST_PORT", String.valueOf(random.nextInt(1 << 1 + random.nextInt(16)))));
        members.add(member("TCP_FLAGS", String.valueOf(random.nextInt(256))));
        members.add(member("IN_PKTS", String.valueOf(random.nextLong() >>> 1 + random.nextInt(63))));
        if (random.nextInt(4) == 0) {
            members.add(member("FIRST_SWITCHED", String.valueOf(1_763_640_000 + random.nextInt(1000))));
            members.add(member("LAST_SWITCHED", String.valueOf(1_763_640_000 + random.nextInt(1000))));
            members.add(member("CLIENT_NW_LATENCY_MS", random.nextInt(100) + ".0" + random.nextInt(10)));
            members.add(member("HTTP_URL", "\"" + "/".repeat(random.nextInt(30)) + '"'));
        }
        if (random.nextInt(4) == 0) {
            members.add(' ' + member("42", String.valueOf(random.nextInt(200))));
        }
        if (random.nextInt(4) == 0) {
            Collections.shuffle(members, random);
        }
        return '{' + String.join(",", members) + '}';
    }

    /** A record in which any field may have any value and blanks stand wherever they may. */
    private String wild() {
        List<String> members = new ArrayList<>();
        if (random.nextInt(4) > 0) {
            members.add(member("8", '"' + address() + '"'));
            members.add(member("destinationIPv4Address", '"' + address() + '"'));
            members.add(member("0.4", random.nextBoolean() ? "\"17\"" : "1"));
            members.add(member("7", "9"));
            members.add(member("11", "53"));
        }
        for (int i = random.nextInt(6); i > 0; i--) {
            members.add(member(pick(NAMES), VALUES[random.nextInt(VALUES.length)]));
        }
        Collections.shuffle(members, random);
        return blanks() + '{' + blanks() + String.join(blanks() + ',' + blanks(), members) + blanks() + '}' + blanks();
    }

    private String mutated(String line) {
        byte[] bytes = line.getBytes(StandardCharsets.ISO_8859_1);
        for (int i = random.nextInt(3); i >= 0 && bytes.length > 1; i--) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(4)) {
                case 0 -> bytes[at] = (byte) random.nextInt(256);
                case 1 -> bytes[at] = (byte) "{}[]\",:\\.-0e \t\r\0".charAt(random.nextInt(16));
                case 2 -> bytes = Arrays.copyOf(bytes, at + 1);
                default -> System.arraycopy(bytes, at, bytes, 0, bytes.length - at);
            }
        }
        return new String(bytes, StandardCharsets.ISO_8859_1).replace('\n', ' ');
    }

    private String address() {
        return random.nextInt(1 << random.nextInt(9)) + "." + random.nextInt(256) + "."
                + random.nextInt(1 << random.nextInt(9)) + "." + random.nextInt(256);
    }

    private String blanks() {
        return random.nextInt(6) > 0 ? "" : " \t".substring(0, random.nextInt(3));
    }

    private String pick(List<String> names) {
        return names.get(random.nextInt(names.size()));
    }

    private static String member(String name, String value) {
        return '"' + name + "\":" + value;
    }
}
