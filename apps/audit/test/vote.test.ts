import { describe, expect, test } from 'vitest';
import { main } from '../src/cli.mjs';
import { parsePolicy } from '../src/policy.mjs';
import { checkReceipt } from '../src/receipt.mjs';
import { percentOf } from '../src/rule.mjs';
import { cbor, type Value } from './encoding.ts';
import { type Act, Ledger, sha, signer } from './ledger.ts';
import { put, temporaryFolder } from './mirror.ts';

/*
 * Decisions on a toy ledger whose executors vouch for whatever a test wants, so that acts can be
 * shown here which a real ledger refuses. What they vouch for otherwise is counted by hand.
 */

type Fields = { [key: string]: Value | undefined };

const officer = signer('officer');
const device = (person: number) => signer(`device ${person}`);
const big = (value: number, size: 4 | 8) => {
  const out = Buffer.alloc(size);
  if (size === 8) out.writeBigUInt64BE(BigInt(value));
  else out.writeUInt32BE(value);
  return out;
};
const accountOf = (key: Uint8Array) => sha('madang/account/1\0', 'ed25519\0', key);

const settings = {
  closingSecond: 'late',
  coOwners: 'majority',
  representativeEnds: 'stands',
  roll: 'frozen',
  repeat: 'first',
  proxies: 'allowed',
  paper: 'ledger',
  afterEstablishment: 'open',
  withdrawal: 'until-established',
  abstentions: 'participate',
};

interface Done {
  height: number;
  index: number;
  time: number;
  envelope: Buffer;
  bodyHash: Buffer;
}

/** A decision of three homes of 100.001 m² in one building, persons 0 to 2, half of the heads. */
class Scene {
  readonly ledger = new Ledger();
  readonly people: Done[] = [];
  readonly acts: Done[] = [];
  readonly register: Buffer;
  readonly decision: Buffer;
  readonly closesAt: number;
  openedAt = 0;
  private salt = 0;

  constructor(change: Fields = {}) {
    const level = 'link';
    this.register = this.person('openRegister', { institution: 'city', persons: 3, level });
    for (const person of [0, 1]) this.attest(person);
    this.closesAt = this.ledger.time + 1_000_000;
    this.decision = this.done(this.acts, 'vote.draftDecision', {
      institution: 'city',
      register: this.register,
      level,
      title: { en: 'A title', ko: '제목' },
      text: sha('the text'),
      summary: sha('the summary'),
      summaryBy: { en: 'office', ko: '사무소' },
      buildings: ['101동'],
      basis: 'test',
      rule: {
        hold: 'all',
        conditions: [
          {
            counted: 'agree',
            base: 'heads',
            of: 'eligible',
            compare: 'more-than',
            num: 1,
            den: 2,
            scope: { kind: 'complex' },
          },
          {
            counted: 'agree',
            base: 'area',
            of: 'eligible',
            compare: 'at-least',
            num: 2,
            den: 3,
            scope: { kind: 'each', waived: 0 },
          },
        ],
      },
      settings,
      recordedAt: 0,
      closesAt: this.closesAt,
      ...change,
    });
    const numbers = [0, 1, 2];
    this.vote('enterRoll', {
      persons: numbers.map((person) => ({ person, commitment: sha('person') })),
      holders: numbers.map((n) => ({
        holder: n,
        members: [{ person: n, share: 1 }],
        whole: 1,
      })),
      units: numbers.map((n) => ({
        unit: n,
        building: 0,
        areaMilliM2: 100_001,
        use: 'residential',
        holder: n,
        commitment: sha('home'),
      })),
    });
    this.vote('openDecision', { heads: 3, homes: 3, areaMilliM2: 300_003 });
    this.openedAt = this.ledger.time;
  }

