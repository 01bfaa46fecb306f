/**
 * Saved traffic and traffic that goes on, captures and flow records, through the same contacts and judges as live traffic, on the traffic's own clock:
 * a file that is read in a second gives the incidents that it would have given in the hour it was taken.
 *
 * <p>Entry type: {@link io.vedette.collector.scan.FileScan}, and {@link io.vedette.collector.scan.FlowExport} for the flow records
 * that a probe would have made of captures; {@link io.vedette.collector.scan.LiveScan} for interfaces and files that grow.
 * May depend on {@code collector.file}, {@code collector.pcap}, {@code collector.shard} and core. Thread rule: a scan belongs to one thread, which reads; the shards judge beside it.
 */
@NullMarked
package io.vedette.collector.scan;

import org.jspecify.annotations.NullMarked;
