import { utf8 } from '@madang/base';
import type { InstitutionKey } from '@madang/kernel';
import {
  type Checkpoint,
  checkCosignature,
  cosignerName,
  type NoteSignature,
  parseCheckpoint,
  type SignedCheckpoint,
} from '@madang/protocol';

/** A node of another institution, which cosigns what this one has. */
export interface Colleague {
  /** The institution's id. */
  readonly institution: string;
  /** The address of its API, such as `https://ledger.example.org`. */
  readonly url: string;
}

/** With which key an institution cosigns. */
export type CosignerKey = Pick<InstitutionKey, 'institution' | 'key'>;

/** How to ask colleagues. */
export interface ColleaguesOptions {
  readonly ledgerName: string;
  /** Who they are now: institutions come and go while a node runs. */
  readonly colleagues: () => readonly Colleague[];
  /** Told of a colleague that does not vouch for what stands here, or does not answer. */
  readonly onSilence: (institution: string, reason: string) => void;
}

/** What colleagues are asked to have signed. */
export interface WantedCosignatures {
  readonly checkpoint: Checkpoint;
  /** The keys that count under it; an institution without one is not asked. */
  readonly keys: readonly CosignerKey[];
  /** How many are wanted before the slowest are left out. */
  readonly enough: number;
}

/** Asks for cosignatures of a checkpoint until enough have come. */
export type AskColleagues = (wanted: WantedCosignatures) => Promise<readonly NoteSignature[]>;

/** How long a colleague is waited for, ms. */
const ANSWER_MS = 4_000;
/** How long the rest is waited for when there are enough, ms. */
const GRACE_MS = 100;
/** Longest note that is read. */
const MAX_NOTE_BYTES = 16_384;

/**
 * Asks all colleagues at once. Whoever is slow is left out once enough have signed; what they sent
 * is checked here, so that a colleague who lies costs its own line and nothing else.
 */
export function askColleagues(options: ColleaguesOptions): AskColleagues {
  const { onSilence, ledgerName } = options;
  return ({ checkpoint, keys, enough }) =>
    new Promise((resolve) => {
      const asked = options.colleagues().flatMap((colleague) => {
        const found = keys.find(({ institution }) => institution === colleague.institution);
        return found === undefined ? [] : [{ ...colleague, key: found.key }];
      });
      const lines: NoteSignature[] = [];
      let open = asked.length;
      const finish = () => {
        clearTimeout(end);
        clearTimeout(grace);
        resolve(lines);
      };
      const end = setTimeout(finish, ANSWER_MS);
      let grace: NodeJS.Timeout | undefined;
      const ended = () => {
        open -= 1;
        if (open === 0) finish();
        else if (lines.length >= enough) grace ??= setTimeout(finish, GRACE_MS);
      };
      if (open === 0) finish();
      for (const colleague of asked) {
        void askOne(ledgerName, colleague, checkpoint)
          .then((line) => lines.push(line))
          .catch((thrown: unknown) => {
            onSilence(colleague.institution, thrown instanceof Error ? thrown.message : 'silent');
          })
          .finally(ended);
      }
    });
}

async function askOne(
  ledgerName: string,
  { institution, url, key }: Colleague & CosignerKey,
  checkpoint: Checkpoint,
): Promise<NoteSignature> {
  const { note } = await noteOf(url, checkpoint.size);
  const name = cosignerName(ledgerName, institution);
  const line = await checkCosignature({ name, key, checkpoint, note });
  if (line === undefined) throw new Error('It did not sign what stands here.');
  return line;
}

/** What a colleague says of the log at a size; rejects if it says nothing that can be read. */
export async function noteOf(url: string, size: number): Promise<SignedCheckpoint> {
  const response = await fetch(`${url}/log/checkpoint/${String(size)}`, {
    signal: AbortSignal.timeout(ANSWER_MS),
  });
  if (!response.ok) throw new Error(`It answered with status ${String(response.status)}.`);
  const text = await response.text();
  if (utf8(text).length > MAX_NOTE_BYTES) throw new Error('Its note is too long.');
  const parsed = parseCheckpoint(text);
  if (!parsed.ok) throw new Error(parsed.error.message);
  return parsed.value;
}
