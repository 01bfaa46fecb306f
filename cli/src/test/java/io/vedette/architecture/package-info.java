/** The rules of the house, checked over all production and test classes. */
@NullMarked
package io.vedette.architecture;

import org.jspecify.annotations.NullMarked;
