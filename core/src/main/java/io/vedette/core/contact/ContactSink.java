package io.vedette.core.contact;

/** Takes contacts one at a time, as a view that is only valid during the call. */
@FunctionalInterface
public interface ContactSink {
    void contact(Contact contact);
}
