package io.vedette.collector.pcap;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import io.vedette.collector.pcap.CaptureException.Kind;

/** Finds libpcap, and says how to get it. */
final class Libpcap {

    /** The name or path under which pcap4j looks for it; we have to mean the same. */
    private static final String NAME_PROPERTY = "org.pcap4j.core.pcapLibName";

    private static final String HOW_TO_INSTALL = "install it: \"apt install libpcap0.8\" on Debian and Ubuntu,"
            + " \"dnf install libpcap\" on Fedora, \"apk add libpcap\" on Alpine. Files are read without it,"
            + " if there is no --filter";

    private Libpcap() {}

    /** libpcap itself; loads it, and the bridge to native code, if this has not been done. */
    static NativeLibrary load() throws CaptureException {
        bridge();
        try {
            return NativeLibrary.getInstance(System.getProperty(NAME_PROPERTY, "pcap"));
        } catch (UnsatisfiedLinkError e) {
            throw new CaptureException(Kind.NO_LIBRARY, "libpcap is not on this system; " + HOW_TO_INSTALL);
        }
    }

    private static void bridge() throws CaptureException {
        try {
            if (Native.POINTER_SIZE < 1) {
                throw new AssertionError(Native.POINTER_SIZE);
            }
        } catch (LinkageError e) {
            throw new CaptureException(
                    Kind.NO_LIBRARY,
                    "Java's bridge to native code, JNA, cannot be loaded: " + firstLine(e)
                            + ". Its library is unpacked into a temporary directory, which has to allow execution:"
                            + " choose one with VEDETTE_JAVA_OPTS=-Djna.tmpdir=DIRECTORY");
        }
    }

    /** The reason in one line, without what pcap4j puts before the words of libpcap. */
    static String firstLine(Throwable thrown) {
        String message =
                String.valueOf(thrown.getMessage()).strip().replaceFirst("^Error occurred(?: in [a-z_()]+)?: ", "");
        int end = message.indexOf('\n');
        return end < 0 ? message : message.substring(0, end);
    }
}
