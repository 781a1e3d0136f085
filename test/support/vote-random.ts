import { type Json, toHex } from '@madang/base';
import type { Actor, Random, Wish } from '@madang/testkit';
import {
  attestation,
  attester,
  type DecisionPlan,
  deputy,
  device,
  digest,
  holderLine,
  officer,
  TEXT,
  unitLine,
} from './vote-plan.ts';

/** The ledger's side of a decision, from which random acts are made. */
export interface Scene {
  readonly plan: DecisionPlan;
  readonly register: string;
  readonly decision: string;
  readonly nowMs: number;
  readonly closesAt: number;
}

const KEYS = 3;

type Maker = (random: Random, scene: Scene) => Wish;

/** Any act that somebody might send, often one that is refused. */
export function randomWish(random: Random, scene: Scene): Wish {
  const make = random.pickAny(makers);
  if (make === undefined) throw new Error('there are makers');
  return make(random, scene);
}

function person(random: Random, { plan }: Scene): number {
  return random.below(plan.persons + (random.chance(5) ? 2 : 0));
}

/** Mostly the first key. */
function keyOf(random: Random, number: number): Actor {
  return device(number, random.chance(85) ? 0 : random.below(KEYS));
}

/** Somebody for whom a signer may act: mostly the one who has appointed them at the start. */
function onBehalf(random: Random, scene: Scene, signer: number): object {
  if (!random.chance(35)) return {};
  const { persons } = scene.plan;
  const principal = (signer + persons - 1) % persons;
  return { for: random.chance(85) ? principal : person(random, scene) };
}

const saying: Maker = (random, scene) => {
  const signer = person(random, scene);
  const act = random.pick(['giveConsent', 'giveConsent', 'refuseConsent', 'abstain']);
  const payload = {
    decision: scene.decision,
    text: digest(random.chance(97) ? TEXT : 'another'),
    ...onBehalf(random, scene, signer),
  };
  return { act: `vote.${act}`, payload, by: keyOf(random, signer) };
};

const withdrawing: Maker = (random, scene) => {
  const signer = person(random, scene);
  const payload = { decision: scene.decision, ...onBehalf(random, scene, signer) };
  return { act: 'vote.withdraw', payload, by: keyOf(random, signer) };
};

const proxying: Maker = (random, scene) => {
  const by = keyOf(random, person(random, scene));
  const { decision } = scene;
  return random.chance(75)
    ? { act: 'vote.appointProxy', payload: { decision, proxy: person(random, scene) }, by }
    : { act: 'vote.endProxy', payload: { decision }, by };
};

const entrusting: Maker = (random, scene) => ({
  act: 'vote.enterProxies',
  payload: {
    decision: scene.decision,
    papers: Array.from({ length: 1 + random.below(2) }, () => ({
      person: person(random, scene),
      arrivedAt: Math.max(0, scene.nowMs - 30_000 + random.below(33_000)),
      scan: digest('a scan'),
      ...(random.chance(70) ? { proxy: person(random, scene) } : {}),
    })),
  },
  by: random.chance(95) ? [officer, deputy] : officer,
});

const papers: Maker = (random, scene) => {
  const isWithdrawal = random.chance(30);
  const list = Array.from({ length: 1 + random.below(3) }, () => ({
    person: person(random, scene),
    arrivedAt: Math.max(0, scene.nowMs - 30_000 + random.below(36_000)),
    scan: digest('a scan'),
    ...(isWithdrawal ? {} : { vote: random.pick(['agree', 'agree', 'refuse', 'abstain']) }),
  }));
  return {
    act: isWithdrawal ? 'vote.enterWithdrawals' : 'vote.enterPapers',
    payload: {
      decision: scene.decision,
      papers: list,
      ...(isWithdrawal ? {} : { text: digest(random.chance(97) ? TEXT : 'another') }),
    },
    by: random.chance(97) ? [officer, deputy] : officer,
  };
};

