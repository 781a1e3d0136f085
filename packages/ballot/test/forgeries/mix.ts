import { hashOf, secretOf } from '../second/cases.ts';
import { bytesOf, type Element, G, inverse, mod, NOTHING, times } from '../second/group.ts';
import {
  answer,
  chainRandom,
  commit,
  commitOrder,
  type Drawn,
  draw,
  mixedBy,
  prove,
  sum,
  weighed,
} from '../second/mix.ts';
import {
  ALL_OF_IT,
  challengeOfMix,
  generatorsOf,
  type Keys,
  type Mix,
  type MixItem,
  mixS,
  type Proof,
  productOf,
  weightsOfMix,
} from '../second/mix-statement.ts';
import { chanceOf } from './forgery.ts';

// How a mixer would cheat: put a key of its own in the place of a voter's, or change the base.

/** A mix that is none, and what is shown for it. */
export interface StagedMix {
  readonly mix: Mix;
  readonly proof: Proof;
  /** The scalar that the cheat says it mixed with. */
  readonly s: bigint;
}

export interface MixForgery {
  readonly item: MixItem;
  readonly name: string;
  /** What is not true of the statement. */
  readonly lie: 'base' | 'binding' | 'keys';
  /** The one equation that does not hold where all is hashed, and nothing is chosen late. */
  readonly breaks?: number;
  readonly stage: (omitted: readonly MixItem[]) => StagedMix;
}

const BINDING = hashOf('binding of a mix');
const S = secretOf('scalar of a mix');
const A = secretOf('what a cheat stretches a key by');
const D = times(secretOf('what a cheat adds to a key'), G);
const [X1, X2] = [times(secretOf('first voter'), G), times(secretOf('second voter'), G)];

export const TWO_VOTERS: Keys = { base: G, keys: [X1, X2] };
const HONEST: Mix = { binding: BINDING, before: TWO_VOTERS, after: mixedBy(TWO_VOTERS, S, [0, 1]) };

const withKeys = (...keys: readonly Element[]): Mix => ({
  ...HONEST,
  after: { ...HONEST.after, keys },
});

/** The first key stretched, the second shrunk by as much: the product of the weights stays. */
const STRETCHED = withKeys(times(S * inverse(A), X1), times(S * A, X2));
const stretch = ([first = 0n, second = 0n]: readonly bigint[]) => [
  mod(A * first),
  mod(inverse(A) * second),
];

/** What the matrix ((2, 3), (-1, -2)), which is its own inverse, makes of the keys. */
const BLENDED = withKeys(
  times(S, times(2n, X1).add(times(3n, X2))),
  times(S, NOTHING.subtract(X1).subtract(times(2n, X2))),
);
const BLEND = [
  [2n, 3n],
  [-1n, -2n],
] as const;
const blend = ([first = 0n, second = 0n]: readonly bigint[]) => [
  mod(2n * first - second),
  mod(3n * first - 2n * second),
];

/** Commitments to a matrix that need not be an order. */
function commitMatrix(
  matrix: readonly (readonly bigint[])[],
  r: readonly bigint[],
): readonly Element[] {
  const [, ...H] = generatorsOf(2);
  return matrix.map((row, j) => times(r[j] ?? 0n, G).add(weighed(row, H)));
}

type Committed = ReturnType<typeof commit>;

interface Late {
  readonly asked: bigint;
  readonly u: readonly bigint[];
}

/** A cheat, step by step; each step that is not given is an honest mixer's. */
interface Cheat {
  readonly mix?: Mix;
  /** c, which may depend on u only if it is not hashed. */
  readonly places?: (r: readonly bigint[], u: readonly bigint[]) => readonly Element[];
  readonly weights?: (u: readonly bigint[]) => readonly bigint[];
  /** What is sent before the challenge. */
  readonly before?: (committed: Committed, u: readonly bigint[], drawn: Drawn) => Committed;
  /** What is chosen after the challenge. */
  readonly late?: ((staged: StagedMix, late: Late) => Partial<StagedMix>) | undefined;
}

const asItIs = (committed: Committed): Committed => committed;

function attempt(cheat: Cheat, omitted: readonly MixItem[]): StagedMix {
  const { mix = HONEST, weights = (u) => u, before = asItIs } = cheat;
  const drawn = draw(2, chanceOf('a mix of a cheat'));
  const early = weightsOfMix(mixS(mix, [G, G], omitted), 2, omitted);
  const c = cheat.places?.(drawn.r, early) ?? commitOrder([0, 1], drawn.r);
  const fingerprint = mixS(mix, c, omitted);
  const u = weightsOfMix(fingerprint, 2, omitted);
  const moved = weights(u);
  const committed = before(commit(mix, { moved, drawn }, u), u, drawn);
  const asked = challengeOfMix(fingerprint, committed, omitted);
  const proof = { c, ...committed, ...answer(asked, u, { s: S, moved, c, drawn }) };
  const staged = { mix, proof, s: S };
  return { ...staged, ...cheat.late?.(staged, { asked, u }) };
}

