/**
 * The counting contract. Whatever flows through Vedette either raises a counter or stops the program; nothing disappears.
 * The counts of a stage and their equation stand beside that stage: {@code IntakeCounts}, {@code AnalysisCounts}.
 *
 * <p>Entry type: {@link io.vedette.core.meter.Counter}. Depends on the JDK only. Thread rule: each counter has one writing
 * thread; any thread may read it at any time and sees a value that was true a moment ago.
 */
@NullMarked
package io.vedette.core.meter;

import org.jspecify.annotations.NullMarked;
