package io.vedette.core.capture;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Reads integers in the byte order of the machine that wrote the file. */
enum FileOrder {
    LITTLE_ENDIAN,
    BIG_ENDIAN;

    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    int unsignedShort(byte[] bytes, int at) {
        short value = (short) SHORT.get(bytes, at);
        return (this == LITTLE_ENDIAN ? value : Short.reverseBytes(value)) & 0xffff;
    }

    int integer(byte[] bytes, int at) {
        int value = (int) INT.get(bytes, at);
        return this == LITTLE_ENDIAN ? value : Integer.reverseBytes(value);
    }

    long unsignedInteger(byte[] bytes, int at) {
        return integer(bytes, at) & 0xffff_ffffL;
    }

    long longInteger(byte[] bytes, int at) {
        long value = (long) LONG.get(bytes, at);
        return this == LITTLE_ENDIAN ? value : Long.reverseBytes(value);
    }
}
