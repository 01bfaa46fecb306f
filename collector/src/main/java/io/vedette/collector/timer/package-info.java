/**
 * What is done again and again.
 *
 * <p>Entry type: {@link io.vedette.collector.timer.SteadyTask}. Depends on nothing else of the collector. Thread rule: a task belongs to the
 * thread of its timer.
 */
@NullMarked
package io.vedette.collector.timer;

import org.jspecify.annotations.NullMarked;
