import { bytes, concat, encodeKnown, list, record, toHex, uint, utf8 } from '@madang/base';
import {
  type MemoryLedger,
  openMemoryLedger,
  type Random,
  randomFrom,
  services,
  type Wish,
} from '@madang/testkit';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  type AuditAct,
  type AuditDecision,
  type AuditModules,
  loadAuditModules,
} from './support/audit-modules.ts';
import {
  attestation,
  attester,
  condition,
  type DecisionPlan,
  deputy,
  device,
  digest,
  draftOf,
  grants,
  officer,
  randomPlan,
  rollOf,
  TEXT,
  totalsOf,
  type UnitPlan,
  unitLine,
} from './support/vote-plan.ts';
import { randomWish } from './support/vote-random.ts';

/** One decision each; the soak plays longer. */
const SEEDS = Number(process.env['MADANG_VOTE_SEEDS'] ?? 10);
const ACTS = 160;

const listed = list(
  record({ height: uint(), index: uint(), time: uint(), envelope: bytes({ max: 70_000 }) }),
  { max: 1 },
);

let audit: AuditModules;
beforeAll(async () => {
  audit = await loadAuditModules();
});

/** A ledger and the independent recount beside it, which has to say the same of every act. */
class Pair {
  readonly ledger: MemoryLedger = openMemoryLedger(services, { grants });
  readonly done: Record<string, number> = {};
  readonly refused: Record<string, number> = {};
  readonly acts: AuditAct[] = [];
  register: InstanceType<AuditModules['Register']> | undefined;
  decision: AuditDecision | undefined;

  /** Executes one act on both sides; gives its body hash. */
  send(wish: Wish, afterMs = 1_000): string {
    const signed = this.ledger.sign(wish);
    const result = this.ledger.block([signed], afterMs);
    const code = result.transactions[0]?.outcome.code;
    const act = this.read(wish, signed.bytes);
    const cause = this.recount(act);
    const told = `${wish.act} ${JSON.stringify(wish.payload)}: ledger ${code}, recount ${cause}`;
    expect(cause === undefined, told).toBe(code === 0);
    const counts = code === 0 ? this.done : this.refused;
    counts[wish.act] = (counts[wish.act] ?? 0) + 1;
    if (code === 0 && wish.act.startsWith('vote.')) {
      this.acts.push(act);
      this.compare(told);
    }
    return toHex(act.id);
  }

  private read({ act }: Wish, envelope: Uint8Array): AuditAct {
    const place = { height: this.ledger.height(), index: 0, time: this.ledger.timeMs() };
    const encoded = encodeKnown(listed, [{ ...place, envelope }]);
    const raw = audit.readActs(encoded, 'acts', 100_000);
    const shapes = act.startsWith('people.') ? audit.peopleActs : audit.voteActs;
    const [opened] = audit.openActs(raw, shapes);
    if (opened === undefined) throw new Error('one act is read');
    return opened;
  }

  private recount(act: AuditAct): string | undefined {
    if (act.act.startsWith('people.')) {
      this.register ??= new audit.Register(act.id);
      return this.register.do(act);
    }
    if (this.decision === undefined) {
      const refusal = audit.Decision.refusalOfDraft(act);
      if (refusal === undefined) this.decision = new audit.Decision(act);
      return refusal;
    }
    const isOfPerson = audit.isOfPerson(act.act);
    const signer = isOfPerson ? this.register?.personOf(act.signers[0] ?? '') : undefined;
    return this.decision.do(act, signer);
  }

  /** What the ledger holds of the decision is what was recounted. */
  private compare(told: string): void {
    const id = this.acts[0]?.id ?? new Uint8Array();
    const at = (table: string) => this.ledger.state().get(concat(utf8(table), id));
    const progress = at('vote/progress/') ?? new Uint8Array();
    const proven = { progress, established: at('vote/established/'), journal: this.journal() };
    try {
      if (this.decision) audit.requireSame(this.decision, proven);
    } catch (error) {
      throw new Error(`${told}: ${JSON.stringify(error)}`, { cause: error });
    }
  }

  private journal(): Uint8Array {
    return this.acts.reduce(audit.nextJournal, audit.NO_JOURNAL);
  }
}

/** Opens a register and drafts a decision with its roll, without opening it. */
function drafted(pair: Pair, plan: DecisionPlan, closesInMs: number) {
  const register = pair.send({
    act: 'people.openRegister',
    payload: { institution: 'city', persons: plan.persons + 1, level: 'link' },
    by: officer,
  });
  const closesAt = pair.ledger.timeMs() + closesInMs;
  const payload = draftOf(plan, register, closesAt);
  const decision = pair.send({ act: 'vote.draftDecision', payload, by: officer });
  for (const lines of rollOf(plan)) {
    pair.send({ act: 'vote.enterRoll', payload: { decision, ...lines }, by: officer });
  }
  return { register, decision, closesAt };
}

