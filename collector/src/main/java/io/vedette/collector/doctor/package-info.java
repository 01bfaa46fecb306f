/**
 * Looks at what a collector needs and at how a running one does, and says in plain words what is wrong and what helps.
 *
 * <p>Entry types: one {@code …Check} for each matter; each gives {@link io.vedette.collector.doctor.Finding}s. Changes nothing, apart from files it
 * makes and deletes to see whether that is possible. May depend on the packages whose settings it looks at. Thread rule: one
 * thread.
 */
@NullMarked
package io.vedette.collector.doctor;

import org.jspecify.annotations.NullMarked;
