import { decode, encode, equalBytes, fromUtf8, type Result, raw, utf8 } from '@madang/base';
import {
  decodeGenesis,
  decodeLogEntry,
  decodePromise,
  decodeReceipt,
  decodeStanding,
  decodeTransaction,
  dossierReader,
  encodeGenesis,
  encodeLogEntry,
  encodePromise,
  encodeReceipt,
  encodeStanding,
  envelope as envelopeCodec,
  joinNote,
  MAX_ENVELOPE_SIZE_BYTES,
  parseCheckpoint,
  parseNote,
  parsePolicy,
} from '@madang/protocol';
import {
  decodeConsensusProof,
  encodeConsensusProof,
  encodeInstitutions,
  openInstitutions,
} from '@madang/protocol/comet';
import { parseScenario } from '../../apps/madang/src/scenario/parse.ts';
import { isPlainlyCanonical } from './plain-cbor.ts';
import type { FuzzSeeds } from './seeds.ts';

/** Something that reads what strangers send, and what must hold whatever they send. */
export interface Decoder {
  readonly name: string;
  /** Good inputs, which are then damaged. */
  readonly seeds: readonly Uint8Array[];
  /**
   * What is wrong with how these bytes were taken; nothing if all is well. Throwing is wrong too.
   */
  readonly problem: (bytes: Uint8Array) => string | undefined | Promise<string | undefined>;
}

/** Every decoder of the rooms, the audit's, and the parser of scenarios. */
export async function decodersOver(seeds: FuzzSeeds): Promise<readonly Decoder[]> {
  const audit = await loadAudit();
  return [
    {
      name: 'cbor',
      seeds: [...seeds.values, seeds.receipt, seeds.envelope],
      problem: (bytes) => cborProblem(audit, bytes),
    },
    ...canonicalDecoders(seeds),
    {
      name: 'note',
      seeds: [utf8(seeds.checkpoint)],
      problem: (bytes) => noteProblem(audit, bytes),
    },
    {
      name: 'policy',
      seeds: [utf8(seeds.policy)],
      problem: (bytes) => policyProblem(audit, bytes),
    },
    { name: 'dossier', seeds: [seeds.dossier], problem: dossierProblem },
    { name: 'scenario', seeds: seeds.scenarios, problem: scenarioProblem },
  ];
}

/** What decodes must be exactly the bytes that it encodes to. */
function canonicalDecoders(seeds: FuzzSeeds): readonly Decoder[] {
  return [
    canonical('envelope', seeds.envelope, decodeEnvelope, (bytes) => bytes),
    canonical('entry', seeds.entry, decodeLogEntry, encodeLogEntry),
    canonical('genesis', seeds.genesis, decodeGenesis, encodeGenesis),
    canonical('receipt', seeds.receipt, decodeReceipt, encodeReceipt),
    canonical('standing', seeds.standing, decodeStanding, encodeStanding),
    canonical('consensus', seeds.consensus, decodeConsensusProof, encodeConsensusProof),
    canonical('institutions', seeds.institutions, openInstitutions, ({ file }) =>
      encodeInstitutions(file),
    ),
    canonical(
      'promise',
      seeds.promise,
      (bytes) => decodePromise(bytes),
      ({ signed }) => encodePromise(signed),
    ),
  ];
}

function decodeEnvelope(bytes: Uint8Array): Result<Uint8Array, unknown> {
  const decoded = decodeTransaction(bytes, MAX_ENVELOPE_SIZE_BYTES);
  if (!decoded.ok) return decoded;
  return encode(envelopeCodec, decoded.value.envelope);
}

function canonical<T>(
  name: string,
  seed: Uint8Array,
  read: (bytes: Uint8Array) => Result<T, unknown>,
  write: (value: T) => Uint8Array,
): Decoder {
  return {
    name,
    seeds: [seed],
    problem: (bytes) => {
      const value = read(bytes);
      if (!value.ok) return undefined;
      return equalBytes(write(value.value), bytes) ? undefined : 'encodes to other bytes';
    },
  };
}

