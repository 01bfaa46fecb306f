/**
 * Runs over captures of a darknet: from files to events in files, and from events to tables.
 *
 * <p>Entry types: {@link io.vedette.collector.darknet.DarknetRun} makes events, {@link
 * io.vedette.collector.darknet.ReportFiles} counts them, {@link io.vedette.collector.darknet.BlockPlan} cuts a period into
 * runs. May depend on {@code collector.file}, {@code collector.pcap}, {@code collector.scan}, {@code
 * collector.enrich} and core. Thread rule: a run belongs to one thread; name servers answer on another.
 */
@NullMarked
package io.vedette.collector.darknet;

import org.jspecify.annotations.NullMarked;
