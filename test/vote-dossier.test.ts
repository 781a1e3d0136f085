import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expectPresent, toHex, utf8 } from '@madang/base';
import { effort, flipped, freshStandingOf, receiptOf } from '@madang/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runAudit } from './support/verifiers.ts';
import { actsPart, assemble, type DoneAct, type Part, VoteWorld } from './support/vote-dossier.ts';
import {
  condition,
  type DecisionPlan,
  device,
  digest,
  type HolderPlan,
  officer,
  TEXT,
  unitLine,
} from './support/vote-plan.ts';

const FLIP_STEP = effort(17, 7);
/** Moves with the sources, so that over time other bytes are changed. */
const FLIP_FIRST = 3;

let folder: string;
const opened: VoteWorld[] = [];
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'madang-vote-'));
});
afterAll(async () => {
  for (const { world } of opened) await world.close();
  rmSync(folder, { recursive: true });
});

interface Report {
  readonly verdict: string;
  readonly parts: readonly { part: string; verdict: string; code: string; reason: string }[];
  readonly facts: Readonly<Record<string, unknown>>;
}

async function audit({ world }: VoteWorld, dossier: Uint8Array, ...more: readonly string[]) {
  const [file, policy] = ['a.dossier', 'policy'].map((name) => path.join(folder, name)) as [
    string,
    string,
  ];
  writeFileSync(file, dossier);
  writeFileSync(policy, world.policyText);
  const { status, out } = await runAudit([file, '--policy', policy, ...more]);
  const report = JSON.parse(out) as Report;
  const not = report.parts.filter((part) => part.verdict !== 'passed');
  return { status, report, not: not.map(({ part, code }) => `${part} ${code}`) };
}

/** Persons 0 to n - 1, each with a home of 100 m², so many in each building. */
function simple(persons: number, rule: DecisionPlan['rule'], buildings = 1): DecisionPlan {
  const numbers = Array.from({ length: persons }, (_, n) => n);
  return {
    persons,
    buildings,
    rule,
    holders: numbers.map((n): HolderPlan => ({ members: [[n, 1]] })),
    units: numbers.map((n) => ({ holder: n, building: n % buildings })),
  };
}

const all = (...conditions: DecisionPlan['rule'][]) => ({ hold: 'all', conditions });

async function openedWith(plan: DecisionPlan): Promise<VoteWorld> {
  const vote = await VoteWorld.opened(plan);
  opened.push(vote);
  return vote;
}

async function checked(vote: VoteWorld) {
  const { status, report, not } = await audit(vote, await vote.dossier());
  expect(not).toEqual([]);
  expect(status).toBe(0);
  return report.facts as {
    status: string;
    acts: number;
    corrections: number;
    papers: object;
    messages: object;
    arrival: unknown;
    established: 'never' | { by: string; entry: number; height: number; momentAt: number };
    figures: { percent: string; missing: number; isMet: boolean; building?: string }[];
  };
}

/** Twenty homes in two buildings, two of them shared. */
const twenty: DecisionPlan = {
  persons: 22,
  buildings: 2,
  rule: all(
    condition('heads', 'at-least', [2, 3]),
    condition('area', 'more-than', [1, 2], { kind: 'each', waived: 0 }),
  ),
  holders: Array.from({ length: 20 }, (_, n): HolderPlan => {
    if (n === 0)
      return {
        members: [
          [0, 1],
          [20, 1],
        ],
      };
    return n === 1
      ? {
          members: [
            [1, 2],
            [21, 1],
          ],
        }
      : { members: [[n, 1]] };
  }),
  units: Array.from({ length: 20 }, (_, n) => ({ holder: n, building: n % 2 })),
  settings: { roll: 'follow' },
};

