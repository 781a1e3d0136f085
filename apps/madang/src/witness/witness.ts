import { equalBytes, fromUtf8, toHex } from '@madang/base';
import { emptyRoot, prefixProof, prefixRoots, signerFrom, verifyConsistency } from '@madang/crypto';
import {
  checkLine,
  cosign,
  joinNote,
  type NoteSignature,
  parseCheckpoint,
  printSignatures,
  type SignedCheckpoint,
} from '@madang/protocol';
import { type AddCheckpoint, parseAddCheckpoint, writeEquivocation } from '@madang/protocol/trust';
import type { CosignedCheckpoints, Kept } from './cosigned.ts';
import type { WitnessSettings } from './witness-folder.ts';

/** What a witness answers: a status of HTTP and a text. */
export interface WitnessAnswer {
  readonly status: 200 | 400 | 403 | 404 | 409 | 422 | 500 | 503;
  readonly type: 'text/plain; charset=utf-8' | 'text/x.tlog.size';
  readonly body: string;
  /** What a log line says of it, where it is no cosignature. */
  readonly noted?: WitnessNote;
}

/** Why a witness did not cosign. `size`: of the checkpoint; `cosigned`: what it has cosigned. */
export interface WitnessNote {
  readonly code: string;
  readonly origin?: string;
  readonly size?: number;
  readonly cosigned?: number;
}

/** Cosigns checkpoints that continue those it cosigned before (C2SP tlog-witness). */
export interface Witness {
  /** Answers the body of an `add-checkpoint` request. */
  readonly add: (body: Uint8Array) => Promise<WitnessAnswer>;
}

/** What a witness works with. */
export interface WitnessParts {
  readonly settings: WitnessSettings;
  readonly cosigned: CosignedCheckpoints;
  /** ms since 1970. */
  readonly now: () => number;
  /** Keeps the proof that a log contradicted itself. */
  readonly onEquivocation: (file: string) => void;
}

/** Most requests that wait for the one before them. */
const WAITING_MAX = 64;

/** A witness. Requests are answered one after the other, so that a check and its record are one. */
export function createWitness(parts: WitnessParts): Witness {
  let waiting = 0;
  let last: Promise<unknown> = Promise.resolve();
  return {
    add: (body) => {
      if (waiting >= WAITING_MAX) {
        return Promise.resolve(refuse(503, 'WITNESS_BUSY', 'Too many requests wait; ask again.'));
      }
      waiting += 1;
      const answer = last.then(() => answerTo(parts, body));
      last = answer
        .catch(() => undefined)
        .finally(() => {
          waiting -= 1;
        });
      return answer;
    },
  };
}

async function answerTo(parts: WitnessParts, body: Uint8Array): Promise<WitnessAnswer> {
  const text = fromUtf8(body);
  if (!text.ok) return refuse(400, 'REQUEST_NOT_VALID', 'The request is not a text in UTF-8.');
  const request = parseAddCheckpoint(text.value);
  if (!request.ok) return refuse(400, 'REQUEST_NOT_VALID', request.error.message);
  const offered = parseCheckpoint(request.value.note);
  if (!offered.ok) return refuse(400, offered.error.code, offered.error.message);
  const { checkpoint, note } = offered.value;
  const { origin, size } = checkpoint;
  const keys = parts.settings.logs.filter(({ name }) => name === origin);
  if (keys.length === 0) {
    return refuse(404, 'LOG_UNKNOWN', 'This witness does not watch this log.', { origin });
  }
  const lines = await Promise.all(keys.map((key) => checkLine(key, note)));
  const isSigned = lines.some(({ state }) => state === 'signed');
  if (!isSigned || lines.some(({ state }) => state === 'wrong')) {
    const sentence = 'No trusted key of the log has signed this checkpoint.';
    return refuse(403, 'LOG_SIGNATURE_MISSING', sentence, { origin, size });
  }
  const kept = await parts.cosigned.newest(origin);
  if (!kept.ok) return refuse(500, kept.error.code, kept.error.message.en, { origin });
  const refused = judge(parts, request.value, offered.value, kept.value);
  return refused ?? (await sign(parts, offered.value));
}

