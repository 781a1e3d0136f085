import { type Codec, encodeKnown, expectPresent, type Shape, toHex, utf8 } from '@madang/base';
import { sha256 } from '@madang/crypto';
import { body as bodyCodec, bodyHashOf, encodeSigned } from '@madang/protocol';
import { services } from '@madang/services';
import fc from 'fast-check';
import { arbitraryOf } from './arbitrary.ts';
import { flipped } from './damage.ts';
import { type Actor, actor } from './memory-ledger.ts';
import type { Random } from './random.ts';
import { smallDecision } from './sim-decision.ts';
import { smallElection, trusteeOf } from './sim-election.ts';
import { type SimGovernance, simGovernance } from './sim-governance.ts';
import { signaturesOf } from './test-ledger.ts';

/** Where random acts are made for. */
export interface SimPlace {
  readonly chain: Uint8Array;
  readonly institutions: readonly string[];
  readonly roles: readonly string[];
  readonly random: Random;
}

/** A source of random transactions that remembers what it has made, so that many of them fit. */
export interface ActSource {
  /** An envelope that expires after this block time, ms; valid or not. */
  readonly next: (timeMs: number) => Uint8Array;
  /** Says that an act was done, so that later ones can speak of it. */
  readonly done: (id: Uint8Array) => void;
}

const PEOPLE = 8;
/** How many made acts are remembered for later ones to speak of. */
const REMEMBERED = 400;

/** An act that was made: who signed it, and its bytes. */
interface MadeAct {
  readonly act: string;
  readonly id: Uint8Array;
  readonly envelope: Uint8Array;
  readonly signer: Actor;
}

/** A payload as an object of values, before it is encoded. */
type Values = Readonly<Record<string, unknown>>;

interface Memory {
  readonly place: SimPlace;
  readonly people: readonly Actor[];
  readonly governance: SimGovernance;
  readonly made: MadeAct[];
  /** Ids of acts that were done. */
  readonly done: Set<string>;
  count: number;
}

const transactions = services.flatMap((service) =>
  service.transactions.map(({ act, payload, access }) => ({
    act,
    payload: forgotten(payload),
    role: 'role' in access ? access.role : undefined,
  })),
);

/** The act that makes what a field of a payload names. */
const ACT_OF_FIELD: Readonly<Record<string, string>> = {
  document: 'document.notarise',
  successor: 'document.notarise',
  register: 'people.openRegister',
  decision: 'vote.draftDecision',
  election: 'election.draftElection',
};

/**
 * By service, so that one with many acts does not crowd out another. Acts that make something come
 * more often: without them no other fits.
 */
const ofServices = services.map(({ name }) =>
  transactions
    .filter(({ act }) => act.startsWith(`${name}.`))
    .flatMap((one) => (Object.values(ACT_OF_FIELD).includes(one.act) ? [one, one, one] : [one])),
);

/** What institutions decide together takes several acts that fit: they are drawn more often. */
const decisions = transactions.flatMap((one) => {
  const weight = { 'governance.propose': 1, 'governance.approve': 5, 'governance.declareReady': 2 };
  const found = Object.entries(weight).find(([act]) => act === one.act);
  return Array.from({ length: found?.[1] ?? 0 }, () => one);
});

/** The codec of a payload whose type is forgotten: its values come from its own shape. */
function forgotten(payload: { readonly shape: Shape }): Codec<Values> {
  return payload as Codec<Values>;
}

/** What residents do themselves in a decision. */
const ACTS_OF_ANYBODY = new Set(
  ['giveConsent', 'refuseConsent', 'abstain', 'withdraw', 'appointProxy', 'endProxy'].map(
    (name) => `vote.${name}`,
  ),
);

/** Starts making acts. */
export function actSource(place: SimPlace): ActSource {
  const done = new Set<string>();
  const isDone = (id: Uint8Array) => done.has(toHex(id));
  const memory: Memory = {
    place,
    people: Array.from({ length: PEOPLE }, (_, n) => actor(`person ${n}`)),
    governance: simGovernance({ ...place, isDone }),
    made: [],
    done,
    count: 0,
  };
  return {
    next: (timeMs) => nextEnvelope(memory, timeMs),
    done: (id) => {
      memory.done.add(toHex(id));
    },
  };
}

function nextEnvelope(memory: Memory, timeMs: number): Uint8Array {
  const { random } = memory.place;
  const again = random.pickAny(memory.made);
  if (again !== undefined && random.chance(4)) return again.envelope;
  const { act, payload, role } = expectPresent(
    random.pickAny(random.chance(15) ? decisions : (random.pickAny(ofServices) ?? [])),
    'there are transactions',
  );
  const [drawn] = fc.sample(arbitraryOf(payload), { seed: random.below(2 ** 31), numRuns: 1 });
  const values = fitting(memory, act, expectPresent(drawn, 'one was drawn'), timeMs);
  const signers = signersFor(memory, { act, values, role });
  const envelope = signedEnvelope(
    memory,
    { act, payload: encodeKnown(payload, values), values, timeMs },
    signers,
  );
  return random.chance(6)
    ? flipped(envelope, random.below(envelope.length), 1 << random.below(8))
    : envelope;
}

