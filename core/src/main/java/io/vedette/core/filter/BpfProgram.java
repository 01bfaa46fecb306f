package io.vedette.core.filter;

import io.vedette.core.capture.FrameBatch;

/**
 * A program of the BSD packet filter, run over frames where they lie.
 *
 * <p>The machine is that of S. McCanne and V. Jacobson, "The BSD Packet Filter" (USENIX Winter 1993), with the instructions
 * that libpcap's {@code bpf_filter} knows beside it (MOD and XOR): a 32-bit accumulator, an index register and sixteen words
 * of memory; a load from beyond the captured bytes and a division by zero end the program with "no". Programs only jump
 * forward, so each ends after at most as many steps as it has instructions. Immutable; a run makes no object, unless the
 * program stores, which people's expressions rarely need.
 */
public final class BpfProgram implements FrameBatch.Test {

    /** Instructions a program may have; libpcap's limit for a kernel is 4096, expressions of people need a hundred. */
    public static final int MAX_LENGTH = 1 << 16;

    private static final int MEMORY_WORDS = 16;

    private static final int LOAD = 0x00;
    private static final int LOAD_INDEX = 0x01;
    private static final int STORE = 0x02;
    private static final int STORE_INDEX = 0x03;
    private static final int ARITHMETIC = 0x04;
    private static final int JUMP = 0x05;
    private static final int RETURN = 0x06;
    private static final int MOVE = 0x07;

    private static final int WORD_ABSOLUTE = 0x20;
    private static final int HALF_ABSOLUTE = 0x28;
    private static final int BYTE_ABSOLUTE = 0x30;
    private static final int WORD_INDEXED = 0x40;
    private static final int HALF_INDEXED = 0x48;
    private static final int BYTE_INDEXED = 0x50;
    private static final int LOAD_LENGTH = 0x80;
    private static final int LOAD_MEMORY = 0x60;
    private static final int INDEX_IMMEDIATE = 0x01;
    private static final int INDEX_LENGTH = 0x81;
    private static final int INDEX_MEMORY = 0x61;
    private static final int INDEX_IP_HEADER = 0xb1;
    private static final int RETURN_ACCUMULATOR = 0x16;
    private static final int RETURN_INDEX = 0x0e;
    private static final int TO_INDEX = 0x07;
    private static final int TO_ACCUMULATOR = 0x87;
    private static final int FROM_INDEX = 0x08;

    private static final int ADD = 0x00;
    private static final int SUBTRACT = 0x10;
    private static final int MULTIPLY = 0x20;
    private static final int DIVIDE = 0x30;
    private static final int OR = 0x40;
    private static final int AND = 0x50;
    private static final int SHIFT_LEFT = 0x60;
    private static final int SHIFT_RIGHT = 0x70;
    private static final int NEGATE = 0x80;
    private static final int MODULO = 0x90;
    private static final int EXCLUSIVE_OR = 0xa0;

    private static final int ALWAYS = 0x00;
    private static final int EQUAL = 0x10;
    private static final int GREATER = 0x20;
    private static final int GREATER_OR_EQUAL = 0x30;
    private static final int ANY_BIT = 0x40;

    private final int[] code;
    private final int[] jumpTrue;
    private final int[] jumpFalse;
    private final int[] operand;

    /**
     * A program as its compiler wrote it, one array for each field of {@code struct bpf_insn}, all of one length.
     *
     * @throws IllegalArgumentException if it could jump or store outside itself, does not end with a return, or has an
     *     instruction that the machine does not know
     */
    public BpfProgram(int[] code, int[] jumpTrue, int[] jumpFalse, int[] operand) {
        this.code = code.clone();
        this.jumpTrue = jumpTrue.clone();
        this.jumpFalse = jumpFalse.clone();
        this.operand = operand.clone();
        int length = code.length;
        if (length < 1
                || length > MAX_LENGTH
                || length != jumpTrue.length
                || length != jumpFalse.length
                || length != operand.length) {
            throw new IllegalArgumentException("a filter program of " + length + " instructions");
        }
        for (int at = 0; at < length; at++) {
            check(at);
        }
        if ((code[length - 1] & 7) != RETURN) {
            throw new IllegalArgumentException("a filter program without a return at its end");
        }
    }

    private void check(int at) {
        int instruction = code[at];
        boolean known = switch (instruction & 7) {
            case LOAD -> isLoad(instruction, operand[at]);
            case LOAD_INDEX -> isIndexLoad(instruction, operand[at]);
            case STORE -> instruction == STORE && isMemory(operand[at]);
            case STORE_INDEX -> instruction == STORE_INDEX && isMemory(operand[at]);
            case ARITHMETIC -> instruction <= 0xff && (instruction & 0xf0) <= EXCLUSIVE_OR;
            case JUMP -> isJump(at);
            case RETURN -> instruction == RETURN || instruction == RETURN_ACCUMULATOR || instruction == RETURN_INDEX;
            default -> instruction == TO_INDEX || instruction == TO_ACCUMULATOR;
        };
        if (!known) {
            throw new IllegalArgumentException(
                    "a filter program with the instruction " + instruction + " at " + at + ", which cannot be run");
        }
    }

    private static boolean isLoad(int instruction, int word) {
        return switch (instruction) {
            case LOAD,
                    WORD_ABSOLUTE,
                    HALF_ABSOLUTE,
                    BYTE_ABSOLUTE,
                    WORD_INDEXED,
                    HALF_INDEXED,
                    BYTE_INDEXED,
                    LOAD_LENGTH -> true;
            default -> instruction == LOAD_MEMORY && isMemory(word);
        };
    }

