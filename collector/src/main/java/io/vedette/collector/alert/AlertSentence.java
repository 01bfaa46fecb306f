package io.vedette.collector.alert;

import io.vedette.core.detect.Alert;
import io.vedette.core.detect.Severity;

/** An alert in one sentence, for every sink that talks to people: the words of the console, without its columns. */
public final class AlertSentence {

    private AlertSentence() {}

    /** {@code HIGH SYN scan (like nmap -sS) from 203.0.113.66: 213 ports of 198.18.1.38 in 4 s, 198 refused}. */
    public static String of(Alert alert) {
        String said = ConsoleText.sentence(alert);
        boolean marked = alert.stage() == Alert.Stage.UPDATED || alert.stage() == Alert.Stage.CLOSED;
        return severity(alert.severity()) + ' ' + (marked ? said.substring(2) : said);
    }

    /** How people shorten a severity. */
    public static String severity(Severity severity) {
        return severity == Severity.CRITICAL ? "CRIT" : severity.name();
    }
}
