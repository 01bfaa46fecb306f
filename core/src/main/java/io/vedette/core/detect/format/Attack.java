package io.vedette.core.detect.format;

import org.jspecify.annotations.Nullable;

/**
 * What stands behind a technique id of MITRE ATT&amp;CK: names, and the tactic it serves.
 *
 * @param technique id of the technique, without its sub-technique
 * @param subTechnique the whole id, null if it names none
 * @param subTechniqueName empty if there is none, or it is not known here
 * @param tactic id of the tactic; empty if the technique is not known here
 */
record Attack(
        String technique,
        String techniqueName,
        @Nullable String subTechnique,
        String subTechniqueName,
        String tactic,
        String tacticName) {

    static Attack of(String id) {
        int dot = id.indexOf('.');
        String technique = dot < 0 ? id : id.substring(0, dot);
        String sub = dot < 0 ? null : id;
        String subName = switch (id) {
            case "T1595.001" -> "Scanning IP Blocks";
            case "T1595.002" -> "Vulnerability Scanning";
            case "T1498.001" -> "Direct Network Flood";
            case "T1499.001" -> "OS Exhaustion Flood";
            default -> "";
        };
        return switch (technique) {
            case "T1046" -> new Attack(technique, "Network Service Discovery", sub, subName, "TA0007", "Discovery");
            case "T1018" -> new Attack(technique, "Remote System Discovery", sub, subName, "TA0007", "Discovery");
            case "T1595" -> new Attack(technique, "Active Scanning", sub, subName, "TA0043", "Reconnaissance");
            case "T1498" -> new Attack(technique, "Network Denial of Service", sub, subName, "TA0040", "Impact");
            case "T1499" -> new Attack(technique, "Endpoint Denial of Service", sub, subName, "TA0040", "Impact");
            default -> new Attack(technique, "", sub, subName, "", "");
        };
    }
}