async function playTwenty(): Promise<VoteWorld> {
  const vote = await openedWith(twenty);
  await vote.office('noteMessages', { kind: 'link', homes: 20, undelivered: 2 });
  for (const person of [0, 1, 2, 3, 4, 5, 6, 7]) {
    expect(await vote.say('giveConsent', person)).toBe(0);
  }
  expect(await vote.say('appointProxy', 8, { proxy: 9 })).toBe(0);
  await vote.send(vote.wish('giveConsent', 9, { for: 8 }), vote.wish('refuseConsent', 10));
  // The second has spoken already.
  await vote.papers(
    [
      [11, 'agree'],
      [4, 'agree'],
      [12, 'agree'],
    ],
    500,
  );
  expect(await vote.say('withdraw', 3)).toBe(0);
  const sold = unitLine(5, { holder: 13, building: 1 });
  const change = { kind: 'unit', entry: sold };
  const evidence = digest('a deed');
  await vote.office('changeRoll', { reason: 'transfer', evidence, change });
  for (const person of [13, 14, 15, 16]) await vote.say('giveConsent', person);
  expect(await vote.say('withdraw', 10)).toBe(0);
  for (const person of [10, 17]) await vote.say('giveConsent', person);
  return vote;
}

describe('the dossier of a decision of twenty homes', () => {
  let vote: VoteWorld;
  let parts: Part[];
  beforeAll(async () => {
    vote = await playTwenty();
    parts = await vote.parts(25);
  });
  const check = (some: readonly Part[], ...more: readonly string[]) =>
    audit(vote, assemble(vote.world.chain, some), ...more);
  /** The dossier with other acts. */
  const withActs = (change: (acts: readonly DoneAct[]) => readonly DoneAct[]) => {
    const rest = parts.filter(({ name }) => name !== 'acts');
    return check([...rest.slice(0, -2), actsPart('acts', change(vote.acts)), ...rest.slice(-2)]);
  };

  it('is checked, and says what was decided', async () => {
    const { status, report } = await check(parts);
    expect(report.parts.map(({ part, verdict }) => [part, verdict])).toEqual(
      ['format', 'chain', 'institutions', 'state', 'people', 'acts', 'rules', 'texts'].map(
        (part) => [part, 'passed'],
      ),
    );
    expect(status).toBe(0);
    expect(report.facts).toMatchObject({
      title: '리모델링 결의',
      status: 'open',
      decision: vote.decision,
      papers: { taken: 2, passedOver: 1 },
      corrections: 1,
      messages: [{ kind: 'link', times: 1, homes: 20, undelivered: 2 }],
      acts: vote.acts.length,
      arrival: 'same',
    });
  });

  it.each([
    ['an act is left out', (acts: readonly DoneAct[]) => acts.toSpliced(20, 1), 'ACTS_NUMBER'],
    ['the last act is left out', (acts: readonly DoneAct[]) => acts.slice(0, -1), 'ACTS_NUMBER'],
    [
      'two acts change places',
      (acts: readonly DoneAct[]) => acts.with(9, acts[10]!).with(10, acts[9]!),
      'JOURNAL_DIFFERS',
    ],
    [
      'an act has another time',
      (acts: readonly DoneAct[]) => acts.with(9, { ...acts[9]!, time: 1 }),
      'JOURNAL_DIFFERS',
    ],
    [
      'two envelopes change places',
      (acts: readonly DoneAct[]) =>
        acts
          .with(9, { ...acts[9]!, envelope: acts[10]!.envelope })
          .with(10, { ...acts[10]!, envelope: acts[9]!.envelope }),
      'JOURNAL_DIFFERS',
    ],
  ])('is refused when %s', async (_name, change, code) => {
    const { status, not } = await withActs(change);
    expect(status).toBe(1);
    expect(not[0]).toBe(`acts ${code}`);
  });

  it('is refused when the draft is left out, for then it is of no decision', async () => {
    expect((await withActs((acts) => acts.slice(1))).not[0]).toBe('state DRAFT_NOT_FIRST');
  });

  it('is refused when an act of another decision takes the place of one', async () => {
    const other = await VoteWorld.opened(twenty);
    opened.push(other);
    await other.say('giveConsent', 2);
    const stranger = expectPresent(other.acts.at(-1), 'it was done');
    const { status, not } = await withActs((acts) =>
      acts.with(9, { ...acts[9]!, envelope: stranger.envelope }),
    );
    expect(status).toBe(1);
    expect(not[0]).toBe('acts JOURNAL_DIFFERS');
  });

  it('is refused when an act of the register is left out', async () => {
    const some = actsPart('people', vote.people.slice(0, -1));
    const [state, ...rest] = parts;
    const others = rest.filter(({ name }) => name !== 'people');
    const { status, not } = await check([state!, some, ...others]);
    expect(status).toBe(1);
    expect(not).toEqual([
      'people ACTS_NUMBER',
      'acts RESTS_ON',
      'rules RESTS_ON',
      'texts RESTS_ON',
    ]);
  });

  it('is refused with the state of another moment', async () => {
    const last = vote.acts.length;
    expect(await vote.say('giveConsent', 18)).toBe(0);
    const fresh = await vote.statePart();
    const older = await check([fresh, ...parts.slice(1)]);
    expect(older.not[0]).toBe('acts ACTS_NUMBER');
    vote.acts.splice(last);
    const { not } = await check(parts);
    expect(not).toEqual([]);
  });

  it('is refused with another text, another title, or a file that is neither', async () => {
    const wrong = { name: 'text', type: 'madang/file', bytes: utf8('another text') };
    const text = parts.findIndex(({ name }) => name === 'text');
    expect((await check(parts.with(text, wrong))).not).toEqual(['texts TEXT_FILE_DIFFERS']);
    const titled = assemble(vote.world.chain, parts, { title: '다른 제목' });
    expect((await audit(vote, titled)).not).toEqual(['texts TITLE_DIFFERS']);
    const file = path.join(folder, 'stray.txt');
    writeFileSync(file, 'stray');
    expect((await check(parts, '--file', file)).not).toEqual(['texts FILE_NOT_OF_DECISION']);
  });

  it('may come without its texts, and says so', async () => {
    const { status, report } = await check(parts.slice(0, -2));
    expect(status).toBe(0);
    expect(JSON.stringify(report)).toContain('TEXTS_NOT_INSIDE');
  });

  it('is refused when its parts are not in order, or something follows', async () => {
    const [state, ...rest] = parts as [Part, ...Part[]];
    expect((await check([...rest, state])).not[0]).toBe('format DOSSIER_PARTS');
    expect((await check(parts.toReversed())).not[0]).toBe('format DOSSIER_PARTS');
    expect((await check([state, ...parts])).not[0]).toBe('format DOSSIER_PARTS');
    const isOf = (name: string) => (part: Part) => part.name === name;
    expect((await check(parts.filter((part) => !isOf('acts')(part)))).not[0]).toBe(
      'format DOSSIER_PARTS',
    );
    const tail = assemble(vote.world.chain, parts, { tail: Uint8Array.of(0) });
    expect((await audit(vote, tail)).not[0]).toBe('format DOSSIER_FURTHER_BYTES');
  });
});

