package io.vedette.collector.doctor;

import io.vedette.collector.pcap.CaptureException;
import io.vedette.collector.pcap.Interfaces;

/** Whether packets could be captured: libpcap, and the right to. Only {@code vedette capture} needs either. */
public final class LibpcapCheck {

    private static final String ABOUT = "libpcap";

    private LibpcapCheck() {}

    public static Finding run() {
        try {
            int interfaces = Interfaces.list().size();
            return interfaces > 0
                    ? Finding.good(ABOUT, "is there, with " + interfaces + " interfaces")
                    : Finding.warning(
                            ABOUT,
                            "is there, and shows no interface: capturing is not permitted",
                            "for \"vedette capture\" only: run it as root or with CAP_NET_RAW");
        } catch (CaptureException e) {
            return Finding.warning(
                    ABOUT,
                    String.valueOf(e.getMessage()),
                    "nothing, unless \"vedette capture\" is wanted; files are read without it");
        }
    }
}