/** Puts things that the ledger knows in the place of random ones, mostly. */
function fitting(memory: Memory, act: string, drawn: Values, timeMs: number): Values {
  const fitted: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(drawn)) {
    fitted[name] = known(memory, name, value, timeMs);
  }
  if (act.startsWith('governance.')) return memory.governance.fit(act, fitted);
  if (act === 'document.notarise' && memory.place.random.chance(70))
    fitted['count'] = 1 + memory.place.random.below(4);
  if (memory.place.random.chance(90)) {
    Object.assign(fitted, smallDecision(act, timeMs), smallElection(act, timeMs));
  }
  for (const name of ['leaf', 'person']) {
    if (name in fitted) fitted[name] = memory.place.random.below(4);
  }
  return fitted;
}

function known(memory: Memory, name: string, value: unknown, timeMs: number): unknown {
  const { random, roles } = memory.place;
  if (random.chance(8)) return value;
  if (value instanceof Uint8Array && value.length === 32) {
    const ids = memory.made
      .filter((one) => one.act === ACT_OF_FIELD[name] && memory.done.has(toHex(one.id)))
      .slice(-30)
      .map(({ id }) => id);
    const accounts = memory.people.map(({ account }) => account);
    return random.pickAny(name === 'account' ? accounts : ids) ?? value;
  }
  if (name === 'institution' || name === 'as') return institutionFor(memory) ?? value;
  if (name === 'role') return random.pickAny(roles) ?? value;
  if (name === 'until') return timeMs + random.below(86_400_000);
  return value;
}

/** Mostly one of the genesis; now and then one that may have come later. */
function institutionFor({ place, governance }: Memory): string | undefined {
  const { random, institutions } = place;
  return random.pickAny(random.chance(15) ? governance.institutions() : institutions);
}

/** An act that is to be signed, and the role that it declares. */
interface Wanted {
  readonly act: string;
  readonly values: Values;
  readonly role: string | undefined;
}

/** Mostly whoever may send such an act; now and then somebody else, or one too many. */
function signersFor(memory: Memory, wanted: Wanted): readonly Actor[] {
  const { random } = memory.place;
  const anybody = expectPresent(random.pickAny(memory.people), 'there are people');
  const right = random.chance(80) ? rightSigner(memory, wanted) : undefined;
  const signer = right ?? anybody;
  return random.chance(4) && signer !== anybody ? [signer, anybody] : [signer];
}

function rightSigner(memory: Memory, { act, values, role }: Wanted): Actor | undefined {
  const { institution, document: id } = values;
  if (
    act.startsWith('governance.') &&
    act !== 'governance.delegateRole' &&
    act !== 'governance.declareReady' &&
    typeof institution === 'string'
  ) {
    return memory.governance.governorOf(institution);
  }
  const ofVote = voteSigner(memory, act);
  if (ofVote !== undefined) return ofVote;
  const holder = memory.people[memory.place.roles.indexOf(role ?? '')];
  if (holder !== undefined) return holder;
  const holders = memory.people.slice(0, memory.place.roles.length);
  if (!(id instanceof Uint8Array)) return memory.place.random.pickAny(holders);
  return memory.made.find((one) => Buffer.compare(one.id, id) === 0)?.signer;
}

/** Who signs what is voted on: trustees, and officers of elections and decisions. */
function voteSigner(memory: Memory, act: string): Actor | undefined {
  if (act.startsWith('election.')) {
    return trusteeOf(act) ?? holderOf(memory, 'election.officer');
  }
  const isOfficers = act.startsWith('vote.') && !ACTS_OF_ANYBODY.has(act);
  return isOfficers ? holderOf(memory, 'vote.officer') : undefined;
}

/** Whoever holds a role. */
function holderOf({ people, place }: Memory, role: string): Actor | undefined {
  return people[place.roles.indexOf(role)];
}

interface Unsigned {
  readonly act: string;
  readonly payload: Uint8Array;
  readonly values: Values;
  readonly timeMs: number;
}

function signedEnvelope(memory: Memory, unsigned: Unsigned, signers: readonly Actor[]): Uint8Array {
  const { random, chain } = memory.place;
  const { act, payload, values, timeMs } = unsigned;
  memory.count += 1;
  const body = encodeKnown(bodyCodec, {
    act: random.chance(1) ? 'document.unknown' : act,
    chain: random.chance(1) ? sha256(chain) : chain,
    expiresAt: timeMs + expiryMs(random),
    payload,
    salt: sha256(utf8(`salt ${memory.count}`)).slice(0, 16),
  });
  const id = bodyHashOf(body);
  const signatures = signaturesOf(chain, random.chance(1) ? sha256(id) : id, signers);
  const envelope = encodeSigned(body, signatures);
  const [signer] = signers;
  memory.governance.made(act, id, values);
  if (signer !== undefined) memory.made.push({ act, id, envelope, signer });
  if (memory.made.length > REMEMBERED) memory.made.shift();
  return envelope;
}

/** From already over to too far ahead, mostly within bounds. */
function expiryMs(random: Random): number {
  if (random.chance(2)) return -random.below(10_000);
  if (random.chance(2)) return 600_001 + random.below(100_000);
  return 1_000 + random.below(590_000);
}
