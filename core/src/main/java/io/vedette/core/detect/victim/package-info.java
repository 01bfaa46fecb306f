/**
 * What is seen from the target's side: scans that many sources share, decoys, floods and their backscatter.
 *
 * <p>Contacts are routed by initiator, so no shard sees all that happens to one target. Each shard gathers in a {@link
 * io.vedette.core.detect.victim.TargetSide} what can be added up; at each tick one {@link
 * io.vedette.core.detect.victim.TargetJudge} joins what all shards have and raises the incidents. Everything it takes is a
 * sum, a union or a minimum, so that the outcome does not depend on how the sources were spread.
 *
 * <p>The alerts of single sources pass through the judge as well: those that belong to an incident with many sources are
 * folded into it.
 *
 * <p>May depend on {@code core.contact}, {@code core.detect}, {@code core.detect.scan}, of which it reads the couples of suspects, {@code core.flow}, {@code core.setting} and {@code
 * core.sketch}. Thread rule: a {@code TargetSide} belongs to its shard, the judge to whoever joins the reports, one at a
 * time.
 */
@NullMarked
package io.vedette.core.detect.victim;

import org.jspecify.annotations.NullMarked;
