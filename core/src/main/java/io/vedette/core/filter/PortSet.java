package io.vedette.core.filter;

import java.util.BitSet;
import java.util.List;

/** A set of ports. Immutable; a look-up is one bit. */
public final class PortSet {

    private static final int HIGHEST = 65_535;

    private final BitSet ports;

    private PortSet(BitSet ports) {
        this.ports = ports;
    }

    public static PortSet of(List<Range> ranges) {
        BitSet ports = new BitSet(HIGHEST + 1);
        ranges.forEach(range -> ports.set(range.first(), range.last() + 1));
        return new PortSet(ports);
    }

    /** Whether the port is in the set; a negative one, which nobody knows, never is. */
    public boolean contains(int port) {
        return port >= 0 && ports.get(port);
    }

    /** Ports from {@code first} to {@code last}, both included. */
    public record Range(int first, int last) {

        public Range {
            if (first < 0 || last > HIGHEST || first > last) {
                throw new IllegalArgumentException("ports " + first + "-" + last + ", expected 0 to 65535, upwards");
            }
        }

        /**
         * Reads {@code 80} or {@code 8000-8099}.
         *
         * @throws IllegalArgumentException for anything else
         */
        public static Range parse(String text) {
            int dash = text.indexOf('-');
            try {
                int first = number(dash < 0 ? text : text.substring(0, dash));
                return new Range(first, dash < 0 ? first : number(text.substring(dash + 1)));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("\"" + text + "\" is no port, expected for example 80 or 8000-8099");
            }
        }

        private static int number(String text) {
            if (!text.matches("[0-9]{1,5}")) {
                throw new IllegalArgumentException(text);
            }
            return Integer.parseInt(text);
        }
    }
}
