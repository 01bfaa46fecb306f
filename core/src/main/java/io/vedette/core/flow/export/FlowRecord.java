package io.vedette.core.flow.export;

import io.vedette.core.flow.Flow;

/**
 * A flow record as it leaves the probe: what detection needs, and the volume.
 *
 * @param bytes of the IP packets from source to destination, headers included
 * @param reverseBytes the same from destination to source; {@link Flow#UNKNOWN} in a record of one direction
 */
public record FlowRecord(Flow flow, long bytes, long reverseBytes) {}