  done(list: Done[], name: string, payload: Value, by = [officer]): Buffer {
    this.salt += 1;
    const act: Act = this.ledger.makeAct(name, payload, { by, salt: Buffer.alloc(16, this.salt) });
    this.ledger.block([act]);
    const { height, time } = this.ledger;
    list.push({ height, index: 0, time, envelope: act.envelope, bodyHash: act.bodyHash });
    return act.bodyHash;
  }

  person(name: string, payload: Value, by = [officer]): Buffer {
    return this.done(this.people, `people.${name}`, payload, by);
  }

  attest(person: number, change: Fields = {}, by = [officer]): void {
    const account = accountOf(device(person).key);
    const whole = { register: this.register, person, account, level: 'desk', as: 'university' };
    this.person('attestKey', { ...whole, ...change } as Value, by);
  }

  revoke(person: number, change: Fields = {}): void {
    const whole = { register: this.register, person, level: 'desk', as: 'university' };
    this.person('revokeKeys', { ...whole, reason: 'lost', ...change } as Value);
  }

  enlarge(change: Fields): void {
    const whole = { register: this.register, institution: 'city', persons: 4 };
    this.person('enlargeRegister', { ...whole, ...change } as Value);
  }

  vote(name: string, payload: Fields, by = [officer]): Buffer {
    return this.done(this.acts, `vote.${name}`, { decision: this.decision, ...payload }, by);
  }

  consent(person: number, change: Fields = {}, by = device(person)): Buffer {
    return this.vote('giveConsent', { text: sha('the text'), ...change }, [by]);
  }

  journal(list: Done[]): Buffer {
    return list.reduce<Buffer>(
      (before, { bodyHash, height, index, time }) =>
        sha('madang/journal/1\0', before, bodyHash, big(height, 8), big(index, 4), big(time, 8)),
      Buffer.alloc(32),
    );
  }

  /** The moment of the last act, when so many of the three had consented. */
  establishment(consents: number): Fields {
    const { bodyHash, ...place } = this.acts.at(-1) as Done;
    const all = { heads: 3, homes: 3, area: 300_003 };
    const none = { heads: 0, homes: 0, area: 0 };
    const agree = { heads: consents, homes: consents, area: consents * 100_001 };
    const tally = { eligible: all, agree, refuse: none, abstain: none, excluded: 0 };
    const { height, index, time } = place;
    const acts = this.acts.length;
    return { height, index, at: time, by: bodyHash, acts, tallies: [tally, tally] };
  }

  /** The dossier with what the executors vouch for. */
  dossier(unmet: number, established?: Fields, bend: { progress?: Fields; list?: Done[] } = {}) {
    const { ledger, decision, register } = this;
    const keys = ['vote/progress/', 'vote/established/', 'people/journals/'].map((table, at) =>
      Buffer.concat([Buffer.from(table), at === 2 ? register : decision]),
    ) as [Buffer, Buffer, Buffer];
    const before = ledger.state.items.length;
    ledger.state.set(keys[0], {
      status: 'open',
      closesAt: this.closesAt,
      openedAt: this.openedAt,
      acts: this.acts.length,
      journal: this.journal(this.acts),
      asked: [0, 1],
      unmet: [0, unmet],
      ...bend.progress,
    });
    if (established) ledger.state.set(keys[1], established);
    const people = { acts: this.people.length, journal: this.journal(this.people) };
    ledger.state.set(keys[2], people);
    ledger.block([ledger.makeAct('toy.seal', {})]);
    const standing = { ...ledger.standing(keys), checkpoint: ledger.checkpoint() };
    ledger.state.items.length = before;
    const acts = (list: Done[]) =>
      cbor(list.map(({ bodyHash: _, ...listed }) => ({ ...listed })) as unknown as Value);
    const parts = [
      { name: 'state', type: 'madang/standing', bytes: cbor(standing as Value) },
      { name: 'people', type: 'madang/acts', bytes: acts(this.people) },
      { name: 'acts', type: 'madang/acts', bytes: acts(bend.list ?? this.acts) },
    ];
    const header = { chain: ledger.chain, title: '제목', matter: 'vote.decision', parts: 3 };
    const framed = [cbor(header), ...parts.map((part) => cbor(part))].flatMap((encoded) => [
      big(encoded.length, 4),
      encoded,
    ]);
    return Buffer.concat([Buffer.from('madang-dossier/1\n'), ...framed]);
  }
}

