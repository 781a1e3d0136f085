import { fail, type Json, ok, type Result, toHex, utf8 } from '@madang/base';
import { type KeyPair, sha256, signSync } from '@madang/crypto';
import { accountOf } from '@madang/protocol';
import { buildBatch } from '@madang/services/document/proof/index.ts';
import { possessionMessage } from '@madang/services/governance/proof/index.ts';
import { durationMs, timeMs } from './duration.ts';
import { Computed, type ComputedTag, type Value } from './model.ts';

/** What computed values are computed from, at one step. */
export interface Known {
  readonly chain: Uint8Array;
  /** Block time of the step, ms. */
  readonly nowMs: number;
  /** The body hash of a labelled act. */
  readonly idOf: (label: string) => Uint8Array | undefined;
  readonly keyOf: (actor: string) => KeyPair | undefined;
}

/** The JSON form of a value, with its tags computed; the failure is a sentence. */
export function compute(value: Value, known: Known): Result<Json, string> {
  if (value instanceof Computed) return COMPUTERS[value.tag](value.argument, known);
  if (typeof value !== 'object') return ok(value);
  if (Array.isArray(value)) return computeList(value as readonly Value[], known);
  const map: Record<string, Json> = {};
  for (const [key, entry] of Object.entries(value)) {
    const computed = compute(entry, known);
    if (!computed.ok) return computed;
    map[key] = computed.value;
  }
  return ok(map);
}

function computeList(values: readonly Value[], known: Known): Result<Json, string> {
  const list: Json[] = [];
  for (const entry of values) {
    const computed = compute(entry, known);
    if (!computed.ok) return computed;
    list.push(computed.value);
  }
  return ok(list);
}

type Computer = (argument: unknown, known: Known) => Result<Json, string>;

const COMPUTERS: Readonly<Record<ComputedTag, Computer>> = {
  id: (label, { idOf }) => {
    const id = idOf(String(label));
    return id === undefined
      ? fail(`No act before this one has the label "${String(label)}".`)
      : ok(toHex(id));
  },
  account: (actor, known) =>
    withKey(actor, known, ({ publicKey }) => toHex(accountOf('ed25519', publicKey))),
  key: (actor, known) => withKey(actor, known, ({ publicKey }) => toHex(publicKey)),
  hash: (text) => ok(toHex(hashOfText(String(text)))),
  root: (texts) => {
    if (!Array.isArray(texts) || texts.length === 0) return fail('!root needs a list of texts.');
    const salts = texts.map((_, index) => hashOfText(`salt ${String(index)}`));
    return ok(
      toHex(
        buildBatch(
          texts.map((text) => hashOfText(String(text))),
          salts,
        ).root,
      ),
    );
  },
  time: (text, { nowMs }) => {
    const given = String(text);
    const at = given.startsWith('+') ? durationMs(given.slice(1)) : undefined;
    const absolute = at === undefined ? timeMs(given) : nowMs + at;
    return absolute === undefined
      ? fail('!time needs + and a duration, or a time with zone.')
      : ok(absolute);
  },
  possession: (argument, known) => possession(argument, known),
};

function possession(argument: unknown, known: Known): Result<Json, string> {
  const { actor, institution, kind } = Object(argument) as Readonly<Record<string, unknown>>;
  if (kind !== 'governance' && kind !== 'consensus' && kind !== 'cosigner') {
    return fail('!possession needs kind: governance, consensus or cosigner.');
  }
  return withKey(actor, known, (pair) => {
    const claim = { institution: String(institution), kind, key: pair.publicKey } as const;
    return toHex(signSync(pair, possessionMessage(known.chain, claim)));
  });
}

function withKey(
  actor: unknown,
  { keyOf }: Known,
  use: (pair: KeyPair) => Json,
): Result<Json, string> {
  const pair = keyOf(String(actor));
  return pair === undefined ? fail(`There is no actor "${String(actor)}".`) : ok(use(pair));
}

function hashOfText(text: string): Uint8Array {
  return sha256(utf8(text));
}
