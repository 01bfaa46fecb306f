package io.vedette.collector.tcp;

import io.netty.channel.unix.Errors;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.UnsupportedAddressTypeException;

/** The port could not be opened. The message names the address, the port and what to do; trying again does not help. */
public final class ListenException extends IOException {

    /** What the system said. */
    public enum Reason {
        IN_USE,
        NOT_PERMITTED,
        NO_SUCH_ADDRESS,
        FAMILY_OFF,
        OTHER
    }

    private final Reason reason;
    private final String advice;

    private ListenException(Reason reason, String place, String advice, Throwable cause) {
        super("cannot listen on " + place + ": " + advice, cause);
        this.reason = reason;
        this.advice = advice;
    }

    public Reason reason() {
        return reason;
    }

    /** What is wrong and what to do about it, without the place. */
    public String advice() {
        return advice;
    }

    /** What {@code cause}, from binding to {@code address}, means. */
    public static ListenException of(InetSocketAddress address, Throwable cause) {
        Reason reason = reasonOf(cause);
        String advice = switch (reason) {
            case IN_USE ->
                "another process listens there; \"ss -ltnp 'sport = :" + address.getPort()
                        + "'\" shows which, or choose another port with --port";
            case NOT_PERMITTED ->
                "not permitted; ports below 1024 need the capability CAP_NET_BIND_SERVICE,"
                        + " or choose a higher one with --port";
            case NO_SUCH_ADDRESS ->
                "this host has no such address; \"ip address\" shows those it has, or use"
                        + " --address 0.0.0.0 for all";
            case FAMILY_OFF -> "IPv6 is switched off on this host; use an IPv4 address with --address";
            case OTHER -> String.valueOf(cause.getMessage());
        };
        String place = PeerAddress.of(address).toString();
        return new ListenException(reason, place, advice, cause);
    }

    /** By errno(3) of Linux where the native transport gives it, else by the English text of strerror(3). */
    private static Reason reasonOf(Throwable cause) {
        if (cause instanceof Errors.NativeIoException failure) {
            return switch (-failure.expectedErr()) {
                case 98 -> Reason.IN_USE;
                case 13, 1 -> Reason.NOT_PERMITTED;
                case 99 -> Reason.NO_SUCH_ADDRESS;
                case 97 -> Reason.FAMILY_OFF;
                default -> Reason.OTHER;
            };
        }
        String text = String.valueOf(cause.getMessage());
        if (text.contains("in use")) {
            return Reason.IN_USE;
        }
        if (text.contains("ermission denied")) {
            return Reason.NOT_PERMITTED;
        }
        if (text.contains("annot assign requested address")) {
            return Reason.NO_SUCH_ADDRESS;
        }
        if (text.contains("not supported") || cause instanceof UnsupportedAddressTypeException) {
            return Reason.FAMILY_OFF;
        }
        return Reason.OTHER;
    }
}
