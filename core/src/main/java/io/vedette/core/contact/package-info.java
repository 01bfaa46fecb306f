/**
 * The waist of Vedette: who turned to whom, and what came of it.
 *
 * <p>Flows and packets are both turned into {@link io.vedette.core.contact.Contact}s, and <b>who started it</b> is decided
 * here, once. Entry types: {@link io.vedette.core.contact.FlowContacts} (flow records in, contacts out), {@link
 * io.vedette.core.contact.PacketContacts} (the same for packets) and {@link io.vedette.core.contact.ContactBatch} (the form
 * in which contacts travel).
 *
 * <p>May depend on {@code core.flow}, {@code core.packet}, {@code core.sketch}, {@code core.setting} and {@code core.meter}.
 * Thread rule: a {@code FlowContacts} or {@code PacketContacts} belongs to the thread that reads its input; a batch belongs
 * to one thread at a time.
 */
@NullMarked
package io.vedette.core.contact;

import org.jspecify.annotations.NullMarked;