describe('a rule', () => {
  it.each([
    ['at-least', 4, true],
    ['more-than', 4, false],
    ['more-than', 5, true],
    ['at-least', 3, false],
  ])('%s two thirds of six, with %i: %s', async (compare, consents, isEstablished) => {
    const vote = await openedWith(simple(6, all(condition('heads', compare, [2, 3]))));
    for (let person = 0; person < consents; person += 1) await vote.say('giveConsent', person);
    const { established, figures } = await checked(vote);
    expect(established !== 'never').toBe(isEstablished);
    if (established !== 'never') {
      const last = expectPresent(vote.acts.at(-1), 'an act was done');
      expect(established).toMatchObject({ entry: vote.acts.length, height: last.height });
      expect(established.momentAt).toBe(last.time);
    } else {
      expect(figures).toMatchObject([{ percent: ['50.00', '66.66'][consents - 3], missing: 1 }]);
    }
  });

  it('is not met with one building short', async () => {
    const each = { kind: 'each', waived: 0 };
    const rule = all(
      condition('heads', 'at-least', [1, 2]),
      condition('area', 'more-than', [1, 2], each),
    );
    const vote = await openedWith(simple(8, rule, 2));
    for (const person of [0, 2, 4, 6, 1, 3]) await vote.say('giveConsent', person);
    const { established, figures } = await checked(vote);
    expect(established).toBe('never');
    expect(figures).toMatchObject([
      { percent: '75.00', isMet: true },
      { building: '101동', percent: '100.00', isMet: true },
      { building: '102동', percent: '50.00', isMet: false, missing: 1 },
    ]);
    await vote.say('giveConsent', 5);
    expect((await checked(vote)).established).toMatchObject({ entry: vote.acts.length });
  });

  it('counts a home of two halves when both say the same', async () => {
    const plan = { ...simple(2, all(condition('heads', 'at-least', [1, 1]))), persons: 2 };
    const halves: HolderPlan = {
      members: [
        [0, 1],
        [1, 1],
      ],
    };
    const vote = await openedWith({ ...plan, holders: [halves], units: [{ holder: 0 }] });
    await vote.say('giveConsent', 0);
    expect(await checked(vote)).toMatchObject({
      established: 'never',
      figures: [{ percent: '0.00' }],
    });
    await vote.say('giveConsent', 1);
    expect(await checked(vote)).toMatchObject({ established: { entry: vote.acts.length } });
  });

  it('does not count what was withdrawn before, and keeps what comes after', async () => {
    const vote = await openedWith(simple(3, all(condition('heads', 'at-least', [2, 3]))));
    await vote.say('giveConsent', 0);
    await vote.say('withdraw', 0);
    await vote.say('giveConsent', 1);
    expect((await checked(vote)).established).toBe('never');
    await vote.say('giveConsent', 2);
    expect(await vote.say('withdraw', 2)).not.toBe(0);
    expect((await checked(vote)).established).toMatchObject({ entry: vote.acts.length });
  });
});

