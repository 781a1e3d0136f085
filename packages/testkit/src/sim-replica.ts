import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { equalBytes, expectOk, expectPresent, toHex } from '@madang/base';
import type { KeyPair } from '@madang/crypto';
import type { Machine } from '@madang/kernel';
import {
  type BlockDriver,
  type Ledger,
  openLedger,
  type ProposedBlock,
  withoutSync,
} from '@madang/node';

/** What a replica needs to open its folder. */
export interface ReplicaParts {
  readonly name: string;
  readonly machine: Machine;
  readonly genesis: Uint8Array;
  readonly nodeKey: KeyPair;
}

/** A machine over a store of its own, which is given blocks. */
export interface Replica {
  readonly name: string;
  readonly ledger: () => Ledger;
  /** Executes a block twice in memory, compares, and makes it durable. */
  readonly apply: (block: ProposedBlock) => Promise<void>;
  /** Closes the store and opens it again from disk. */
  readonly restart: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Opens a replica on a new folder. Nothing is synced: what a disk loses is tested elsewhere. */
export async function openReplica(parts: ReplicaParts): Promise<Replica> {
  const folder = await mkdtemp(path.join(tmpdir(), `madang-sim-${parts.name}-`));
  let current = await openOn(parts, folder);
  return {
    name: parts.name,
    ledger: () => current.ledger,
    apply: async (block) => {
      const { driver } = current;
      const first = driver.execute(block);
      const second = driver.execute(block);
      if (!equalBytes(first.head.appHash, second.head.appHash)) {
        throw new Error(`${parts.name}: executing block ${block.height} twice gave two results`);
      }
      expectOk(await driver.commit(second), `${parts.name}: a block is committed`);
    },
    restart: async () => {
      await current.ledger.close();
      current = await openOn(parts, folder);
    },
    close: async () => {
      await current.ledger.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

interface OpenReplica {
  readonly ledger: Ledger;
  readonly driver: BlockDriver;
}

async function openOn(parts: ReplicaParts, folder: string): Promise<OpenReplica> {
  let driver: BlockDriver | undefined;
  const opened = await openLedger({
    folder,
    machine: parts.machine,
    genesis: parts.genesis,
    nodeKey: parts.nodeKey,
    sync: withoutSync,
    verifyWorkers: 0,
    engine: (given) => {
      driver = given;
      return { name: 'solo', wake: () => undefined, stop: () => Promise.resolve() };
    },
  });
  const ledger = expectOk(opened, `${parts.name} opens`);
  return { ledger, driver: expectPresent(driver, 'the engine was started') };
}

/** How two states differ first: the least key under which they have different values. */
export interface StateDifference {
  /** The service that owns the key. */
  readonly service: string;
  /** ASCII where it is, hexadecimal where not. */
  readonly key: string;
  readonly values: readonly [string | undefined, string | undefined];
}

const SCAN_LIMIT = 500;

/** The first difference of two states, by walking both. */
export function firstDifference(left: Ledger, right: Ledger): StateDifference | undefined {
  let after: Uint8Array | undefined;
  for (;;) {
    const options = after === undefined ? { limit: SCAN_LIMIT } : { after, limit: SCAN_LIMIT };
    const ours = left.stateReader().scan(new Uint8Array(), options);
    const theirs = right.stateReader().scan(new Uint8Array(), options);
    for (let i = 0; i < Math.max(ours.length, theirs.length); i++) {
      const one = ours[i];
      const other = theirs[i];
      const isSame =
        one !== undefined &&
        other !== undefined &&
        equalBytes(one.key, other.key) &&
        equalBytes(one.value, other.value);
      if (!isSame) return differenceAt(left, right, leastKey(one?.key, other?.key));
    }
    after = ours.at(-1)?.key;
    if (ours.length < SCAN_LIMIT) return undefined;
  }
}

function leastKey(one: Uint8Array | undefined, other: Uint8Array | undefined): Uint8Array {
  if (one === undefined || other === undefined) return one ?? other ?? new Uint8Array();
  return Buffer.compare(one, other) <= 0 ? one : other;
}

function differenceAt(left: Ledger, right: Ledger, key: Uint8Array): StateDifference {
  const valueOf = (ledger: Ledger): string | undefined => {
    const value = ledger.stateReader().get(key);
    return value === undefined ? undefined : toHex(value);
  };
  const printed = printKey(key);
  return {
    service: printed.split('/', 1).join(''),
    key: printed,
    values: [valueOf(left), valueOf(right)],
  };
}

/** `document/records/` and the rest in hexadecimal. */
function printKey(key: Uint8Array): string {
  const text = Buffer.from(key).toString('latin1');
  const head = /^[a-z0-9-]+\/[a-z0-9-]+\//.exec(text)?.[0] ?? '';
  const rest = key.subarray(head.length);
  const isText = rest.every((byte) => byte >= 0x20 && byte < 0x7f);
  return `${head}${isText ? Buffer.from(rest).toString('latin1') : toHex(rest)}`;
}
