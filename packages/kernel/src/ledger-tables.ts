import { bool, choice, list, optional, record, type TypeOf, text, uint } from '@madang/base';
import { hash, institution, institutionId, keyNote, params } from '@madang/protocol';
import { key, table } from './table.ts';

/** `governance/ledger/`: what the genesis fixed for good. */
export const ledgerTable = table({
  service: 'governance',
  name: 'ledger',
  key: key.none,
  value: record({
    /** The genesis hash. */
    chain: hash,
    name: text({ min: 3, max: 32 }),
    nodeKeys: list(hash, { min: 1, max: 32 }),
    /** Time of the genesis, ms. */
    time: uint(),
  }),
});

/** `governance/params/`: the limits in force (docs/spec/state.md). */
export const paramsTable = table({
  service: 'governance',
  name: 'params',
  key: key.none,
  value: params,
});

/** Most institutions of a ledger (docs/spec/genesis.md). */
export const MAX_INSTITUTIONS = 64;

/** An upgrade that the institutions decided on, and which of them have its rules. */
export const upgradePlan = record({
  /** The proposal that became the plan. */
  id: hash,
  /** The first height at which the new rules hold, if enough are ready then. */
  height: uint({ min: 1 }),
  /** The protocol version. */
  version: uint({ min: 2, max: 65_535 }),
  /** SHA-256 of the release that has these rules. */
  release: hash,
  /** Institutions that said their nodes have these rules, ascending. */
  ready: list(institutionId, { max: MAX_INSTITUTIONS }),
});
export type UpgradePlan = TypeOf<typeof upgradePlan>;

/** `governance/protocol/`: the version whose rules are in force, and the plan for the next. */
export const protocolTable = table({
  service: 'governance',
  name: 'protocol',
  key: key.none,
  value: record({ version: uint({ min: 1, max: 65_535 }), plan: optional(upgradePlan) }),
});

/** `governance/institutions/ || id`. */
export const institutionTable = table({
  service: 'governance',
  name: 'institutions',
  key: key.text,
  value: institution,
});

/** One grant of a role. The institution itself granted it, or an account that held the role. */
export const grant = record({
  /** The body hash of the act that granted it, the genesis hash for those of the genesis. */
  id: hash,
  /**
   * Absent: the institution. Present: the account that passed its own grant on, and that grant's
   * id.
   */
  by: optional(record({ account: hash, grant: hash })),
  delegable: bool(),
  /** Time from which it no longer holds, ms. */
  until: optional(uint()),
});
export type Grant = TypeOf<typeof grant>;

/** `governance/grants/ || account || institution/role`. */
export const grantTable = table({
  service: 'governance',
  name: 'grants',
  key: key.pair(key.hash, key.text),
  value: grant,
});

/** `governance/keys/ || key`: every key that ever had a purpose; none gets a second one. */
export const keyTable = table({
  service: 'governance',
  name: 'keys',
  key: key.hash,
  value: keyNote,
});

const move = record({
  height: uint(),
  kind: choice(['admit', 'remove', 'rotate']),
  institution: institutionId,
  /** The consensus key that counts from then on, or counted until then. */
  consensus: hash,
});
export type Move = TypeOf<typeof move>;

/** A change of who makes blocks counts from the second block after its own (CometBFT: H + 2). */
export const LIVE_AFTER_BLOCKS = 2;

/** `governance/moves/`: the newest changes of who makes blocks, as far as some are not live. */
export const movesTable = table({
  service: 'governance',
  name: 'moves',
  key: key.none,
  value: list(move, { max: MAX_INSTITUTIONS }),
});
