package io.vedette.collector.alert;

import io.vedette.core.detect.Alert;
import io.vedette.core.detect.Alert.Stage;
import io.vedette.core.detect.Crowd;
import io.vedette.core.detect.Shape;
import io.vedette.core.detect.Target;
import io.vedette.core.detect.Technique;

/**
 * What is done to one target by many, in a sentence that begins with the target.
 *
 * <pre>
 * 203.0.113.9 is scanned by 12 sources together, SYN scan: 213 ports in 4 s, 198 refused
 * 203.0.113.9 is scanned behind decoys, SYN scan: 3 sources in step, any may be forged, 400 ports in 2 s, 400 refused
 * 198.51.100.7 is the victim of a SYN flood: 5594 contacts of 5590 sources, forged by the look of them, to port 80 in 3 s
 * 198.51.100.7 is the victim of a flood, backscatter seen: 3468 answers to 511 hosts from port 80 in 23 h 58 min
 * </pre>
 */
final class CrowdSentence {

    private CrowdSentence() {}

    static String of(Alert alert, Crowd crowd) {
        StringBuilder said = new StringBuilder(140);
        said.append(
                switch (alert.stage()) {
                    case UPDATED -> "+ ";
                    case CLOSED -> "- ";
                    default -> "";
                });
        boolean over = alert.stage() == Stage.CLOSED;
        boolean further = alert.stage() == Stage.UPDATED;
        said.append(crowd.name()).append(over ? " was " : further ? " is still " : " is ");
        if (alert.shape() == Shape.VICTIM) {
            victim(alert, crowd, said);
        } else {
            scanned(alert, crowd, said);
        }
        return said.toString();
    }

    private static void scanned(Alert alert, Crowd crowd, StringBuilder said) {
        String sources = ConsoleText.plural(crowd.count(), "source");
        switch (alert.shape()) {
            case DECOYED ->
                said.append("scanned behind decoys, ")
                        .append(alert.technique().title())
                        .append(": ")
                        .append(sources)
                        .append(" in step, any may be forged, ");
            case SCATTERED ->
                said.append("scanned at random by ")
                        .append(sources)
                        .append(", ")
                        .append(alert.technique().title())
                        .append(": ");
            default ->
                said.append("scanned by ")
                        .append(sources)
                        .append(" together, ")
                        .append(alert.technique().title())
                        .append(": ");
        }
        said.append(extent(alert, crowd)).append(" in ").append(duration(alert));
        ConsoleText.appendCount(said, alert.refused(), " refused");
        ConsoleText.appendCount(said, alert.silent(), " silent");
        ConsoleText.appendCount(said, alert.answered(), " answered");
    }

    private static String extent(Alert alert, Crowd crowd) {
        String ports = alert.ports() == 1 ? port(alert, "1 port") : ConsoleText.plural(alert.ports(), "port");
        return crowd.isHost() ? ports : ports + " of " + ConsoleText.plural(alert.hosts(), "host");
    }

    private static void victim(Alert alert, Crowd crowd, StringBuilder said) {
        boolean one = alert.ports() == 1;
        if (alert.technique() == Technique.BACKSCATTER) {
            said.append("the victim of a flood, backscatter seen: ")
                    .append(alert.contacts())
                    .append(" answers to ")
                    .append(ConsoleText.plural(alert.hosts(), "host"))
                    .append(one ? " from " + port(alert, "one port") : "");
        } else {
            String title = alert.technique().title();
            said.append(title.charAt(0) == 'I' ? "the victim of an " : "the victim of a ")
                    .append(title)
                    .append(": ")
                    .append(alert.contacts())
                    .append(" contacts of ")
                    .append(ConsoleText.plural(crowd.count(), "source"))
                    .append(crowd.forged() ? ", forged by the look of them," : "")
                    .append(one ? " to " + port(alert, "one port") : " to about " + alert.ports() + " ports");
        }
        said.append(" in ").append(duration(alert));
    }

    private static String port(Alert alert, String otherwise) {
        Target sample = alert.targets().isEmpty() ? null : alert.targets().get(0);
        return sample == null || sample.port() < 0 ? otherwise : "port " + sample.port();
    }

    private static String duration(Alert alert) {
        return ConsoleText.duration(Math.max(0, alert.lastMillis() - alert.firstMillis()));
    }
}
