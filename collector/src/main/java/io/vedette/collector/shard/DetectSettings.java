package io.vedette.collector.shard;

import io.vedette.core.contact.ContactSettings;
import io.vedette.core.detect.scan.ScanDetector;
import io.vedette.core.detect.scan.ScanSettings;
import io.vedette.core.detect.udp.UdpSettings;
import io.vedette.core.detect.victim.VictimSettings;
import io.vedette.core.flow.Prefix;
import io.vedette.core.setting.Preset;
import io.vedette.core.setting.Setting;
import java.util.List;

/** What is detected. */
public record DetectSettings(
        @Setting(
                "low, normal or high: how soon a source is a scanner; sets the defaults of the keys under scan. Or reference:"
                        + " one alert for each matching flow, exactly as PortScanDetector does.")
        Sensitivity sensitivity,

        @Setting(
                value = "Whether TCP_FLAGS 22 (SYN, RST and ACK) is a class of its own with sensitivity reference.",
                reloadable = true)
        boolean referenceReset,

        @Setting(
                value =
                        "The networks that are your own. They decide whether a scan comes in, goes out, or stays inside, and so"
                                + " how much it matters. Private address space by default.",
                reloadable = true)
        List<Prefix> homeNetworks,

        @Setting("Who may do what a scanner does. Everything that is let off is counted.")
        AllowSettings allow,

        @Setting("How flow records are turned into contacts.")
        ContactSettings contacts,

        @Setting("What makes a source a scanner.") ScanSettings scan,

        @Setting("How the usual number of UDP couples per source is measured.")
        UdpSettings udp,

        @Setting("What makes a target the target of many: distributed scans, decoys, floods.")
        VictimSettings victims)
        implements Preset<DetectSettings> {

    public DetectSettings {
        homeNetworks = List.copyOf(homeNetworks);
    }

    /** Whose decisions are taken, and how soon. */
    public enum Sensitivity {
        LOW,
        NORMAL,
        HIGH,
        REFERENCE
    }

    public static DetectSettings defaults() {
        return of(Sensitivity.NORMAL);
    }

    /** What {@code sensitivity} stands for. */
    public static DetectSettings of(Sensitivity sensitivity) {
        ScanSettings scan = switch (sensitivity) {
            case LOW -> ScanSettings.low();
            case HIGH -> ScanSettings.high();
            case NORMAL, REFERENCE -> ScanSettings.defaults();
        };
        return new DetectSettings(
                sensitivity,
                true,
                ScanDetector.PRIVATE_NETWORKS,
                AllowSettings.defaults(),
                ContactSettings.defaults(),
                scan,
                UdpSettings.defaults(),
                VictimSettings.defaults());
    }

    @Override
    public Sensitivity choice() {
        return sensitivity;
    }

    @Override
    public DetectSettings presetDefaults() {
        return of(sensitivity);
    }
}