/** Chooses t_k, k from 1, so that its equation holds. */
function lateSum(k: number, value: (staged: StagedMix, late: Late) => Element) {
  return (staged: StagedMix, late: Late): Partial<StagedMix> => {
    const t = staged.proof.t.map((one, at) => (at === k - 1 ? value(staged, late) : one));
    return { proof: { ...staged.proof, t } };
  };
}

const [H0 = NOTHING, H1 = NOTHING, H2 = NOTHING] = generatorsOf(2);
const z = ({ proof }: StagedMix, k: number) => proof.z[k - 1] ?? 0n;
const minus = (asked: bigint, element: Element) => times(-asked, element);

const first = lateSum(1, (staged, { asked }) =>
  times(z(staged, 1), G).add(minus(asked, sum(staged.proof.c).subtract(H1).subtract(H2))),
);
const second = lateSum(2, (staged, { asked, u }) => {
  const last = staged.proof.cHat.at(-1) ?? NOTHING;
  return times(z(staged, 2), G).add(minus(asked, last.subtract(times(productOf(u), H0))));
});
const third = lateSum(3, (staged, { asked, u }) =>
  times(z(staged, 3), G)
    .add(weighed(staged.proof.zPrime, [H1, H2]))
    .add(minus(asked, weighed(u, staged.proof.c))),
);
const fourth = lateSum(4, ({ mix, proof }, { u }) =>
  weighed(proof.zPrime, mix.after.keys).subtract(times(proof.z[3] ?? 0n, weighed(u, [X1, X2]))),
);
const fifth = lateSum(5, (staged, { asked }) =>
  times(z(staged, 4), G).add(minus(asked, staged.mix.after.base)),
);

function steps({ proof }: StagedMix, { asked }: Late): Partial<StagedMix> {
  const chain = [H0, ...proof.cHat];
  const tHat = proof.cHat.map((one, at) =>
    times(proof.zHat[at] ?? 0n, G)
      .add(times(proof.zPrime[at] ?? 0n, chain[at] ?? NOTHING))
      .add(minus(asked, one)),
  );
  return { proof: { ...proof, tHat } };
}

/** The last ĉ says the product that it should, and not that of the weights of the cheat. */
function rightProduct(committed: Committed, u: readonly bigint[], { rHat }: Drawn): Committed {
  const random = chainRandom(blend(u), rHat);
  const last = times(random, G).add(times(productOf(u), H0));
  return { ...committed, cHat: [...committed.cHat.slice(0, -1), last] };
}

/** A matrix for any weights, once they are known. */
function placesFor(r: readonly bigint[], u: readonly bigint[]): readonly Element[] {
  const [one = 0n, two = 0n] = u;
  const lower = stretch(u).map((weight) => mod((weight - one) * inverse(two - one)));
  return commitMatrix([lower.map((entry) => mod(1n - entry)), lower], r);
}

const OTHER_BASE: Mix = { ...HONEST, after: { ...HONEST.after, base: D } };

/** Adds to a list what its weights take away again. */
function shifted(of: 'after' | 'before') {
  return (omitted: readonly MixItem[]): StagedMix => {
    const drawn = draw(2, chanceOf('a mix of a cheat'));
    const c = commitOrder([0, 1], drawn.r);
    const [one = 0n, two = 0n] = weightsOfMix(mixS(HONEST, c, omitted), 2, omitted);
    const [K1 = NOTHING, K2 = NOTHING] = HONEST[of].keys;
    const keys = [K1.add(times(two, D)), K2.subtract(times(one, D))];
    const mix = { ...HONEST, [of]: { ...HONEST[of], keys } };
    return { mix, proof: prove(mix, { s: S, order: [0, 1], drawn }, omitted), s: S };
  };
}

const played = (cheat: Cheat) => (omitted: readonly MixItem[]) =>
  // What is chosen late is of use only where it is not hashed.
  attempt(omitted.length === 0 ? { ...cheat, late: undefined } : cheat, omitted);