describe('papers by their arrival', () => {
  it('would have made a difference where one that came before lay on the desk', async () => {
    const vote = await openedWith(simple(4, all(condition('heads', 'at-least', [1, 2]))));
    await vote.say('giveConsent', 0);
    const nowMs = vote.world.nowMs();
    vote.world.advance(30_000);
    await vote.say('refuseConsent', 1);
    await vote.papers(
      [
        [1, 'agree'],
        [2, 'agree'],
      ],
      20_000,
    );
    const { established, arrival } = await checked(vote);
    expect(established).toMatchObject({ entry: vote.acts.length });
    expect(arrival).toMatchObject({ entry: vote.acts.length, paper: 1, momentAt: nowMs + 11_000 });
  });
});

describe('the receipt of a consent', () => {
  const auditFile = async ({ world }: VoteWorld, bytes: Uint8Array, ...more: readonly string[]) => {
    const file = path.join(folder, 'a.receipt');
    writeFileSync(file, bytes);
    const policy = path.join(folder, 'policy');
    writeFileSync(policy, world.policyText);
    const { out } = await runAudit([file, '--policy', policy, ...more]);
    const { parts } = JSON.parse(out) as Report;
    return Object.fromEntries(parts.map(({ part, code }) => [part, code]));
  };

  it('stands until it is withdrawn, and leads to the text', async () => {
    const vote = await openedWith(simple(3, all(condition('heads', 'at-least', [1, 1]))));
    await vote.say('giveConsent', 0);
    const consent = await receiptOf(vote.world, vote.lastId());
    const [text, other] = ['text', 'other'].map((name) => path.join(folder, name));
    writeFileSync(text!, TEXT);
    writeFileSync(other!, 'another');
    expect(await auditFile(vote, consent, '--file', text!)).toMatchObject({
      signature: 'PASSED_SIGNATURE',
      standing: 'PASSED_STANDING',
      content: 'PASSED_CONTENT_TEXT',
    });
    expect(await auditFile(vote, consent, '--file', other!)).toMatchObject({
      content: 'FILE_DIFFERS',
    });
    await vote.say('withdraw', 0);
    const withdrawal = await receiptOf(vote.world, vote.lastId());
    const gone = path.join(folder, 'standing');
    writeFileSync(gone, await freshStandingOf(vote.world, consent));
    expect(await auditFile(vote, consent, '--standing', gone)).toMatchObject({ standing: 'ENDED' });
    expect(await auditFile(vote, withdrawal)).toMatchObject({ standing: 'PASSED_STANDING' });
    await vote.say('refuseConsent', 0);
    writeFileSync(gone, await freshStandingOf(vote.world, withdrawal));
    expect(await auditFile(vote, withdrawal, '--standing', gone)).toMatchObject({
      standing: 'ENDED',
    });
  });

  it('of a proxy stands until it ends, and that of the end until the same one is appointed', async () => {
    const vote = await openedWith(simple(2, all(condition('heads', 'at-least', [1, 1]))));
    const fresh = path.join(folder, 'standing');
    await vote.say('appointProxy', 0, { proxy: 1 });
    const appointment = await receiptOf(vote.world, vote.lastId());
    expect(await auditFile(vote, appointment)).toMatchObject({ standing: 'PASSED_STANDING' });
    await vote.say('endProxy', 0);
    const end = await receiptOf(vote.world, vote.lastId());
    expect(await auditFile(vote, end)).toMatchObject({ standing: 'PASSED_STANDING' });
    writeFileSync(fresh, await freshStandingOf(vote.world, appointment));
    expect(await auditFile(vote, appointment, '--standing', fresh)).toMatchObject({
      standing: 'ENDED',
    });
    await vote.say('appointProxy', 0, { proxy: 1 });
    writeFileSync(fresh, await freshStandingOf(vote.world, end));
    expect(await auditFile(vote, end, '--standing', fresh)).toMatchObject({ standing: 'ENDED' });
  });

  it('of another act of a decision claims nothing', async () => {
    const vote = await openedWith(simple(2, all(condition('heads', 'at-least', [1, 1]))));
    await vote.office('noteMessages', { kind: 'link', homes: 2, undelivered: 0 });
    const note = await receiptOf(vote.world, vote.lastId());
    expect(await auditFile(vote, note)).toMatchObject({ standing: 'PASSED_STANDING_NOTHING' });
  });
});

describe('a small dossier with one byte changed', () => {
  it('is never checked, and a part says why', { timeout: 120_000 }, async () => {
    const vote = await openedWith(simple(3, all(condition('heads', 'at-least', [2, 3]))));
    await vote.say('giveConsent', 0);
    await vote.papers([[1, 'agree']]);
    await vote.send({
      act: 'people.addKey',
      payload: { register: vote.register, account: toHex(device(0, 1).account) },
      by: device(0),
    });
    await vote.office('noteMessages', { kind: 'notice', homes: 3, undelivered: 0 }, officer);
    const whole = await vote.dossier();
    expect((await audit(vote, whole)).status).toBe(0);
    const passed: number[] = [];
    const named = new Set<string>();
    for (let at = FLIP_FIRST; at < whole.length; at += FLIP_STEP) {
      const { status, not } = await audit(vote, flipped(whole, at, 1 << (at % 8)));
      if (status === 0 || not.length === 0) passed.push(at);
      named.add(not[0]?.split(' ')[0] ?? '');
    }
    expect(passed).toEqual([]);
    expect([...named].sort()).toEqual([
      'acts',
      'chain',
      'format',
      'frame',
      'institutions',
      'people',
      'state',
      'texts',
    ]);
  });
});
