import { fail, fromUtf8, type Result } from '@madang/base';
import {
  checkLine,
  isSameKey,
  joinNote,
  MAX_NOTE_SIZE_BYTES,
  type NoteSignature,
  parseNote,
  type VerifierKey,
} from '@madang/protocol';

/** A witness that a node asks. */
export interface WitnessAddress {
  /** Its short name in the policy. */
  readonly name: string;
  readonly key: VerifierKey;
  /** What stands before `/add-checkpoint`, without a slash at the end. */
  readonly url: string;
}

/** What came of asking a witness once. */
export type WitnessReply =
  | { readonly kind: 'cosigned'; readonly line: NoteSignature; readonly timeMs: number }
  /** It cosigned another size last than the one that was named to it. */
  | { readonly kind: 'other-size'; readonly size: number }
  /** It answered with this status. */
  | { readonly kind: 'refused'; readonly status: number }
  /** Its answer has no signature of its key over this checkpoint. */
  | { readonly kind: 'wrong' }
  /** No answer in time, or none that could be read. */
  | { readonly kind: 'unreachable' };

/** One request to a witness. */
export interface WitnessQuestion {
  /** The text of the checkpoint, as it is signed. */
  readonly noteText: string;
  /** The body of the request, as `writeAddCheckpoint` makes it. */
  readonly body: string;
  readonly timeoutMs: number;
  readonly fetch: typeof fetch;
}

/** Longest answer that is read, bytes: as long as a note may be. */
const ANSWER_MAX_BYTES = MAX_NOTE_SIZE_BYTES;

/** Asks a witness once (C2SP tlog-witness). Never throws; nothing that it says is believed. */
export async function askWitness(
  { url, key }: WitnessAddress,
  { noteText, body, timeoutMs, fetch: ask }: WitnessQuestion,
): Promise<WitnessReply> {
  try {
    const response = await ask(`${url}/add-checkpoint`, {
      method: 'POST',
      headers: { 'content-type': 'text/plain; charset=utf-8' },
      body,
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    });
    const text = await readAnswer(response);
    if (!text.ok) return { kind: 'wrong' };
    if (response.status === 200) return await readCosignature(key, noteText, text.value);
    if (response.status === 409) return readSize(text.value);
    return { kind: 'refused', status: response.status };
  } catch {
    return { kind: 'unreachable' };
  }
}

async function readAnswer(response: Response): Promise<Result<string, unknown>> {
  const pieces: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const piece of response.body ?? []) {
    sizeBytes += piece.length;
    if (sizeBytes > ANSWER_MAX_BYTES) return fail('TOO_LONG');
    pieces.push(piece);
  }
  return fromUtf8(new Uint8Array(Buffer.concat(pieces)));
}

/** The line of the witness's own key, if it is right; other lines are passed over. */
async function readCosignature(
  key: VerifierKey,
  noteText: string,
  answer: string,
): Promise<WitnessReply> {
  const note = parseNote(`${joinNote(noteText, [])}${answer}`);
  if (!note.ok || note.value.text !== noteText) return { kind: 'wrong' };
  const { state, timeMs } = await checkLine(key, note.value);
  const line = note.value.signatures.find((one) => isSameKey(one, key));
  if (state !== 'signed' || line === undefined || timeMs === undefined) return { kind: 'wrong' };
  return { kind: 'cosigned', line, timeMs };
}

function readSize(answer: string): WitnessReply {
  const [, text = ''] = /^(0|[1-9][0-9]{0,15})\n$/.exec(answer) ?? [];
  const size = Number(text);
  const isSize = text !== '' && Number.isSafeInteger(size);
  return isSize ? { kind: 'other-size', size } : { kind: 'refused', status: 409 };
}
