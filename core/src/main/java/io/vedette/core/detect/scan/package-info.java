/**
 * Scans as incidents: one alert when an initiator has turned to enough distinct targets without success, one when that
 * has doubled, but not all the time, one when it ends.
 *
 * <p>Entry type: {@link io.vedette.core.detect.scan.ScanDetector}. {@link io.vedette.core.detect.scan.Evidence} says what a
 * single contact is worth.
 *
 * <p>A suspect may cost 320 bytes, of which there are {@code shards.max-suspects}. What it costs with an IPv4 address, where
 * references have four bytes and objects begin at multiples of eight (HotSpot below 32 GiB, header 12 bytes, of arrays 16):
 *
 * <table border="1">
 * <caption>Bytes by object</caption>
 * <tr><th>object</th><th>when</th><th>bytes</th></tr>
 * <tr><td>{@link io.vedette.core.detect.scan.ScanState}</td><td>always</td><td>header 12, style of opening 19, address 16, times 16,
 * four references 16, set of failures 8, score 2, repeats 2, credit 1, size 1, latest 1: 96</td></tr>
 * <tr><td>array of {@link io.vedette.core.detect.scan.CoupleList}</td><td>always</td><td>16 + 12 each, with room for 3, 6, 10 or more: 56,
 * 88, 136</td></tr>
 * <tr><td>{@link io.vedette.core.detect.fingerprint.FingerprintTally}</td><td>from packets, from the fourth couple on</td><td>header
 * 12, two words 16, reference 4: 32; from the first match on 32 more</td></tr>
 * <tr><td>place with the host</td><td>always</td><td>28, up to twice that while its tables have room to grow</td></tr>
 * <tr><td>{@code Successes}</td><td>a service was reached</td><td>16 + 16 + 160: 192</td></tr>
 * </table>
 *
 * <p>That is 180 bytes at three couples and 292 at ten, from packets. With an IPv6 address a couple takes 24 bytes.
 *
 * <p>An open incident costs 1.1 KB more, and what its counters take: up to 16 KiB for each of couples, hosts and what became of them where all are
 * counted exactly and 8 KiB for ports, half a KiB each where {@link io.vedette.core.detect.Surroundings#countsExactly} is false because others take too much.
 *
 * <p>May depend on {@code core.detect}, {@code core.detect.fingerprint}, {@code core.contact}, {@code core.flow}, {@code core.packet} and {@code
 * core.sketch}. Thread rule: the detector is immutable, a state belongs to one thread.
 */
@NullMarked
package io.vedette.core.detect.scan;

import org.jspecify.annotations.NullMarked;
