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
  type DecisionPlan,
  device,
  draftOf,
  grants,
  officer,
  randomPlan,
  rollOf,
  totalsOf,
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
    return audit.journalOf(this.acts);
  }
}

function opened(plan: DecisionPlan, random: Random) {
  const pair = new Pair();
  const { ledger } = pair;
  const register = pair.send({
    act: 'people.openRegister',
    payload: { institution: 'city', persons: plan.persons + 1, level: 'link' },
    by: officer,
  });
  const closesAt = ledger.timeMs() + random.pick([150_000, 250_000, 900_000]);
  const decision = pair.send({
    act: 'vote.draftDecision',
    payload: draftOf(plan, register, closesAt),
    by: officer,
  });
  const office = (act: string, payload: object) =>
    pair.send({ act: `vote.${act}`, payload: { decision, ...payload }, by: officer });
  for (const lines of rollOf(plan)) office('enterRoll', lines);
  for (let person = 0; person < plan.persons; person += 1) {
    const payload = attestation(register, person, device(person));
    pair.send({ act: 'people.attestKey', payload, by: attester });
  }
  office('openDecision', totalsOf(plan));
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
});