async function run(scene: Scene, dossier: Buffer, ...more: string[]) {
  const folder = temporaryFolder();
  const file = put(folder, 'a.dossier', dossier);
  const policy = put(folder, 'policy', scene.ledger.policy());
  let out = '';
  const hear = (text: string) => {
    out += text;
  };
  const screen = { out: hear, err: hear, terminal: false };
  const status = await main([file, '--policy', policy, ...more], screen);
  return { status, out };
}

interface Part {
  part: string;
  verdict: string;
  code: string;
  reason: string;
  details: { cause?: string };
}

/** The first part that did not pass, with its code and the cause inside. */
async function refusal(scene: Scene, dossier: Buffer): Promise<string> {
  const { status, out } = await run(scene, dossier, '--json');
  const parts = JSON.parse(out).parts as Part[];
  const first = parts.find(({ verdict }) => verdict !== 'passed');
  if (first === undefined) return `passed ${status}`;
  const korean = await run(scene, dossier, '--ko');
  for (const text of [first.reason, korean.out]) {
    expect(text).not.toMatch(/undefined|[A-Z]{3,}_[A-Z]+/);
  }
  return [first.part, first.code, first.details.cause, status].filter(Boolean).join(' ');
}

describe('the dossier of a decision', () => {
  test('is told in words, in both languages', async () => {
    const scene = new Scene();
    scene.vote('noteMessages', { kind: 'link', homes: 3, undelivered: 1 });
    scene.consent(0);
    scene.consent(1);
    const dossier = scene.dossier(0, scene.establishment(2));
    const english = await run(scene, dossier);
    expect(english.status).toBe(0);
    for (const part of ['format', 'chain', 'institutions', 'state', 'people', 'acts', 'rules']) {
      expect(english.out).toMatch(new RegExp(`^  passed +${part} `, 'm'));
    }
    expect(english.out).toMatch(/status +open\n/);
    expect(english.out).toMatch(/time until +\d{4}-\d\d-\d\d \d\d:\d\d:\d\d KST\n/);
    expect(english.out).toMatch(/established +YES, by act 6 of the decision, receipt number /);
    expect(english.out).toMatch(
      / at \d{4}-\d\d-\d\d \d\d:\d\d:\d\d KST, block height 9, index 0\n/,
    );
    expect(english.out).toContain(
      '1. complex: in favour, of all 2 / 3 heads = 66.66 %, more than 1/2: met',
    );
    expect(english.out).toContain(
      '2. 101동: in favour, of all 200.002 / 300.003 m² = 66.66 %, at least 2/3: met',
    );
    expect(english.out).not.toContain('figures at the end');
    expect(english.out).toMatch(/papers by arrival +would have made no difference\n/);
    expect(english.out).toContain('links, 1 ×: 3 homes in all, 1 undelivered');
    expect(english.out).toContain('Whether the officers held their roles');
    expect(english.out).toContain('Whether persons are who the attesting institution says');
    expect(english.out).toContain('Which names and homes');
    const korean = await run(scene, dossier, '--ko');
    expect(korean.status).toBe(0);
    expect(korean.out).toContain(
      '1. 단지 전체: 전체 소유자 수 대비 찬성 2 / 3명 = 66.66%, 1/2 초과: 충족',
    );
    expect(korean.out).toContain('성립함: 이 결정의 6번째 행위, 접수 번호');
    expect(korean.out).not.toMatch(/undefined|[A-Z]{3,}_[A-Z]+/);
  });

  test('tells by how much it falls short, and that it was not established', async () => {
    const scene = new Scene();
    scene.consent(0);
    const { status, out } = await run(scene, scene.dossier(1));
    expect(status).toBe(0);
    expect(out).toContain('1 / 3 heads = 33.33 %, more than 1/2: 1 heads missing');
    expect(out).toContain('100.001 / 300.003 m² = 33.33 %, at least 2/3: 100.001 m² missing');
    expect(out).toMatch(/established +NO: the rule did not hold after any act\n/);
  });

  test('takes no --standing', async () => {
    const scene = new Scene();
    const { status, out } = await run(scene, scene.dossier(1), '--standing', import.meta.filename);
    expect(status).toBe(2);
    expect(out).toMatch(/^USAGE: /);
  });

  test('does not match when the executors vouch for another count', async () => {
    const made = () => {
      const scene = new Scene();
      scene.consent(0);
      scene.consent(1);
      return scene;
    };
    const right = made();
    const then = right.establishment(2);
    expect(await refusal(right, right.dossier(0, then))).toBe('passed 0');
    for (const progress of [{ status: 'closed' }, { unmet: [0, 1] }, { closesAt: 1 }]) {
      const dossier = right.dossier(0, then, { progress });
      expect(await refusal(right, dossier)).toBe('rules PROGRESS_DIFFERS 1');
    }
    expect(await refusal(right, right.dossier(0))).toBe('rules ESTABLISHED_UNPROVEN 1');
    for (const change of [{ height: 3 }, { at: 1 }, { by: sha('x') }, { tallies: [] }]) {
      const dossier = right.dossier(0, { ...then, ...change });
      expect(await refusal(right, dossier)).toBe('rules ESTABLISHED_DIFFERS 1');
    }
    const short = new Scene();
    short.consent(0);
    const never = short.dossier(1, short.establishment(1));
    expect(await refusal(short, never)).toBe('rules ESTABLISHED_NEVER 1');
  });

  test('does not match when a journal or a place does not', async () => {
    const scene = new Scene();
    scene.consent(0);
    const [first, second, ...rest] = scene.acts as [Done, Done, ...Done[]];
    const swapped = scene.dossier(1, undefined, { list: [second, first, ...rest] });
    expect(await refusal(scene, swapped)).toBe('state DRAFT_NOT_FIRST 1');
    const short = scene.dossier(1, undefined, { list: scene.acts.slice(0, -1) });
    expect(await refusal(scene, short)).toBe('acts ACTS_NUMBER 1');
    const [third, fourth] = rest as [Done, Done];
    Object.assign(fourth, { height: third.height - 1 });
    expect(await refusal(scene, scene.dossier(1))).toBe('acts PLACES_ORDER 1');
  });
});