    private static boolean isIndexLoad(int instruction, int word) {
        return switch (instruction) {
            case INDEX_IMMEDIATE, INDEX_LENGTH, INDEX_IP_HEADER -> true;
            default -> instruction == INDEX_MEMORY && isMemory(word);
        };
    }

    private static boolean isMemory(int word) {
        return word >= 0 && word < MEMORY_WORDS;
    }

    private boolean isJump(int at) {
        int room = code.length - at - 2;
        if ((code[at] & 0xf0) == ALWAYS) {
            return operand[at] >= 0 && operand[at] <= room;
        }
        return (code[at] & 0xf0) <= ANY_BIT
                && jumpTrue[at] >= 0
                && jumpTrue[at] <= room
                && jumpFalse[at] >= 0
                && jumpFalse[at] <= room;
    }

    public int length() {
        return code.length;
    }

    /** Whether the program wants the frame {@code bytes[at, at + captured)}, which was {@code wire} bytes long. */
    @Override
    public boolean wants(byte[] bytes, int at, int captured, int wire) {
        return run(bytes, at, captured, wire) != 0;
    }

    /** What the program returns for a frame: how many of its bytes are wanted, as an unsigned number; 0 for none. */
    int run(byte[] bytes, int at, int captured, int wire) {
        int a = 0;
        int x = 0;
        int[] memory = null;
        for (int pc = 0; ; pc++) {
            int instruction = code[pc];
            int k = operand[pc];
            switch (instruction & 7) {
                case LOAD -> {
                    if (instruction == LOAD) {
                        a = k;
                    } else if (instruction == LOAD_LENGTH) {
                        a = wire;
                    } else if (instruction == LOAD_MEMORY) {
                        a = memory == null ? 0 : memory[k];
                    } else {
                        boolean indexed = (instruction & 0xe0) == 0x40;
                        long offset = (k & 0xffff_ffffL) + (indexed ? x & 0xffff_ffffL : 0);
                        int size = size(instruction);
                        if (offset + size > captured) {
                            return 0;
                        }
                        a = load(bytes, at + (int) offset, size);
                    }
                }
                case LOAD_INDEX -> {
                    if (instruction == INDEX_IP_HEADER) {
                        if ((k & 0xffff_ffffL) >= captured) {
                            return 0;
                        }
                        x = (bytes[at + k] & 0xf) << 2;
                    } else if (instruction == INDEX_LENGTH) {
                        x = wire;
                    } else {
                        x = instruction == INDEX_IMMEDIATE ? k : memory == null ? 0 : memory[k];
                    }
                }
                case STORE, STORE_INDEX -> {
                    memory = memory == null ? new int[MEMORY_WORDS] : memory;
                    memory[k] = instruction == STORE ? a : x;
                }
                case ARITHMETIC -> {
                    int other = (instruction & FROM_INDEX) == 0 ? k : x;
                    int operation = instruction & 0xf0;
                    if (other == 0 && (operation == DIVIDE || operation == MODULO)) {
                        return 0;
                    }
                    a = compute(operation, a, other);
                }
                case JUMP -> pc += jump(pc, instruction, a, (instruction & FROM_INDEX) == 0 ? k : x);
                case RETURN -> {
                    return instruction == RETURN ? k : instruction == RETURN_ACCUMULATOR ? a : x;
                }
                case MOVE -> {
                    if (instruction == TO_INDEX) {
                        x = a;
                    } else {
                        a = x;
                    }
                }
                default -> throw new AssertionError("three bits have eight values");
            }
        }
    }

    private static int size(int instruction) {
        return switch (instruction & 0x18) {
            case 0 -> 4;
            case 0x08 -> 2;
            default -> 1;
        };
    }

    private static int load(byte[] bytes, int at, int size) {
        int value = 0;
        for (int i = 0; i < size; i++) {
            value = value << 8 | bytes[at + i] & 0xff;
        }
        return value;
    }

    private static int compute(int operation, int a, int other) {
        return switch (operation) {
            case ADD -> a + other;
            case SUBTRACT -> a - other;
            case MULTIPLY -> a * other;
            case DIVIDE -> Integer.divideUnsigned(a, other);
            case OR -> a | other;
            case AND -> a & other;
            case SHIFT_LEFT -> Integer.compareUnsigned(other, 32) < 0 ? a << other : 0;
            case SHIFT_RIGHT -> Integer.compareUnsigned(other, 32) < 0 ? a >>> other : 0;
            case NEGATE -> -a;
            case MODULO -> Integer.remainderUnsigned(a, other);
            case EXCLUSIVE_OR -> a ^ other;
            default -> throw new AssertionError(operation);
        };
    }

    private int jump(int pc, int instruction, int a, int other) {
        boolean holds = switch (instruction & 0xf0) {
            case ALWAYS -> true;
            case EQUAL -> a == other;
            case GREATER -> Integer.compareUnsigned(a, other) > 0;
            case GREATER_OR_EQUAL -> Integer.compareUnsigned(a, other) >= 0;
            case ANY_BIT -> (a & other) != 0;
            default -> throw new AssertionError(instruction);
        };
        if ((instruction & 0xf0) == ALWAYS) {
            return operand[pc];
        }
        return holds ? jumpTrue[pc] : jumpFalse[pc];
    }
}
