import {
  bytes,
  concat,
  encodeKnown,
  expectOk,
  fixedBytes,
  fromHex,
  list,
  record,
  text,
  toHex,
  u32be,
  uint,
  utf8,
} from '@madang/base';
import { decodeStanding, encodeStanding } from '@madang/protocol';
import { type Actor, openTestLedger, type TestLedger, type Wish } from '@madang/testkit';
import {
  attestation,
  attester,
  type DecisionPlan,
  deputy,
  device,
  digest,
  draftOf,
  grants,
  officer,
  rollOf,
  SUMMARY,
  TEXT,
  TITLE,
  totalsOf,
} from './vote-plan.ts';

const MAX_PART_BYTES = 16 * 2 ** 20;
const header = record({
  chain: fixedBytes(32),
  title: text({ max: 200 }),
  matter: text({ max: 64 }),
  parts: uint(),
});
const partCodec = record({
  name: text({ max: 64 }),
  type: text({ max: 64 }),
  bytes: bytes({ max: MAX_PART_BYTES }),
});
const actsCodec = list(
  record({ height: uint(), index: uint(), time: uint(), envelope: bytes({ max: 65_536 }) }),
  { max: 20_000 },
);

/** An act that was done, as the dossier carries it. */
export interface DoneAct {
  readonly height: number;
  readonly index: number;
  readonly time: number;
  readonly envelope: Uint8Array;
}

/** A part of a dossier. */
export interface Part {
  readonly name: string;
  readonly type: string;
  readonly bytes: Uint8Array;
}

/** A part that carries acts. */
export function actsPart(name: 'people' | 'acts', acts: readonly DoneAct[]): Part {
  return { name, type: 'madang/acts', bytes: encodeKnown(actsCodec, acts) };
}

/** The bytes of a dossier. */
export function assemble(
  chain: Uint8Array,
  parts: readonly Part[],
  { title = TITLE, tail = new Uint8Array() }: { title?: string; tail?: Uint8Array } = {},
): Uint8Array {
  const framed = (encoded: Uint8Array): Uint8Array => concat(u32be(encoded.length), encoded);
  const top = { chain, title, matter: 'vote.decision', parts: parts.length };
  return concat(
    utf8('madang-dossier/1\n'),
    framed(encodeKnown(header, top)),
    ...parts.map((part) => framed(encodeKnown(partCodec, part))),
    tail,
  );
}

/** A decision on a ledger of its own, and the acts of which its dossier is made. */
export class VoteWorld {
  readonly people: DoneAct[] = [];
  readonly acts: DoneAct[] = [];
  register = '';
  decision = '';
  closesAt = 0;

  readonly world: TestLedger;

  private constructor(world: TestLedger) {
    this.world = world;
  }

  /** A ledger without any decision. */
  static async open(): Promise<VoteWorld> {
    return new VoteWorld(await openTestLedger({ genesis: { grants } }));
  }

  /** A decision that takes acts, with a key for every person. */
  static async opened(plan: DecisionPlan): Promise<VoteWorld> {
    const vote = await VoteWorld.open();
    await vote.draft(plan);
    await vote.office('openDecision', totalsOf(plan));
    return vote;
  }

  /** Opens a register and drafts the decision with its roll. */
  async draft(plan: DecisionPlan): Promise<void> {
    const register = { institution: 'city', persons: plan.persons + 1, level: 'link' };
    await this.send({ act: 'people.openRegister', payload: register, by: officer });
    this.register = toHex(this.last);
    for (let from = 0; from < plan.persons; from += 100) {
      const persons = Array.from(
        { length: Math.min(100, plan.persons - from) },
        (_, n) => from + n,
      );
      const payloads = persons.map((one) => attestation(this.register, one, device(one)));
      const wishes = payloads.map((payload) => ({
        act: 'people.attestKey',
        payload,
        by: attester,
      }));
      await this.send(...wishes);
    }
    this.closesAt = this.world.nowMs() + 10_000_000;
    const payload = draftOf(plan, this.register, this.closesAt);
    await this.send({ act: 'vote.draftDecision', payload, by: officer });
    this.decision = toHex(this.last);
    for (const lines of rollOf(plan)) await this.office('enterRoll', lines);
  }

