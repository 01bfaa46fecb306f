/**
 * What others know of an address: MaxMind databases, announced prefixes, reverse DNS.
 *
 * <p>Entry type: {@link io.vedette.collector.enrich.Annotator}. Nothing here is asked unless the operator names a file or a
 * server; what cannot be answered is left empty and counted, and never ends a run. Netty is used for name servers, Caffeine for
 * what they answered, MaxMind's reader for its files. Thread rule: an annotator belongs to one thread; answers of name servers
 * arrive on a thread of their own.
 */
@NullMarked
package io.vedette.collector.enrich;

import org.jspecify.annotations.NullMarked;
