package io.vedette.core.setting;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Documents one key of a configuration record. The key in files is the component's name in kebab-case: {@code
 * maxLineBytes} is {@code max-line-bytes}.
 *
 * <p>Types that can be set: {@code int}, {@code long}, {@code double}, {@code boolean}, {@code String}, enums (kebab-case),
 * {@link java.time.Duration} ({@code 10s}, {@code 5m}), {@link ByteSize} ({@code 64KiB}), {@link java.nio.file.Path}, {@code
 * IpAddress}, {@code Prefix}, lists of these, further records, and lists of records with a static {@code
 * defaults()}. A component that may be left out is {@code @Nullable}.
 * The record's compact constructor refuses values out of range with an {@link IllegalArgumentException} whose message
 * begins with the key.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Setting {

    /** What the key does, its unit and its consequence: one or two sentences, the comment in generated files. */
    String value();

    /** Whether a change takes effect without a restart. */
    boolean reloadable() default false;

    /** Whether the value must never be printed. */
    boolean secret() default false;

    /** For the records of a list: whether an item without this key is a mistake. Its default then is a mere placeholder. */
    boolean required() default false;
}
