package io.vedette.core.darknet;

/** Takes events that passed the filters. */
@FunctionalInterface
public interface EventSink {

    void accept(DarknetEvent event);
}
