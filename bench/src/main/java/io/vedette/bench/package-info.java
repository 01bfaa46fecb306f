/**
 * What the hot types cost, beside what the usual way of doing the same thing costs. Each benchmark's class comment states the
 * scenario and the command.
 *
 * <p>Entry type: none; JMH finds the benchmarks. May depend on collector and core. Never part of a test run.
 */
@NullMarked
package io.vedette.bench;

import org.jspecify.annotations.NullMarked;
