package io.vedette.collector.tcp;

import io.vedette.collector.tcp.tls.ServerTls;
import io.vedette.core.text.Printable;
import java.security.cert.X509Certificate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a probe got here.
 *
 * @param peer the probe itself, as far as is known
 * @param proxy through whom it came, null if by itself
 * @param ownBusiness whether the proxy speaks for itself, so that {@code peer} is the proxy
 * @param protocol version of TLS, null for none
 * @param certificate what the probe showed over TLS, null if nothing
 */
record Arrival(
        PeerAddress peer,
        @Nullable PeerAddress proxy,
        boolean ownBusiness,
        @Nullable String protocol,
        @Nullable X509Certificate certificate) {

    private static final int SHOWN_NAMES = 3;

    static Arrival direct(PeerAddress peer) {
        return new Arrival(peer, null, false, null, null);
    }

    static Arrival through(PeerAddress proxy, PeerAddress client) {
        return new Arrival(client, proxy, false, null, null);
    }

    static Arrival proxyItself(PeerAddress proxy) {
        return new Arrival(proxy, proxy, true, null, null);
    }

    Arrival over(String tls, @Nullable X509Certificate shown) {
        return new Arrival(peer, proxy, ownBusiness, tls, shown);
    }

    /** Whether this way in is still open under the rules of now. */
    boolean isAllowed(Admission admission, @Nullable ServerTls tls) {
        return (ownBusiness || admission.isAllowed(peer.address()))
                && (proxy == null || admission.isProxy(proxy.address()))
                && (tls == null || tls.isAllowed(certificate));
    }

    /** What a log line adds to the address: nothing for a plain connection. */
    String description() {
        StringBuilder text = new StringBuilder();
        if (proxy != null && !ownBusiness) {
            text.append(" through ").append(proxy);
        }
        if (protocol != null) {
            text.append(" over ").append(protocol);
        }
        if (certificate != null) {
            List<String> names = ServerTls.namesOf(certificate);
            String shown = names.isEmpty()
                    ? certificate.getSubjectX500Principal().getName()
                    : String.join(", ", names.subList(0, Math.min(SHOWN_NAMES, names.size())));
            text.append(" as ").append(Printable.of(shown.length() > 200 ? shown.substring(0, 200) : shown));
        }
        return text.toString();
    }
}
