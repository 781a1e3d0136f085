import { compareBytes } from '@madang/base';
import { sha256 } from '@madang/crypto';
import type { Retention, StateChange } from '@madang/kernel';
import { encodeLogEntry, genesisHash } from '@madang/protocol';
import type { ExecutedBlock, StoredTransaction } from '../src/store/block.ts';
import type { GenesisBlock } from '../src/store/store.ts';

export const START_MS = 1_767_225_600_000;
const HOUR_MS = 3_600_000;

/** Bytes that stand for a genesis: the store only hashes them. */
export const fakeGenesis: GenesisBlock = {
  genesis: Buffer.from('a genesis'),
  block: fakeBlock({ height: 0, timeMs: START_MS, seed: 'genesis', changes: 3, transactions: 0 }),
};

export const fakeChain = genesisHash(fakeGenesis.genesis);

export interface FakeBlock {
  readonly height: number;
  readonly timeMs: number;
  readonly seed: string;
  readonly changes: number;
  readonly transactions: number;
  readonly retention?: Retention;
  /** Keys are drawn from so many. */
  readonly keys?: number;
}

/** A block as a machine could give it, the same for the same seed. */
export function fakeBlock(fake: FakeBlock): ExecutedBlock {
  const changes = new Map<number, StateChange>();
  for (let i = 0; i < fake.changes; i++) {
    const digest = sha256(Buffer.from(`${fake.seed} change ${i}`));
    const n = Buffer.from(digest).readUInt32BE(0) % (fake.keys ?? 5_000);
    const key = stateKeyOf(n);
    const isRemoval = fake.height > 0 && (digest[4] ?? 0) < 40;
    changes.set(n, {
      key,
      value: isRemoval ? undefined : digest.slice(0, 4 + ((digest[5] ?? 0) % 28)),
    });
  }
  return {
    height: fake.height,
    timeMs: fake.timeMs,
    changes: [...changes.values()].sort((left, right) => compareBytes(left.key, right.key)),
    transactions: Array.from({ length: fake.transactions }, (_, i) => fakeTransaction(fake, i)),
    params: Buffer.from('params'),
    paramsHash: sha256(Buffer.from('params')),
  };
}

export function stateKeyOf(n: number): Uint8Array {
  return Buffer.from(`document/records/${String(n).padStart(8, '0')}`);
}

function fakeTransaction(fake: FakeBlock, index: number): StoredTransaction {
  const envelope = Buffer.from(`${fake.seed} envelope ${index}`.repeat(1 + (index % 5)));
  const bodyHash = sha256(Buffer.from(`${fake.seed} body ${index}`));
  const outcome = { code: 0, events: [], height: fake.height, index, time: fake.timeMs };
  return {
    bodyHash,
    envelope,
    outcome,
    expiresAt: fake.timeMs + 1 + ((index * 7_919) % (HOUR_MS / 6)),
    retention:
      fake.retention ?? (['forever', 'five-years', 'ninety-days'] as const)[index % 3] ?? 'forever',
    entry: encodeLogEntry({
      type: 'transaction',
      act: 'document.notarise',
      body: bodyHash,
      envelope: sha256(envelope),
      outcome,
    }),
  };
}
