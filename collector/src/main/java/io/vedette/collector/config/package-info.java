/**
 * From a YAML file, the environment and the flags of a command to typed records, and back to commented YAML. Precedence:
 * flags, then environment, then file, then the defaults of the records.
 *
 * <p>Entry types: {@link io.vedette.collector.config.ConfigReader} and {@link io.vedette.collector.config.ConfigPrinter}.
 * Depends on the records' annotations ({@code core.setting}), on the value types of {@code core.flow} and on Jackson's YAML
 * tokens; knows no component. Thread rule: for one thread; what it returns is immutable.
 */
@NullMarked
package io.vedette.collector.config;

import org.jspecify.annotations.NullMarked;
