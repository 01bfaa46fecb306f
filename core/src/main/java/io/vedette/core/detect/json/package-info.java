/**
 * The form in which alerts leave Vedette for programs: one line of JSON each, described by the JSON Schema {@code
 * alert.schema.json} beside this package's classes.
 *
 * <p>Entry type: {@link io.vedette.core.detect.json.AlertJson}. May depend on {@code core.detect}, {@code core.contact},
 * {@code core.flow} and jackson-core. Thread rule: everything is stateless; a buffer handed in belongs to the caller.
 */
@NullMarked
package io.vedette.core.detect.json;

import org.jspecify.annotations.NullMarked;
