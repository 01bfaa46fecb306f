/**
 * How a component declares what an operator may set: a record beside the component, each of its components annotated with
 * {@link io.vedette.core.setting.Setting}, and a static {@code defaults()} that returns the record with every default.
 *
 * <p>Reading files, environment and flags into such records is the collector's business ({@code collector.config}). Depends
 * on the JDK only; everything here is immutable.
 */
@NullMarked
package io.vedette.core.setting;

import org.jspecify.annotations.NullMarked;