const EMPTY_TREE = { size: 0, root: emptyRoot };

/** Why a checkpoint is not cosigned, in the order of C2SP; nothing if it continues the newest. */
function judge(
  parts: WitnessParts,
  { oldSize, proof }: AddCheckpoint,
  offered: SignedCheckpoint,
  kept: Kept | undefined,
): WitnessAnswer | undefined {
  const { origin, size, root } = offered.checkpoint;
  const newest = kept?.checkpoint ?? EMPTY_TREE;
  const noted = { origin, size, cosigned: newest.size };
  noteContradiction(parts, offered, kept, proof);
  if (oldSize > size) {
    return refuse(400, 'OLD_SIZE_ABOVE', 'The old size is above that of the checkpoint.', noted);
  }
  if (oldSize !== newest.size) {
    const body = `${String(newest.size)}\n`;
    return { status: 409, type: 'text/x.tlog.size', body, noted: { code: 'OLD_SIZE', ...noted } };
  }
  const claim = { oldSize, newSize: size, oldRoot: newest.root, newRoot: root, proof };
  if (verifyConsistency(claim)) return undefined;
  const sentence = 'The checkpoint is not proven to continue the one cosigned before.';
  return refuse(422, 'NOT_CONSISTENT', sentence, noted);
}

/** Keeps a proof where a signed checkpoint cannot be true together with the one cosigned before. */
function noteContradiction(
  { onEquivocation }: WitnessParts,
  offered: SignedCheckpoint,
  kept: Kept | undefined,
  proof: Uint8Array,
): void {
  if (kept === undefined) return;
  const { size, root } = offered.checkpoint;
  const { size: oldSize, root: oldRoot } = kept.checkpoint;
  const second = joinNote(offered.note.text, offered.note.signatures);
  if (size === oldSize && !equalBytes(root, oldRoot)) {
    onEquivocation(writeEquivocation({ first: kept.text, second, proof: new Uint8Array() }));
    return;
  }
  const prefix = prefixProof(oldSize, oldRoot, proof);
  const roots = prefixRoots({ oldSize, newSize: size }, prefix);
  if (roots === undefined || !equalBytes(roots.newRoot, root)) return;
  if (equalBytes(roots.oldRoot, oldRoot)) return;
  onEquivocation(writeEquivocation({ first: kept.text, second, proof: prefix }));
}

/** Cosigns, makes that durable, and only then answers. */
async function sign(parts: WitnessParts, offered: SignedCheckpoint): Promise<WitnessAnswer> {
  const { settings, cosigned, now } = parts;
  const { checkpoint, note } = offered;
  const { name } = settings.verifierKey;
  const timeSeconds = Math.floor(now() / 1_000);
  const line = await cosign(signerFrom(settings.key), name, checkpoint, timeSeconds);
  const logLines = note.signatures.filter((one) => isOfLog(settings, one));
  cosigned.keep(checkpoint.origin, joinNote(note.text, [...logLines, line]));
  return { status: 200, type: 'text/plain; charset=utf-8', body: printSignatures([line]) };
}

function isOfLog({ logs }: WitnessSettings, { name, keyId }: NoteSignature): boolean {
  return logs.some((log) => log.name === name && toHex(log.keyId) === toHex(keyId));
}

function refuse(
  status: Exclude<WitnessAnswer['status'], 200 | 409>,
  code: string,
  sentence: string,
  noted: Omit<WitnessNote, 'code'> = {},
): WitnessAnswer {
  const body = `${sentence} (${code})\n`;
  return { status, type: 'text/plain; charset=utf-8', body, noted: { code, ...noted } };
}