describe('an act that a ledger would refuse is noticed', () => {
  const cases: [string, (scene: Scene) => void, string][] = [
    ['a consent of nobody’s key', (s) => s.consent(2), 'KEY_NOT_LIVE'],
    ['a consent to another text', (s) => s.consent(0, { text: sha('x') }), 'TEXT_OTHER'],
    ['a consent for somebody without being asked', (s) => s.consent(0, { for: 1 }), 'NOT_PROXY'],
    [
      'a consent to another decision',
      (s) => s.consent(0, { decision: sha('x') }),
      'OTHER_DECISION',
    ],
    ['proxies with one officer', (s) => s.vote('enterProxies', proxies()), 'SIGNERS_NUMBER'],
    ['papers with one officer', (s) => s.vote('enterPapers', papers()), 'SIGNERS_NUMBER'],
    ['an officer’s act with two', (s) => s.vote('noteMessages', note, two), 'SIGNERS_NUMBER'],
    ['a second draft', (s) => s.acts.push(s.acts[0] as Done), 'OTHER_DECISION'],
    ['a roll after the opening', (s) => s.vote('enterRoll', emptyRoll), 'NOT_DRAFT'],
    ['an end before its time', (s) => s.vote('closeDecision', { how: 'over' }), 'NOT_OVER'],
    ['a withdrawal of nothing', (s) => s.vote('withdraw', {}, [device(0)]), 'NOTHING_TO_WITHDRAW'],
    ['a consent after the end', late, 'NOT_OPEN'],
    ['a consent twice', twice, 'SPOKE_ALREADY'],
    ['a close put off to earlier', earlier, 'CLOSE_TIME'],
  ];
  const note = { kind: 'link', homes: 1, undelivered: 0 };
  const two = [officer, signer('deputy')];
  const emptyRoll = { persons: [], holders: [], units: [] };
  const proxies = () => ({
    papers: [{ person: 0, proxy: 1, arrivedAt: 0, scan: sha('scan') }],
  });
  const papers = () => ({
    text: sha('the text'),
    papers: [{ person: 0, vote: 'agree', arrivedAt: 0, scan: sha('scan') }],
  });
  function late(scene: Scene): void {
    scene.vote('closeDecision', { how: 'called-off' });
    scene.consent(0);
  }
  function twice(scene: Scene): void {
    scene.consent(0);
    scene.consent(0);
  }
  function earlier(scene: Scene): void {
    const closesAt = scene.closesAt - 1000;
    scene.vote('extendDecision', { closesAt, reason: 'turnout' });
  }

  test.each(cases)('%s', async (_name, act, cause) => {
    const scene = new Scene();
    act(scene);
    if (cause === 'OTHER_DECISION' && scene.acts.at(-1) === scene.acts[0]) {
      const [last, height] = [scene.acts.pop() as Done, scene.ledger.height + 1];
      scene.acts.push({ ...last, height });
      scene.ledger.block([scene.ledger.makeAct('toy.more', {})]);
    }
    expect(await refusal(scene, scene.dossier(1))).toBe(`acts ACT_NOT_DONE ${cause} 1`);
  });

  test.each<[string, (scene: Scene) => void, string]>([
    ['a second first key', (s) => s.attest(1, { account: sha('x') }), 'KEY_FIRST_ALREADY'],
    [
      'a key for the second time',
      (s) => s.attest(2, { account: accountOf(device(1).key) }),
      'KEY_USED',
    ],
    ['a person who is not there', (s) => s.attest(3), 'PERSON_OUTSIDE'],
    ['one signer where it takes two', (s) => s.attest(2, { as: 'city' }), 'SIGNERS_NUMBER'],
    ['another register', (s) => s.attest(2, { register: sha('x') }), 'OTHER_REGISTER'],
    ['keys ended where there are none', (s) => s.revoke(2), 'KEY_NONE'],
    [
      'keys ended by one officer of the office',
      (s) => s.revoke(1, { as: 'city' }),
      'SIGNERS_NUMBER',
    ],
    ['keys ended of nobody', (s) => s.revoke(3), 'PERSON_OUTSIDE'],
    ['a register made no larger', (s) => s.enlarge({ persons: 3 }), 'NOT_LARGER'],
    [
      'a register made larger by another',
      (s) => s.enlarge({ institution: 'x' }),
      'OTHER_INSTITUTION',
    ],
  ])('in the register: %s', async (_name, act, cause) => {
    const scene = new Scene();
    act(scene);
    expect(await refusal(scene, scene.dossier(1))).toBe(`people ACT_NOT_DONE ${cause} 1`);
  });

  test('a signature that is not valid, and an act of another kind', async () => {
    const bent = new Scene();
    bent.consent(0);
    const last = bent.acts.at(-1) as Done;
    const at = last.envelope.indexOf(Buffer.from('signature')) + 30;
    last.envelope[at] = (last.envelope[at] ?? 0) ^ 1;
    expect(await refusal(bent, bent.dossier(1))).toMatch(/^acts ACT_WRONG SIGNATURE_INVALID 1$/);
    for (const name of ['toString', 'noSuchThing']) {
      const strange = new Scene();
      strange.vote(name, {});
      expect(await refusal(strange, strange.dossier(1))).toBe('acts ACT_WRONG ACT_STRANGE 1');
    }
    const more = new Scene();
    more.consent(0, { more: 1 });
    expect(await refusal(more, more.dossier(1))).toBe('acts ACT_WRONG SHAPE_KEY_UNKNOWN 1');
  });

  test('a draft whose close is no whole second, or whose rule names no building', async () => {
    const close = new Scene({ closesAt: 1_890_000_000_001 });
    expect(await refusal(close, close.dossier(1))).toBe('acts ACT_NOT_DONE CLOSE_TIME 1');
  });
});

