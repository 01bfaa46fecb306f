/**
 * Pictures of how many SYNs bear the mark of Mirai, by port and day, and the page that holds them together.
 *
 * <p>Entry types: {@link io.vedette.core.isn.report.IsnPictures} makes figures of a history, {@link
 * io.vedette.core.isn.report.IsnPage} the page. May depend on {@code core.isn}, {@code core.plot} and {@code core.text}. Thread
 * rule: everything is immutable.
 */
@NullMarked
package io.vedette.core.isn.report;

import org.jspecify.annotations.NullMarked;