function randomChange(random: Random, scene: Scene): Json {
  const { plan } = scene;
  const holder = random.below(plan.holders.length + 1);
  const kinds = ['unit', 'unit', 'unit', 'representative', 'representative'] as const;
  const kind = random.chance(15) ? random.pick(['holder', 'person']) : random.pick(kinds);
  if (kind === 'person') {
    return { kind, person: random.below(plan.persons + 3), commitment: digest('new') };
  }
  if (kind === 'holder') {
    const first = random.below(plan.persons - 1);
    const members = [
      [first, 1],
      [first + 1, 1],
    ] as const;
    return { kind, entry: holderLine(random.below(plan.holders.length + 3), { members }) };
  }
  if (kind === 'representative') {
    return { kind, holder, ...(random.chance(45) ? { person: person(random, scene) } : {}) };
  }
  const unit = random.below(plan.units.length + 2);
  const before = plan.units[unit] ?? { holder: 0 };
  const entry = unitLine(unit, {
    holder: random.chance(60) ? holder : before.holder,
    building: random.chance(80) ? (before.building ?? 0) : random.below(plan.buildings + 1),
    area: random.chance(60) ? (before.area ?? 100) : 77,
    ...(random.chance(25) ? { excluded: random.pick(['use', 'rights-unchanged']) } : {}),
  });
  return { kind, entry };
}

const correcting: Maker = (random, scene) => ({
  act: 'vote.changeRoll',
  payload: {
    decision: scene.decision,
    reason: random.pick(['mistake', 'transfer', 'representative', 'court']),
    evidence: digest('evidence'),
    change: randomChange(random, scene),
  },
  by: officer,
});

const steering: Maker = (random, { decision, closesAt }) => {
  const what = random.pick(['extend', 'note', 'note', 'close', 'off']);
  if (what === 'note') {
    const payload = { decision, kind: 'reminder', homes: random.below(9), undelivered: 0 };
    return { act: 'vote.noteMessages', payload, by: officer };
  }
  if (what === 'extend') {
    const later = closesAt + random.pick([0, 1, 1_000, 2_000, 60_000]);
    const payload = { decision, closesAt: later, reason: 'turnout' };
    return { act: 'vote.extendDecision', payload, by: officer };
  }
  const how = what === 'off' && random.chance(4) ? 'called-off' : 'over';
  return { act: 'vote.closeDecision', payload: { decision, how }, by: officer };
};

const keys: Maker = (random, scene) => {
  const { register } = scene;
  const number = person(random, scene);
  const key = device(number, random.below(KEYS));
  const account = toHex(key.account);
  const by = keyOf(random, number);
  const act = random.pick(['attestKey', 'addKey', 'endKey', 'revokeKeys', 'enlargeRegister']);
  if (act === 'enlargeRegister') {
    const payload = {
      register,
      institution: 'city',
      persons: scene.plan.persons + random.below(4),
    };
    return { act: `people.${act}`, payload, by: officer };
  }
  if (act === 'addKey' || act === 'endKey') {
    return { act: `people.${act}`, payload: { register, account }, by };
  }
  const level = random.pick(['link', 'second-factor', 'desk']);
  const isOwn = random.chance(20);
  const payload = {
    ...attestation(register, number, key, level),
    ...(isOwn ? { as: 'city' } : {}),
  };
  const { account: _, ...identified } = payload;
  const said = act === 'revokeKeys' ? { ...identified, reason: 'lost' } : payload;
  return { act: `people.${act}`, payload: said, by: isOwn ? [officer, deputy] : attester };
};

/** Each as often as it stands here. */
const makers: readonly Maker[] = [
  ...Array.from({ length: 10 }, () => saying),
  ...Array.from({ length: 4 }, () => withdrawing),
  ...Array.from({ length: 4 }, () => papers),
  ...Array.from({ length: 5 }, () => correcting),
  proxying,
  proxying,
  entrusting,
  steering,
  keys,
];
