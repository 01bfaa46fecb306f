package io.vedette.core.meter;

/**
 * One {@link Counter} for each constant of an enum: a count with a label from a fixed set.
 *
 * @param <E> the label
 */
public final class CounterFamily<E extends Enum<E>> {

    private final E[] labels;
    private final Counter[] counters;

    public CounterFamily(Class<E> labelType) {
        labels = labelType.getEnumConstants();
        counters = new Counter[labels.length];
        for (int i = 0; i < counters.length; i++) {
            counters[i] = new Counter();
        }
    }

    public Counter of(E label) {
        return counters[label.ordinal()];
    }

    public long get(E label) {
        return of(label).get();
    }

    public long total() {
        long total = 0;
        for (Counter counter : counters) {
            total += counter.get();
        }
        return total;
    }

    /** Adds every count of {@code other}. Only the thread that owns this family may call this. */
    public void add(CounterFamily<E> other) {
        for (int i = 0; i < counters.length; i++) {
            counters[i].add(other.counters[i].get());
        }
    }

    /** All labels in declaration order. */
    public E[] labels() {
        return labels.clone();
    }
}
