import { toHex } from '@madang/base';
import type { CheckpointAnswer } from '@madang/client';
import {
  cosignerName,
  decodeLogEntry,
  type NoteSignature,
  parseCheckpoint,
  type SignedCheckpoint,
} from '@madang/protocol';
import type { ApiLedger } from './ports.ts';

/** The checkpoints that this server has seen signed since it started, the newest of each size. */
export interface CheckpointHistory {
  /** Takes the newest checkpoint into the history and answers with it. */
  readonly observe: () => Promise<string>;
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

/** A bounded history of checkpoints, for pages; it decides nothing. */
export function createCheckpointHistory(ledger: ApiLedger): CheckpointHistory {
  const kept: CheckpointAnswer[] = [];
  const lastByName = new Map<string, LastSigned>();
  return {
    observe: async () => {
      const note = await ledger.checkpoint();
      if (kept[0]?.note === note) return note;
      const seen = await describe(ledger, note);
      if (seen === undefined) return note;
      for (const { name, time } of seen.cosigners) {
        lastByName.set(name, { timeMs: time, size: seen.size });
      }
      if (kept[0]?.size === seen.size) kept.shift();
      kept.unshift(seen);
      kept.length = Math.min(kept.length, KEPT);
      return note;
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
  const names = ledger.genesis.institutions.map(({ id }) => cosignerName(ledger.genesis.name, id));
  return note.signatures
    .filter((line) => names.includes(line.name))
    .map((line) => ({ name: line.name, time: cosignedAt(line) }));
}

/** The time of a cosignature, ms: its first eight bytes are seconds. */
function cosignedAt({ signature }: NoteSignature): number {
  const view = new DataView(signature.buffer, signature.byteOffset, signature.length);
  return signature.length < 8 ? 0 : Number(view.getBigUint64(0)) * 1000;
}