  private last: Uint8Array = new Uint8Array(32);

  /** The body hash of the act that was sent last. */
  lastId(): Uint8Array {
    return this.last;
  }

  /** Submits acts of one block; those that are done go into the dossier. Gives their codes. */
  async send(...wishes: readonly Wish[]): Promise<readonly number[]> {
    this.world.advance(1_000);
    const signed = wishes.map((wish) => this.world.sign(wish));
    const answers = await Promise.all(signed.map(({ envelope }) => this.world.submit(envelope)));
    const done = answers.map((answer, at) => {
      if (!answer.ok) return answer.error.kind === 'refused' ? answer.error.refusal.code : -1;
      const { outcome, bodyHash } = answer.value;
      const { envelope } = signed[at]!;
      this.last = bodyHash;
      if (outcome.code === 0) {
        const { height, index, time } = outcome;
        const isPeople = wishes[at]!.act.startsWith('people.');
        (isPeople ? this.people : this.acts).push({ height, index, time, envelope });
      }
      return outcome.code;
    });
    const byPlace = (a: DoneAct, b: DoneAct): number => a.height - b.height || a.index - b.index;
    this.people.sort(byPlace);
    this.acts.sort(byPlace);
    return done;
  }

  /** An act of an officer. */
  async office(act: string, payload: object, by: Actor | readonly Actor[] = officer) {
    const whole = { decision: this.decision, ...payload };
    return (await this.send({ act: `vote.${act}`, payload: whole, by }))[0];
  }

  /** Papers, entered by two officers. */
  async papers(papers: readonly (readonly [person: number, vote: string])[], earlierMs = 0) {
    const arrivedAt = this.world.nowMs() - earlierMs;
    const lines = papers.map(([person, vote]) => ({
      person,
      vote,
      arrivedAt,
      scan: digest(`scan of ${person}`),
    }));
    return this.office('enterPapers', { text: digest(TEXT), papers: lines }, [officer, deputy]);
  }

  /** The act of a person, to be sent. */
  wish(act: string, person: number, more: object = {}): Wish {
    const isSaying = ['giveConsent', 'refuseConsent', 'abstain'].includes(act);
    const text = isSaying ? { text: digest(TEXT) } : {};
    const payload = { decision: this.decision, ...text, ...more };
    return { act: `vote.${act}`, payload, by: device(person) };
  }

  /** The act of a person, sent. */
  async say(act: string, person: number, more: object = {}) {
    return (await this.send(this.wish(act, person, more)))[0];
  }

  /** The state of the newest block, proven. */
  async statePart(): Promise<Part> {
    const ledger = this.world.ledger();
    const bytesOf = (hex: string) => expectOk(fromHex(hex), 'ids are hexadecimal');
    const [id, register] = [bytesOf(this.decision), bytesOf(this.register)];
    const keys = [
      concat(utf8('vote/progress/'), id),
      concat(utf8('vote/established/'), id),
      concat(utf8('people/journals/'), register),
    ];
    const encoded = expectOk(await ledger.standing(keys, ledger.size()), 'there is a standing');
    const { consistency: _, ...standing } = expectOk(decodeStanding(encoded), 'it decodes');
    return { name: 'state', type: 'madang/standing', bytes: encodeStanding(standing) };
  }

  /** The parts of the dossier, some acts in each. */
  async parts(actsOfPart = 1_000): Promise<Part[]> {
    const chunks = (name: 'people' | 'acts') =>
      Array.from({ length: Math.ceil(this[name].length / actsOfPart) }, (_, n) =>
        actsPart(name, this[name].slice(n * actsOfPart, (n + 1) * actsOfPart)),
      );
    return [
      await this.statePart(),
      ...chunks('people'),
      ...chunks('acts'),
      { name: 'text', type: 'madang/file', bytes: utf8(TEXT) },
      { name: 'summary', type: 'madang/file', bytes: utf8(SUMMARY) },
    ];
  }

  /** The dossier. */
  async dossier(): Promise<Uint8Array> {
    return assemble(this.world.chain, await this.parts());
  }
}
