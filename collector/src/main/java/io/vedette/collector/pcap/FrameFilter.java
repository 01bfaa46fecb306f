package io.vedette.collector.pcap;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import io.vedette.collector.pcap.CaptureException.Kind;
import io.vedette.core.filter.BpfProgram;
import io.vedette.core.packet.LinkLayer;
import java.util.HashMap;
import java.util.Map;

/**
 * A filter expression (pcap-filter(7)) for the frames of files, compiled by libpcap for each link type as it turns up.
 *
 * <p>libpcap only compiles; the programs run in Java, without a call into C for a frame. Thread-safe.
 */
public final class FrameFilter {

    private static final int IEEE802_11 = 105;
    private static final int OTHER_RAW = 14;

    /** Those for which expressions can be made that are wrong for the others. */
    private static final int[] COMMON_TYPES = {
        LinkLayer.ETHERNET, LinkLayer.RAW, LinkLayer.LINUX_SLL, LinkLayer.NULL, IEEE802_11
    };

    /** DLT_RAW where Linux, macOS and FreeBSD have it; files say LINKTYPE_RAW or what other systems called it. */
    private static final int DLT_RAW = 12;

    private static final int SNAP_LENGTH = 262_144;
    private static final int UNKNOWN_NETMASK = -1;
    private static final int INSTRUCTION_BYTES = 8;

    /** libpcap's compiler was not thread-safe before release 1.8. */
    private static final Object COMPILER = new Object();

    private final String expression;
    private final NativeLibrary library;
    private final Map<Integer, BpfProgram> programs = new HashMap<>();

    private FrameFilter(String expression, NativeLibrary library) {
        this.expression = expression;
        this.library = library;
    }

    /**
     * Compiles an expression.
     *
     * @throws CaptureException if there is no libpcap, or the expression is wrong for every common link type; then with
     *     libpcap's words
     */
    public static FrameFilter of(String expression) throws CaptureException {
        FrameFilter filter = new FrameFilter(expression, Libpcap.load());
        if (!filter.fitsOneOf(COMMON_TYPES)) {
            filter.program(LinkLayer.ETHERNET);
        }
        return filter;
    }

    private boolean fitsOneOf(int... linkTypes) {
        for (int linkType : linkTypes) {
            try {
                program(linkType);
                return true;
            } catch (CaptureException e) {
                continue; // for this one it is wrong
            }
        }
        return false;
    }

    /**
     * The program for frames of a link type.
     *
     * @throws CaptureException if the expression means nothing for it
     */
    public BpfProgram program(int linkType) throws CaptureException {
        synchronized (COMPILER) {
            BpfProgram program = programs.get(linkType);
            if (program == null) {
                program = compile(linkType);
                programs.put(linkType, program);
            }
            return program;
        }
    }

    @Override
    public String toString() {
        return expression;
    }

    private BpfProgram compile(int linkType) throws CaptureException {
        Pointer handle = library.getFunction("pcap_open_dead")
                .invokePointer(new Object[] {isRaw(linkType) ? DLT_RAW : linkType, SNAP_LENGTH});
        if (handle == null) {
            throw new CaptureException(Kind.FAILED, "libpcap has no memory for a filter");
        }
        // struct bpf_program: a count, then a pointer at its natural alignment
        try (Memory program = new Memory(2L * Native.POINTER_SIZE)) {
            int result = library.getFunction("pcap_compile")
                    .invokeInt(new Object[] {handle, program, expression, 1, UNKNOWN_NETMASK});
            if (result != 0) {
                String reason = library.getFunction("pcap_geterr")
                        .invokePointer(new Object[] {handle})
                        .getString(0);
                throw new CaptureException(Kind.BAD_FILTER, "filter \"" + expression + "\": " + reason);
            }
            try {
                return read(program.getPointer(Native.POINTER_SIZE), program.getInt(0));
            } finally {
                library.getFunction("pcap_freecode").invokeVoid(new Object[] {program});
            }
        } finally {
            library.getFunction("pcap_close").invokeVoid(new Object[] {handle});
        }
    }

    private static boolean isRaw(int linkType) {
        return linkType == LinkLayer.RAW || linkType == OTHER_RAW;
    }

    private static BpfProgram read(Pointer instructions, int count) {
        int[] code = new int[count];
        int[] jumpTrue = new int[count];
        int[] jumpFalse = new int[count];
        int[] operand = new int[count];
        for (int i = 0; i < count; i++) {
            long at = (long) i * INSTRUCTION_BYTES;
            code[i] = instructions.getShort(at) & 0xffff;
            jumpTrue[i] = instructions.getByte(at + 2) & 0xff;
            jumpFalse[i] = instructions.getByte(at + 3) & 0xff;
            operand[i] = instructions.getInt(at + 4);
        }
        return new BpfProgram(code, jumpTrue, jumpFalse, operand);
    }
}
