package io.vedette.core.setting;

/**
 * A settings record of which one component chooses the defaults of the others: what is not set is taken from {@link
 * #presetDefaults}, what is set stays.
 *
 * @param <R> the record itself
 */
public interface Preset<R> {

    /** What was chosen. */
    Enum<?> choice();

    /** The defaults that go with the choice made in this record. */
    R presetDefaults();
}
