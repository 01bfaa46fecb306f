package io.vedette.core.filter;

/** Why a frame, packet or flow was left out. The first reason counts, in this order. */
public enum Omission {
    /** The filter expression does not hold, or means nothing for the frame's link type. */
    FILTER,
    /** Before the first or after the last moment. */
    TIME,
    /** A flow record that says no time, where a span of time is wanted. */
    NO_TIME,
    /** Neither end is among the hosts. */
    HOST,
    /** Neither end has one of the ports, or there are no ports. */
    PORT
}
