package io.vedette.core.detect;

import io.vedette.core.flow.IpAddress;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Something an operator should know.
 *
 * <p>An incident is one {@link Stage#OPENED} alert, an {@link Stage#UPDATED} one when it has doubled, but not
 * all the time, and a closing {@link Stage#CLOSED} one, all with the same {@code incident}. In reference mode each matching flow is a {@link
 * Stage#MATCHED} alert of its own.
 *
 * @param id stable: the same input gives the same id, so that a receiver can drop repetitions
 * @param incident what the stages of one incident have in common; equal to {@code id} for the opening and for matches
 * @param rule the rule that raised it, for example {@code tcp-scan}
 * @param confidence 0 to 1: how sure the rule is
 * @param source the initiator: who scans, never who answers; null for an incident that is told from the target's side
 * @param hosts distinct target addresses
 * @param ports distinct target ports
 * @param couples distinct couples of address and port
 * @param contacts contacts that belong to it, repetitions included; for a match the packets of the flow
 * @param refused couples that said no
 * @param silent couples that said nothing; of the incidents of one source also those of which it is not known
 * @param answered couples that answered
 * @param firstMillis first contact, milliseconds since 1970 UTC
 * @param lastMillis last contact, milliseconds since 1970 UTC
 * @param targets the most telling ones, at most ten
 * @param why the numbers behind the verdict, in words a person can check
 * @param attack the MITRE ATT&amp;CK technique id, for example {@code T1046}
 * @param profile what else is known of the incident; null for matches
 * @param crowd the target and its many sources, if it is told from the target's side
 * @param partOf the incident with many sources that this incident of one source belongs to
 */
public record Alert(
        String id,
        String incident,
        Stage stage,
        String rule,
        Severity severity,
        double confidence,
        @Nullable IpAddress source,
        Technique technique,
        Shape shape,
        long hosts,
        long ports,
        long couples,
        long contacts,
        long refused,
        long silent,
        long answered,
        long firstMillis,
        long lastMillis,
        List<Target> targets,
        String why,
        String attack,
        @Nullable Profile profile,
        @Nullable Crowd crowd,
        @Nullable String partOf) {

    public Alert {
        targets = List.copyOf(targets);
        if (source == null && crowd == null) {
            throw new IllegalArgumentException("an alert about nobody: neither source nor target");
        }
    }

    /** An alert about one source of which no more is known; the parameters are those of the record. */
    public Alert(
            String id,
            String incident,
            Stage stage,
            String rule,
            Severity severity,
            double confidence,
            IpAddress source,
            Technique technique,
            Shape shape,
            long hosts,
            long ports,
            long couples,
            long contacts,
            long refused,
            long silent,
            long answered,
            long firstMillis,
            long lastMillis,
            List<Target> targets,
            String why,
            String attack) {
        this(
                id,
                incident,
                stage,
                rule,
                severity,
                confidence,
                source,
                technique,
                shape,
                hosts,
                ports,
                couples,
                contacts,
                refused,
                silent,
                answered,
                firstMillis,
                lastMillis,
                targets,
                why,
                attack,
                null,
                null,
                null);
    }

    /** The address it is about: the source, or the target (the first address of the network) of many. */
    public IpAddress subject() {
        if (source != null) {
            return source;
        }
        return Objects.requireNonNull(crowd).address();
    }

    /** Who is accused: the source, or the listed ones of many; nobody where a flood is told of. */
    public List<IpAddress> accused() {
        if (source != null) {
            return List.of(source);
        }
        return Objects.requireNonNull(crowd).sources();
    }

    /** The same as a part of an incident with many sources, at {@code newStage} under {@code newId}. */
    public Alert as(Stage newStage, String newId, @Nullable String partOfIncident) {
        return new Alert(
                newId,
                incident,
                newStage,
                rule,
                severity,
                confidence,
                source,
                technique,
                shape,
                hosts,
                ports,
                couples,
                contacts,
                refused,
                silent,
                answered,
                firstMillis,
                lastMillis,
                targets,
                why,
                attack,
                profile,
                crowd,
                partOfIncident);
    }

    /** Where in the life of an incident an alert stands. */
    public enum Stage {
        OPENED,
        UPDATED,
        CLOSED,
        MATCHED
    }
}
