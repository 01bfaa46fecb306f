package io.vedette.collector.shard;

/** Why a contact that looks like a failure is not held against its initiator. */
public enum Allowance {
    SOURCE,
    VULNERABILITY_SCANNER,
    MONITOR,
    RESOLVER,
    TARGET
}
