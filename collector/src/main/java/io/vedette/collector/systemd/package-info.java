/**
 * Tells systemd how the service is: ready, reloading, stopping, alive. The protocol is that of sd_notify(3).
 *
 * <p>Entry type: {@link io.vedette.collector.systemd.ServiceNotifier}. Depends on {@code collector.timer} and on Netty's epoll transport, and does not load it
 * unless systemd listens. Thread rule: the notifier may be used by any thread; a thread of its own sends the signs of life.
 */
@NullMarked
package io.vedette.collector.systemd;

import org.jspecify.annotations.NullMarked;
