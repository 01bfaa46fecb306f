package io.vedette.core.packet;

/** The EtherTypes (IEEE 802 Numbers, IANA) that lead to an IP packet. */
final class EtherType {

    static final int IPV4 = 0x0800;
    static final int VLAN = 0x8100;
    static final int IPV6 = 0x86dd;
    static final int MPLS = 0x8847;
    static final int MPLS_MULTICAST = 0x8848;
    static final int PPPOE_SESSION = 0x8864;

    /** Service tag of IEEE 802.1ad, the outer one of QinQ. */
    static final int SERVICE_VLAN = 0x88a8;

    /** Outer tags of switches from before 802.1ad. */
    static final int OLD_SERVICE_VLAN = 0x9100;

    static final int OLDER_SERVICE_VLAN = 0x9200;

    /** Values below are the lengths of IEEE 802.3 frames. */
    static final int FIRST = 0x0600;

    private EtherType() {}
}
