package io.vedette.core.detect.victim;

import io.vedette.core.detect.Alert;
import io.vedette.core.detect.Severity;

/** The latest numbers of an incident that a source has of its own. */
record OwnIncident(
        long ports,
        long couples,
        long contacts,
        long refused,
        long silent,
        long answered,
        Severity severity,
        String attack) {

    static OwnIncident of(Alert alert) {
        return new OwnIncident(
                alert.ports(),
                alert.couples(),
                alert.contacts(),
                alert.refused(),
                alert.silent(),
                alert.answered(),
                alert.severity(),
                alert.attack());
    }
}
