package io.vedette.collector.alert.remote;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Looks a name up; may block. */
@FunctionalInterface
public interface Resolver {

    /** All addresses of {@code host}, the one to try first in front; at least one. */
    InetAddress[] resolve(String host) throws UnknownHostException;
}