test('percents are cut and never rounded', () => {
  expect(percentOf(2n, 3n)).toBe('66.66');
  expect(percentOf(19_999n, 20_000n)).toBe('99.99');
  expect(percentOf(1n, 1n)).toBe('100.00');
  expect(percentOf(1n, 2000n)).toBe('0.05');
  expect(percentOf(0n, 0n)).toBeUndefined();
});

describe('the receipt of an appointment', () => {
  const decision = sha('a decision');
  const proxyKey = Buffer.concat([Buffer.from('vote/proxies/'), decision, big(2, 4), big(7, 4)]);
  const person = 7;

  function received(act: string, event: string, fields: Fields = {}) {
    const ledger = new Ledger();
    const isEnd = act === 'vote.endProxy';
    const payload = isEnd ? { decision } : { decision, proxy: 2 };
    const told = [{ name: event, fields: { decision, person, proxy: 2, ...fields } as Value }];
    const [index = 0] = ledger.block([ledger.makeAct(act, payload)], [], {
      told,
      before: () => {
        if (!isEnd) ledger.state.set(proxyKey, {});
      },
    });
    const size = ledger.entries.length;
    const receipt = { ...ledger.receipt(index), standing: ledger.standing([proxyKey]) };
    const standingOf = (more?: Uint8Array) => {
      const policy = parsePolicy(Buffer.from(ledger.policy(2)));
      const standing = more === undefined ? {} : { standing: more };
      const { sheet } = checkReceipt({ bytes: cbor(receipt as Value), policy, ...standing });
      return sheet.parts.find(({ part }) => part === 'standing')?.code;
    };
    return { ledger, size, standingOf };
  }

  test('stands while the proxy may act, and says so when that has ended', () => {
    const { ledger, size, standingOf } = received('vote.appointProxy', 'vote.proxyAppointed');
    expect(standingOf()).toBe('PASSED_STANDING');
    ledger.block([ledger.makeAct('vote.endProxy', { decision })], [], {
      before: () => ledger.state.items.splice(0),
    });
    const later = ledger.standing([proxyKey], size);
    expect(standingOf(cbor(later as Value))).toBe('ENDED');
  });

  test('of its end stands until the same proxy is appointed again', () => {
    const { ledger, size, standingOf } = received('vote.endProxy', 'vote.proxyEnded');
    expect(standingOf()).toBe('PASSED_STANDING');
    ledger.block([ledger.makeAct('vote.appointProxy', { decision, proxy: 2 })], [], {
      before: () => ledger.state.set(proxyKey, {}),
    });
    const later = ledger.standing([proxyKey], size);
    expect(standingOf(cbor(later as Value))).toBe('ENDED');
  });

  test('is not believed where the event tells of another decision, proxy, or nothing', () => {
    const other = { decision: sha('another') };
    const [appoint, appointed] = ['vote.appointProxy', 'vote.proxyAppointed'] as const;
    expect(received(appoint, appointed, other).standingOf()).toBe('EVENT_DIFFERS');
    expect(received(appoint, appointed, { proxy: 3 }).standingOf()).toBe('EVENT_DIFFERS');
    expect(received(appoint, 'vote.proxyEnded').standingOf()).toBe('EVENT_MISSING');
  });
});