/** Three decoders that share no code accept and refuse the same bytes. */
function cborProblem(audit: AuditDecoders, bytes: Uint8Array): string | undefined {
  const verdicts = {
    ours: decode(raw(), bytes).ok,
    audit: accepts(() => audit.decodeValue(bytes)),
    plain: isPlainlyCanonical(bytes),
  };
  return new Set(Object.values(verdicts)).size === 1 ? undefined : JSON.stringify(verdicts);
}

function noteProblem(audit: AuditDecoders, bytes: Uint8Array): string | undefined {
  const text = fromUtf8(bytes);
  if (!text.ok) return undefined;
  const note = parseNote(text.value);
  if (note.ok && joinNote(note.value.text, note.value.signatures) !== text.value) {
    return 'the note is written otherwise';
  }
  const ours = parseCheckpoint(text.value);
  // Two lines of one key: see `undecided` in test/verifiers.test.ts.
  if (!ours.ok && ours.error.code === 'NOTE_KEY_TWICE') return undefined;
  // The page gives no bound for the size; ours is what a number holds, the audit's 64 bits.
  if (/^[0-9]{16,}$/m.test(text.value)) return undefined;
  const theirs = accepts(() => audit.parseCheckpoint(text.value));
  return ours.ok === theirs ? undefined : JSON.stringify({ ours: ours.ok, audit: theirs });
}

function policyProblem(audit: AuditDecoders, bytes: Uint8Array): string | undefined {
  const text = fromUtf8(bytes);
  const ours = text.ok && parsePolicy(text.value).ok;
  const theirs = accepts(() => audit.parsePolicy(bytes));
  return ours === theirs ? undefined : JSON.stringify({ ours, audit: theirs });
}

/** In pieces of any length the reader comes to the same parts as at once. */
function dossierProblem(bytes: Uint8Array): string | undefined {
  const whole = readDossier(bytes, bytes.length);
  const pieces = readDossier(bytes, 7);
  return whole === pieces ? undefined : `at once: ${whole}, in pieces: ${pieces}`;
}

/** The names of the parts, or the code of the refusal. */
function readDossier(bytes: Uint8Array, pieceBytes: number): string {
  const reader = dossierReader();
  const names: string[] = [];
  for (let at = 0; at < bytes.length; at += pieceBytes) {
    const step = reader.push(bytes.subarray(at, at + pieceBytes));
    if (!step.ok) return step.error.code;
    names.push(...step.value.parts.map(({ name }) => name));
  }
  const end = reader.end();
  return end.ok ? names.join() : end.error.code;
}

/** A refusal says something and names a line. */
function scenarioProblem(bytes: Uint8Array): string | undefined {
  const parsed = parseScenario(new TextDecoder().decode(bytes));
  if (parsed.ok) return undefined;
  const { line, message } = parsed.error;
  const isClear =
    Number.isSafeInteger(line) && line >= 1 && message.en.length > 0 && message.ko.length > 0;
  return isClear ? undefined : `an unclear refusal: ${JSON.stringify(parsed.error)}`;
}

/** What the independent verifier decodes with. Each throws on what it refuses. */
interface AuditDecoders {
  decodeValue(bytes: Uint8Array): unknown;
  parseCheckpoint(text: string): unknown;
  parsePolicy(bytes: Uint8Array): unknown;
}

async function loadAudit(): Promise<AuditDecoders> {
  const parts = await Promise.all(
    ['cbor', 'note', 'policy'].map((name) => {
      const address = new URL(`../../apps/audit/src/${name}.mjs`, import.meta.url);
      return import(address.href) as Promise<object>;
    }),
  );
  return Object.assign({}, ...parts) as AuditDecoders;
}

/**
 * A refusal of the audit is a thrown Mismatch with a code; anything else that it throws is a fault.
 */
function accepts(read: () => unknown): boolean {
  try {
    read();
    return true;
  } catch (thrown) {
    const isRefusal = thrown instanceof Error && 'code' in thrown && 'details' in thrown;
    if (isRefusal) return false;
    throw thrown;
  }
}
