/**
 * Where counts of SYNs are kept over days, together with which files they came from.
 *
 * <p>Entry types: {@link io.vedette.collector.isn.store.IsnStore}, what a store can do, and {@link
 * io.vedette.collector.isn.store.SqliteStore}, the one that is a file. A {@link io.vedette.collector.isn.store.StoreChange} is
 * there whole or not at all, whatever ends the process. The only package that uses SQLite and JDBC. May depend on {@code
 * core.isn}. Thread rule: a store belongs to one thread; other threads and processes open their own.
 */
@NullMarked
package io.vedette.collector.isn.store;

import org.jspecify.annotations.NullMarked;
