package io.vedette.core.darknet;

/** Takes victims once their flood is over. */
@FunctionalInterface
public interface VictimSink {

    void accept(Victim victim);
}
