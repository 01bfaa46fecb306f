package io.vedette.core.detect;

import java.util.Locale;

/**
 * How a scan probes its targets, with the name and option nmap gives it (nmap reference guide, "Port Scanning
 * Techniques" and "Host Discovery"); and what is no scan but is told beside them, which has no such option.
 */
public enum Technique {
    SYN("SYN scan", "nmap -sS"),
    CONNECT("connect scan", "nmap -sT"),
    /** TCP_FLAGS 22: a reset connection, seen as one value over the whole flow. */
    RST("reset connections", "nmap -sT"),
    FIN("FIN scan", "nmap -sF"),
    NULL("NULL scan", "nmap -sN"),
    XMAS("Xmas scan", "nmap -sX"),
    ACK("ACK scan", "nmap -sA"),
    MAIMON("Maimon scan", "nmap -sM"),
    ODD_FLAGS("scan with odd flags", "nmap --scanflags"),
    UDP("UDP scan", "nmap -sU"),
    ICMP("ICMP sweep", "nmap -sn"),
    PROTOCOL("IP protocol scan", "nmap -sO"),
    /** Talks with services that a scan has found, on several ports: only ever beside another technique. */
    SERVICE("service probing", "nmap -sV"),
    SYN_FLOOD("SYN flood", ""),
    UDP_FLOOD("UDP flood", ""),
    ICMP_FLOOD("ICMP flood", ""),
    /** Answers to questions that somebody else asked in the name of those who get them. */
    BACKSCATTER("flood seen by its backscatter", ""),
    DEAD_SERVICE("repeated attempts at a dead service", "");

    private final String label = name().toLowerCase(Locale.ROOT).replace('_', '-');
    private final String title;
    private final String nmapOption;

    Technique(String title, String nmapOption) {
        this.title = title;
        this.nmapOption = nmapOption;
    }

    /** Lower-case word for machines. */
    public String label() {
        return label;
    }

    /** Words for people. */
    public String title() {
        return title;
    }

    /** The nmap command that would look like this; empty if it is no scan. */
    public String nmapOption() {
        return nmapOption;
    }
}
