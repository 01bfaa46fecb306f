/**
 * Alerts to a syslog server: RFC 5424 over TCP and TLS with octet counting (RFC 6587, RFC 5425), and over UDP (RFC 5426).
 *
 * <p>Entry type: {@link io.vedette.collector.alert.syslog.Syslogs}, which makes a sink of a {@link
 * io.vedette.collector.alert.syslog.SyslogConfig}. May depend on core, {@code collector.alert}, its {@code spool} and {@code
 * remote}, and Netty. Thread rule: messages are written by the thread of the sink, the connection belongs to one event loop.
 */
@NullMarked
package io.vedette.collector.alert.syslog;

import org.jspecify.annotations.NullMarked;
