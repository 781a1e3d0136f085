import { compareBytes, toHex, u32be } from '@madang/base';
import { sha256, tag } from '@madang/crypto';
import type { StateChange } from '@madang/kernel';

/** A key that a block changed. */
export interface ChangedKey {
  /** Hexadecimal. */
  readonly key: string;
  /** SHA-256 of the new value, hexadecimal; absent where the block removed the key. */
  readonly valueHash?: string;
}

/** What a block changed of one service's tables. */
export interface ServiceChanges {
  readonly service: string;
  /** Hash over the keys and the hashes of their values: equal digests are equal changes. */
  readonly digest: string;
  /** Ascending by key. */
  readonly keys: readonly ChangedKey[];
}

/** What a block changed of the state, by service, ascending by name. */
export interface BlockChanges {
  readonly height: number;
  /** Root of the state after the block, hexadecimal. */
  readonly stateRoot: string;
  readonly services: readonly ServiceChanges[];
}

/** A block as it is noted. */
export interface NotedBlock {
  readonly height: number;
  readonly stateRoot: Uint8Array;
  readonly changes: readonly StateChange[];
}

/** What the newest blocks changed, so that nodes that differ can find out where. */
export interface RecentChanges {
  readonly note: (block: NotedBlock) => void;
  /** Ascending by height. */
  readonly blocks: () => readonly BlockChanges[];
}

const BLOCKS_MAX = 100;
/** Room for some tens of MB; a block beyond it is kept alone. */
const KEYS_MAX = 100_000;

/** Starts with nothing: what was changed before the process began is not known. */
export function recentChanges(): RecentChanges {
  const kept: NotedBlock[] = [];
  let keys = 0;
  return {
    note: (block) => {
      kept.push(block);
      keys += block.changes.length;
      while (kept.length > 1 && (kept.length > BLOCKS_MAX || keys > KEYS_MAX)) {
        keys -= kept.shift()?.changes.length ?? 0;
      }
    },
    blocks: () => kept.map(changesOf),
  };
}

const CHANGES_TAG = tag('madang/changed-keys/1');

function changesOf({ height, stateRoot, changes }: NotedBlock): BlockChanges {
  const sorted = [...changes].sort((left, right) => compareBytes(left.key, right.key));
  const byService = Map.groupBy(sorted, ({ key }) => serviceOfKey(key));
  const services = [...byService].map(([service, of]) => ({
    service,
    digest: toHex(of.reduce(withChange, new Uint8Array(32))),
    keys: of.map(({ key, value }) => ({
      key: toHex(key),
      ...(value === undefined ? {} : { valueHash: toHex(sha256(value)) }),
    })),
  }));
  return { height, stateRoot: toHex(stateRoot), services };
}

/** The chain over changes with one more; a removal has a hash of zeros. */
function withChange(chain: Uint8Array, { key, value }: StateChange): Uint8Array {
  const hash = value === undefined ? new Uint8Array(32) : sha256(value);
  return sha256(CHANGES_TAG, chain, u32be(key.length), key, hash);
}

const SLASH = 0x2f;

/** The service whose table a key is of (docs/spec/state.md). */
function serviceOfKey(key: Uint8Array): string {
  const slash = key.indexOf(SLASH);
  return Buffer.from(key.subarray(0, Math.max(slash, 0))).toString('latin1');
}
