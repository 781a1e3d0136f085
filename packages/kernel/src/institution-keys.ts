import { equalBytes } from '@madang/base';
import { institutionTable, keyTable, LIVE_AFTER_BLOCKS, movesTable } from './ledger-tables.ts';
import { type StateReader, stateEntries } from './state.ts';
import { decodeRecord, readRecord } from './table.ts';

/** A key of an institution, and the block times between which it is in force, ms. */
export interface InstitutionKey {
  readonly institution: string;
  readonly use: 'governance' | 'consensus' | 'cosigner';
  readonly key: Uint8Array;
  /** Absent: from the genesis. */
  readonly since?: number | undefined;
  /** The time of the block that ended it; absent: it is the one of now. */
  readonly ended?: number | undefined;
}

/**
 * Every key that an institution ever had, ascending by key: keys are noted for good, so the newest
 * state also says which key was in force after any earlier block.
 */
export function institutionKeys(state: Pick<StateReader, 'scan'>): readonly InstitutionKey[] {
  const { prefix, key: part } = keyTable;
  const keys: InstitutionKey[] = [];
  for (const { key: stateKey, value } of stateEntries(state, prefix)) {
    const { use, institution, since, ended } = decodeRecord(keyTable, value);
    if (use === 'node' || institution === undefined) continue;
    keys.push({ institution, use, key: part.decode(stateKey.slice(prefix.length)), since, ended });
  }
  return keys;
}

/** Whether a key is in force after the block of this time, ms. */
export function isInForce({ since = 0, ended }: InstitutionKey, timeMs: number): boolean {
  return since <= timeMs && (ended === undefined || timeMs < ended);
}

/** Which block is asked about. */
export interface ConsensusPlace {
  readonly institution: string;
  /** The block that is decided next, one above that of the state. */
  readonly height: number;
  /** The height after which CometBFT decides: what was moved until then counts from its begin. */
  readonly afterHeight: number;
}

/**
 * The consensus key with which an institution takes part in the block that comes next: the one of
 * the state, or the one before it while its change does not count yet. Nothing where it takes no
 * part in it.
 */
export function consensusKeyAt(
  state: Pick<StateReader, 'get' | 'scan'>,
  { institution, height, afterHeight }: ConsensusPlace,
): Uint8Array | undefined {
  const moves = readRecord(state, movesTable, []) ?? [];
  const first = moves.find(
    (move) =>
      move.institution === institution &&
      move.height > afterHeight &&
      move.height + LIVE_AFTER_BLOCKS > height,
  );
  if (first === undefined) return readRecord(state, institutionTable, institution)?.consensus;
  if (first.kind !== 'rotate') return first.kind === 'admit' ? undefined : first.consensus;
  const own = institutionKeys(state).filter(
    (one) => one.institution === institution && one.use === 'consensus',
  );
  const next = own.find(({ key }) => equalBytes(key, first.consensus));
  return own.find(({ ended }) => ended !== undefined && ended === next?.since)?.key;
}
