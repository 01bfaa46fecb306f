package io.vedette.core.plot;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which colour a key has.
 *
 * <p>Keys that are named get the colours in that order, in all pictures drawn with this palette. Any other key gets one by
 * its hash; where that is taken in the picture, the next free one. There are {@value #COLOURS} colours: beyond them keys
 * share, and lines differ in their dashes at least.
 */
public final class Palette {

    static final int COLOURS = 8;

    private final Map<String, Integer> named;

    private Palette(Map<String, Integer> named) {
        this.named = named;
    }

    /** The palette in which {@code keys} have the first colours. */
    public static Palette of(List<String> keys) {
        Map<String, Integer> named = new HashMap<>();
        for (String key : keys) {
            named.putIfAbsent(key, named.size());
        }
        return new Palette(named);
    }

    /** Numbers of the colours of all {@code keys} of one picture. */
    Map<String, Integer> numbers(Collection<String> keys) {
        Map<String, Integer> numbers = new HashMap<>();
        Set<Integer> taken = new HashSet<>();
        for (String key : keys) {
            Integer number = named.get(key);
            if (number != null) {
                numbers.put(key, number);
                taken.add(number % COLOURS);
            }
        }
        for (String key : keys) {
            if (!numbers.containsKey(key)) {
                int number = Math.floorMod(key.hashCode(), COLOURS);
                for (int tried = 1; tried < COLOURS && taken.contains(number); tried++) {
                    number = (number + 1) % COLOURS;
                }
                numbers.put(key, number);
                taken.add(number);
            }
        }
        return numbers;
    }
}
