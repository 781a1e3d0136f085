import { setTimeout } from 'node:timers/promises';
import { type Result, toHex } from '@madang/base';
import type { CheckpointAnswer } from '@madang/client';
import type { Refusal } from '@madang/kernel';
import {
  cosignerName,
  decodeLogEntry,
  type NoteSignature,
  parseCheckpoint,
  type SignedCheckpoint,
} from '@madang/protocol';
import { membersOf } from './members.ts';
import type { ApiLedger } from './ports.ts';

/** The checkpoints that this server has seen signed since it started, the newest of each size. */
export interface CheckpointHistory {
  /** Takes the newest checkpoint into the history and answers with it. */
  readonly observe: () => Promise<Result<string, Refusal>>;
  /** As `observe`, but waits only a moment for cosignatures that are on their way. */
  readonly glance: () => Promise<void>;
  /** Newest first. */
  readonly list: (limit: number) => readonly CheckpointAnswer[];
  /** When a key last cosigned, and the size of the log it cosigned then; times in ms. */
  readonly lastSigned: (keyName: string) => LastSigned | undefined;
}

export interface LastSigned {
  readonly timeMs: number;
  readonly size: number;
}

const KEPT = 200;
const GLANCE_MS = 1_000;

/** A bounded history of checkpoints, for pages; it decides nothing. */
export function createCheckpointHistory(ledger: ApiLedger): CheckpointHistory {
  const kept: CheckpointAnswer[] = [];
  const lastByName = new Map<string, LastSigned>();
  const observe = async (): Promise<Result<string, Refusal>> => {
    const signed = await ledger.checkpoint();
    if (!signed.ok || kept[0]?.note === signed.value) return signed;
    const seen = await describe(ledger, signed.value);
    if (seen === undefined) return signed;
    for (const { name, time } of seen.cosigners) {
      lastByName.set(name, { timeMs: time, size: seen.size });
    }
    if (kept[0]?.size === seen.size) kept.shift();
    kept.unshift(seen);
    kept.length = Math.min(kept.length, KEPT);
    return signed;
  };
  return {
    observe,
    glance: async () => {
      await Promise.race([observe(), setTimeout(GLANCE_MS, undefined, { ref: false })]);
    },
    list: (limit) => kept.slice(0, limit),
    lastSigned: (name) => lastByName.get(name),
  };
}

async function describe(ledger: ApiLedger, note: string): Promise<CheckpointAnswer | undefined> {
  const parsed = parseCheckpoint(note);
  if (!parsed.ok) return undefined;
  const { checkpoint } = parsed.value;
  const last = await ledger.entry(checkpoint.size - 1);
  const entry = last === undefined ? undefined : decodeLogEntry(last);
  const block = entry?.ok === true && entry.value.type === 'block' ? entry.value : undefined;
  return {
    size: checkpoint.size,
    height: block?.height ?? 0,
    time: block?.time ?? 0,
    root: toHex(checkpoint.root),
    note,
    cosigners: cosignersOf(ledger, parsed.value),
  };
}

function cosignersOf(ledger: ApiLedger, { note }: SignedCheckpoint): CheckpointAnswer['cosigners'] {
  // An older checkpoint may be signed by one that has left since.
  const known = [...ledger.genesis.institutions, ...membersOf(ledger)];
  const names = known.map(({ id }) => cosignerName(ledger.genesis.name, id));
  return note.signatures
    .filter((line) => names.includes(line.name))
    .map((line) => ({ name: line.name, time: cosignedAt(line) }));
}

/** The time of a cosignature, ms: its first eight bytes are seconds. */
function cosignedAt({ signature }: NoteSignature): number {
  const view = new DataView(signature.buffer, signature.byteOffset, signature.length);
  return signature.length < 8 ? 0 : Number(view.getBigUint64(0)) * 1000;
}
