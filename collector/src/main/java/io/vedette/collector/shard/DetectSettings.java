package io.vedette.collector.shard;

import io.vedette.core.contact.ContactSettings;
import io.vedette.core.detect.scan.ScanSettings;
import io.vedette.core.detect.udp.UdpSettings;
import io.vedette.core.setting.Setting;

/** What is detected. */
public record DetectSettings(
        @Setting(
                "normal raises incidents; reference raises one alert for each matching flow, exactly as PortScanDetector"
                        + " does.")
        Sensitivity sensitivity,

        @Setting(
                value = "Whether TCP_FLAGS 22 (SYN, RST and ACK) is a class of its own with sensitivity reference.",
                reloadable = true)
        boolean referenceReset,

        @Setting("How flow records are turned into contacts.")
        ContactSettings contacts,

        @Setting("What makes a source a scanner.") ScanSettings scan,

        @Setting("How the usual number of UDP couples per source is measured.")
        UdpSettings udp) {

    /** Whose decisions are taken. */
    public enum Sensitivity {
        NORMAL,
        REFERENCE
    }

    public static DetectSettings defaults() {
        return new DetectSettings(
                Sensitivity.NORMAL, true, ContactSettings.defaults(), ScanSettings.defaults(), UdpSettings.defaults());
    }
}
