/**
 * TLS on the port for probes: the server's certificate, who may come with which certificate of their own, and what became of
 * each handshake.
 *
 * <p>Entry types: {@link io.vedette.collector.tcp.tls.TlsConfig} for what can be set and {@link
 * io.vedette.collector.tcp.tls.ServerTls} for what was loaded. May depend on core's settings and on Netty's TLS, of which the
 * JDK's provider is used; knows no connection and no log. Thread rule: everything is immutable.
 */
@NullMarked
package io.vedette.collector.tcp.tls;

import org.jspecify.annotations.NullMarked;
