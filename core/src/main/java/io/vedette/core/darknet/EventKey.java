package io.vedette.core.darknet;

/**
 * Source, port and traffic of an event in one long: source in the upper half, then the port, then a bit that is always set, so
 * that no key is zero, and the traffic code. Keys in ascending unsigned order are in the order of output.
 */
final class EventKey {

    private static final int USED = 0x8000;

    private EventKey() {}

    static long of(int source, int port, int traffic) {
        return (long) source << 32 | (long) port << 16 | USED | traffic;
    }

    static int source(long key) {
        return (int) (key >>> 32);
    }

    static int port(long key) {
        return (int) (key >>> 16) & 0xffff;
    }

    static int code(long key) {
        return (int) key & 0x1f;
    }

    static Traffic traffic(long key) {
        return Traffic.of(code(key));
    }
}
