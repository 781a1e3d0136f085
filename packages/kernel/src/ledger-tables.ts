import { bool, list, optional, record, type TypeOf, text, uint } from '@madang/base';
import { hash, institution, params } from '@madang/protocol';
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