function opened(plan: DecisionPlan, random: Random) {
  const pair = new Pair();
  const closesInMs = random.pick([150_000, 250_000, 900_000]);
  const { register, decision, closesAt } = drafted(pair, plan, closesInMs);
  for (let person = 0; person < plan.persons; person += 1) {
    const payload = attestation(register, person, device(person));
    pair.send({ act: 'people.attestKey', payload, by: attester });
  }
  const payload = { decision, ...totalsOf(plan) };
  pair.send({ act: 'vote.openDecision', payload, by: officer });
  for (let person = 0; person < plan.persons; person += 1) {
    const proxy = (person + 1) % plan.persons;
    pair.send({ act: 'vote.appointProxy', payload: { decision, proxy }, by: device(person) });
  }
  return { pair, register, decision, closesAt };
}

describe('the recount of the independent verifier', () => {
  it.each(Array.from({ length: SEEDS }, (_, n) => n + 1))(
    'says of every act what the ledger says, seed %i',
    { timeout: 60_000 },
    (seed) => {
      const random = randomFrom(seed);
      const plan = randomPlan(random);
      const { pair, register, decision, closesAt } = opened(plan, random);
      for (let n = 0; n < ACTS; n += 1) {
        const nowMs = pair.ledger.timeMs();
        const scene = { plan, register, decision, nowMs, closesAt };
        pair.send(randomWish(random, scene), random.pick([0, 1_000, 1_000, 2_000]));
      }
      expect(Object.keys(pair.done).length).toBeGreaterThan(8);
    },
  );

  const each = { kind: 'each', waived: 0 };
  const two: DecisionPlan = {
    persons: 3,
    buildings: 1,
    holders: [
      {
        members: [
          [0, 1],
          [1, 1],
        ],
        representative: 0,
      },
      { members: [[2, 1]] },
    ],
    units: [{ holder: 0 }, { holder: 1 }],
    rule: { hold: 'all', conditions: [condition('heads', 'at-least', [1, 2], each)] },
    settings: { repeat: 'last', withdrawal: 'until-closed' },
  };

  it('says the same of a draft that is called off, and of what comes after', () => {
    const pair = new Pair();
    const { decision } = drafted(pair, two, 100_000);
    const office = (act: string, payload: object) =>
      pair.send({ act: `vote.${act}`, payload: { decision, ...payload }, by: officer });
    office('closeDecision', { how: 'called-off' });
    office('noteMessages', { kind: 'notice', homes: 1, undelivered: 0 });
    office('openDecision', totalsOf(two));
    expect(pair.done['vote.noteMessages']).toBe(1);
    expect(pair.refused['vote.openDecision']).toBe(1);
  });

  it('says the same where a new representative speaks against what the old one said', () => {
    const { pair, decision } = opened(two, randomFrom(1));
    const say = (act: string, signer: number, more: object = {}) =>
      pair.send({ act: `vote.${act}`, payload: { decision, ...more }, by: device(signer) });
    const text = digest(TEXT);
    say('giveConsent', 0, { text });
    expect(pair.decision?.established).toBeDefined();
    const change = { kind: 'representative', holder: 0, person: 1 };
    const payload = { decision, reason: 'representative', evidence: text, change };
    pair.send({ act: 'vote.changeRoll', payload, by: officer });
    say('withdraw', 2, { for: 1 });
    say('refuseConsent', 1, { text });
    expect(pair.refused).toEqual({ 'vote.withdraw': 1, 'vote.refuseConsent': 1 });
    say('withdraw', 1);
    expect(pair.done['vote.withdraw']).toBe(1);
  });

  it('says the same of papers that arrive as late as a clock ahead of the block may say, or later', () => {
    const { pair, decision } = opened(two, randomFrom(1));
    for (const laterMs of [1, 0]) {
      const arrivedAt = pair.ledger.timeMs() + 1_000 + 60_000 + laterMs;
      const papers = [{ person: 2, vote: 'agree', arrivedAt, scan: digest('scan') }];
      const payload = { decision, text: digest(TEXT), papers };
      pair.send({ act: 'vote.enterPapers', payload, by: [officer, deputy] });
      expect(pair.decision?.established === undefined).toBe(laterMs > 0);
    }
  });

  it('says the same of a holder with homes in ever more buildings', () => {
    const pair = new Pair();
    const unitsIn = (from: number, end: number, excluded?: string) =>
      Array.from({ length: end - from }, (_, n) => ({
        holder: 0,
        building: from + n,
        ...(excluded === undefined ? {} : { excluded }),
      }));
    const plan = {
      ...two,
      buildings: 68,
      units: [...unitsIn(0, 62), ...unitsIn(62, 64, 'use'), { holder: 1, building: 67 }],
    };
    const { decision } = drafted(pair, plan, 100_000);
    const enter = (...units: readonly UnitPlan[]) => {
      const lines = units.map((unit, n) => unitLine(pair.ledger.height() * 100 + n, unit));
      const payload = { decision, persons: [], holders: [], units: lines };
      pair.send({ act: 'vote.enterRoll', payload, by: officer });
    };
    enter(...unitsIn(62, 65));
    enter(...unitsIn(64, 66));
    enter(...unitsIn(66, 67, 'use'));
    enter(...unitsIn(62, 63, 'use'));
    expect(pair.refused['vote.enterRoll']).toBeGreaterThan(0);
    for (const building of [62, 63, 64, 65, 66, 67]) enter({ holder: 1, building });
  });
});
