package io.vedette.core.meter;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A count that only grows, written by one thread and read by any.
 *
 * <p>The write is a plain read and an opaque store: no lock prefix on the hot path, and no torn or cached reads elsewhere.
 */
public final class Counter {

    private static final VarHandle VALUE;

    static {
        try {
            VALUE = MethodHandles.lookup().findVarHandle(Counter.class, "value", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private long value;

    public void increment() {
        add(1);
    }

    /** Adds {@code amount}, zero or more. Only the owning thread may call this. */
    public void add(long amount) {
        VALUE.setOpaque(this, value + amount);
    }

    public long get() {
        return (long) VALUE.getOpaque(this);
    }
}
