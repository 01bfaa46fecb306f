/**
 * SYNs by day and port, and how many of them have the address they go to as their sequence number: the mark of Mirai and of
 * what was made of it.
 *
 * <p>Entry types: {@link io.vedette.core.isn.SynTally} counts packets into {@link io.vedette.core.isn.DayTally}s, which a store
 * adds up over files and days; {@link io.vedette.core.isn.IsnHistory} is what a store gives back, all that statistics and
 * pictures are made of.
 *
 * <p>May depend on {@code core.packet}, {@code core.flow}, {@code core.sketch} and {@code core.meter}, and on {@code
 * core.darknet} for intervals. Thread rule: a tally belongs to one thread; everything that comes out of a store is immutable.
 * Days are those of a zone that is a parameter; time is that of the packets.
 */
@NullMarked
package io.vedette.core.isn;

import org.jspecify.annotations.NullMarked;
