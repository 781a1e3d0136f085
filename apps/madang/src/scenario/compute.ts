import { fail, type Json, ok, type Result, toHex, utf8 } from '@madang/base';
import { type KeyPair, sha256, signSync } from '@madang/crypto';
import { accountOf } from '@madang/protocol';
import { type Batch, buildBatch } from '@madang/services/document/proof/index.ts';
import { digestInProposal, possessionMessage } from '@madang/services/governance/proof/index.ts';
import type { Words } from '../terminal.ts';
import { durationMs, timeMs } from './duration.ts';
import { Computed, type ComputedTag, type TagArgument, type Value } from './model.ts';

type KeyClaim = Parameters<typeof possessionMessage>[1];

/** What computed values are computed from, at one step. */
export interface Known {
  readonly chain: Uint8Array;
  /** Block time of the step, ms. */
  readonly nowMs: number;
  /** The body hash of a labelled act. */
  readonly idOf: (label: string) => Uint8Array | undefined;
  /** The payload of a labelled act. */
  readonly payloadOf: (label: string) => Uint8Array | undefined;
  readonly keyOf: (actor: string) => KeyPair | undefined;
}

/** The JSON form of a value, with its tags computed; the failure is a sentence. */
export function compute(value: Value, known: Known): Result<Json, Words> {
  if (value instanceof Computed) return COMPUTERS[value.tag](value.argument, known);
  if (typeof value !== 'object') return ok(value);
  if (Array.isArray(value)) return computeList(value as readonly Value[], known);
  const entries = Object.entries(value as { readonly [key: string]: Value });
  const values = computeList(
    entries.map(([, entry]) => entry),
    known,
  );
  if (!values.ok) return values;
  // Not by assignment: a key may be called `__proto__`.
  return ok(Object.fromEntries(entries.map(([key], i) => [key, values.value[i] ?? ''])));
}

function computeList(values: readonly Value[], known: Known): Result<readonly Json[], Words> {
  const list: Json[] = [];
  for (const entry of values) {
    const computed = compute(entry, known);
    if (!computed.ok) return computed;
    list.push(computed.value);
  }
  return ok(list);
}

type Computer = (argument: TagArgument, known: Known) => Result<Json, Words>;

/** Reading the file has made sure that what stands behind each tag has its form. */
const COMPUTERS: Readonly<Record<ComputedTag, Computer>> = {
  id: (label, { idOf }) => {
    const id = idOf(textIn(label));
    return id === undefined ? fail(noLabel(textIn(label))) : ok(toHex(id));
  },
  digest: (label, { chain, payloadOf }) => {
    const payload = payloadOf(textIn(label));
    if (payload === undefined) return fail(noLabel(textIn(label)));
    const digest = digestInProposal(chain, payload);
    return digest.ok ? ok(toHex(digest.value)) : fail(noProposal(textIn(label)));
  },
  account: (actor, known) =>
    withKey(actor, known, ({ publicKey }) => toHex(accountOf('ed25519', publicKey))),
  key: (actor, known) => withKey(actor, known, ({ publicKey }) => toHex(publicKey)),
  hash: (text) => ok(toHex(hashOfText(textIn(text)))),
  root: (texts) => ok(toHex(batchOf(texts as readonly string[]).root)),
  time: (text, { nowMs }) => {
    const given = textIn(text);
    const afterMs = given.startsWith('+') ? durationMs(given.slice(1)) : undefined;
    return ok(afterMs === undefined ? (timeMs(given) ?? 0) : nowMs + afterMs);
  },
  possession: (argument, known) => {
    const { actor, institution, kind } = argument as Readonly<Record<string, string>>;
    return withKey(actor, known, (pair) => {
      const claim = { institution, kind, key: pair.publicKey } as KeyClaim;
      return toHex(signSync(pair, possessionMessage(known.chain, claim)));
    });
  },
};

/** What `!root` commits to: these texts with the salts of the format. */
export function batchOf(texts: readonly string[]): OpenBatch {
  const salts = texts.map((_, index) => hashOfText(`salt ${String(index)}`));
  const digests = texts.map(hashOfText);
  return { ...buildBatch(digests, salts), salts, digests };
}

/** A batch with everything that opens it. */
export interface OpenBatch extends Batch {
  readonly salts: readonly Uint8Array[];
  readonly digests: readonly Uint8Array[];
}

function withKey(
  actor: TagArgument,
  { keyOf }: Known,
  use: (pair: KeyPair) => Json,
): Result<Json, Words> {
  const pair = keyOf(textIn(actor));
  return pair === undefined ? fail(noActor(textIn(actor))) : ok(use(pair));
}

function textIn(argument: TagArgument): string {
  return typeof argument === 'string' ? argument : '';
}

/** There is no act with a label, at least not yet. */
export function noLabel(label: string): Words {
  return {
    en: `No act before this one has the label "${label}".`,
    ko: `이보다 앞에 "${label}" 라벨이 있는 행위가 없습니다.`,
  };
}

/** An act with a label proposes nothing. */
function noProposal(label: string): Words {
  return {
    en: `"${label}" is no proposal of governance.`,
    ko: `"${label}" 은(는) 기관의 제안이 아닙니다.`,
  };
}

/** There is no actor of a name. */
export function noActor(name: string): Words {
  return { en: `There is no actor "${name}".`, ko: `"${name}" 행위자가 없습니다.` };
}

/** SHA-256 of a text. */
export function hashOfText(text: string): Uint8Array {
  return sha256(utf8(text));
}
