/**
 * Counting SYNs over days: from captures, queues and interfaces into a store, and out of it as statistics.
 *
 * <p>Entry types: {@link io.vedette.collector.isn.ImportRun} counts files, {@link io.vedette.collector.isn.CaptureFinder} finds
 * them, {@link io.vedette.collector.isn.HistoryFormat} writes what a store holds. May depend on {@code collector.file}, {@code
 * collector.scan}, {@code collector.pcap}, the packages beneath, and core. Thread rule: a run belongs to one thread.
 */
@NullMarked
package io.vedette.collector.isn;

import org.jspecify.annotations.NullMarked;