export const mixForgeries: readonly MixForgery[] = [
  {
    item: 'S.binding',
    name: 'a mix of another list is shown again',
    lie: 'binding',
    stage: (omitted) => {
      const { proof, s } = attempt({}, omitted);
      return { mix: { ...HONEST, binding: bytesOf(1n) }, proof, s };
    },
  },
  {
    item: 'S.B',
    name: 'the base before is chosen after the proof',
    lie: 'base',
    stage: (omitted) => {
      const chosen = attempt({ mix: OTHER_BASE }, omitted);
      const { proof, mix } = chosen;
      const u = weightsOfMix(mixS(mix, proof.c, omitted), 2, omitted);
      const asked = challengeOfMix(mixS(mix, proof.c, omitted), proof, omitted);
      const total = (proof.t[4] ?? NOTHING).add(times(asked, mix.after.base));
      const base = times(inverse(proof.z[3] ?? 1n), total);
      return u.length === 2
        ? { ...chosen, mix: { ...mix, before: { ...mix.before, base } } }
        : chosen;
    },
  },
  {
    item: "S.B'",
    name: 'the base after is chosen after the proof',
    lie: 'base',
    stage: (omitted) =>
      attempt(
        {
          before: (committed) => ({
            ...committed,
            t: committed.t.map((one, at) => (at === 4 ? one.add(D) : one)),
          }),
          late: (staged, { asked }) => {
            const rest = times(z(staged, 4), G).subtract(staged.proof.t[4] ?? NOTHING);
            const after = { ...staged.mix.after, base: times(inverse(asked), rest) };
            return { mix: { ...staged.mix, after } };
          },
        },
        omitted,
      ),
  },
  {
    item: 'S.X',
    name: 'keys before are moved against each other',
    lie: 'keys',
    stage: shifted('before'),
  },
  {
    item: "S.X'",
    name: 'keys after are moved against each other',
    lie: 'keys',
    stage: shifted('after'),
  },
  {
    item: 'mix-weight.S',
    name: 'weights that are known before the keys',
    lie: 'keys',
    stage: shifted('after'),
  },
  {
    item: 'mix-weight.i',
    name: 'weights that are all the same',
    lie: 'keys',
    stage: shifted('after'),
  },
  {
    item: 'S.c',
    name: 'the matrix is chosen for the weights',
    lie: 'keys',
    stage: (omitted) => attempt({ mix: STRETCHED, weights: stretch, places: placesFor }, omitted),
  },
  {
    item: 'mix.t_1',
    name: 'a matrix whose columns do not add up to 1',
    lie: 'keys',
    breaks: 1,
    stage: played({
      mix: STRETCHED,
      weights: stretch,
      places: (r) =>
        commitMatrix(
          [
            [A, 0n],
            [0n, inverse(A)],
          ],
          r,
        ),
      late: first,
    }),
  },
  {
    item: 'mix.t_2',
    name: 'a matrix that is no order',
    lie: 'keys',
    breaks: 2,
    stage: played({
      mix: BLENDED,
      weights: blend,
      places: (r) => commitMatrix(BLEND, r),
      late: second,
    }),
  },
  {
    item: 'mix.t_3',
    name: 'weights that the matrix does not make',
    lie: 'keys',
    breaks: 3,
    stage: played({ mix: STRETCHED, weights: stretch, late: third }),
  },
  {
    item: 'mix.t_4',
    name: 'a key of the mixer in the place of a voter’s',
    lie: 'keys',
    breaks: 4,
    stage: played({ mix: withKeys(HONEST.after.keys[0] ?? D, D), late: fourth }),
  },
  {
    item: 'mix.t_5',
    name: 'a base of the mixer',
    lie: 'base',
    breaks: 5,
    stage: played({ mix: OTHER_BASE, late: fifth }),
  },
  {
    item: 'mix.t̂',
    name: 'a chain that is not the product of the weights',
    lie: 'keys',
    breaks: 6,
    stage: played({
      mix: BLENDED,
      weights: blend,
      places: (r) => commitMatrix(BLEND, r),
      before: rightProduct,
      late: steps,
    }),
  },
];

/** Items that others imply. */
export const impliedOfMix = [
  { item: 'S.tag', why: 'every other hash begins with a tag of its own' },
  { item: 'S.n', why: 'the three lists have one length, and all else a fixed one' },
  { item: 'mix-weight.name', why: 'a weight hashes 36 bytes, and nothing else does' },
  { item: 'mix.name', why: 'a challenge of a mix hashes at least 288 bytes, never 36' },
  {
    item: 'mix.S',
    why: 'ĉ is hashed, and says the weights, which are hashed from S',
  },
  {
    item: 'mix.ĉ',
    why: 'with t_2 and t̂ hashed, a chain chosen late is a polynomial in the challenge, whose highest term is the product that was to be shown',
  },
] as const;

/** An honest mix of the two voters, to compare with. */
export const honestMix: StagedMix = attempt({}, ALL_OF_IT);
