import type { Colleague } from '../colleagues.ts';

/** Somebody who sent what is not of this ledger. */
export interface Liar {
  readonly institution: string;
  readonly times: number;
  /** The last piece that was wrong, such as `tile/entries/001`. */
  readonly piece: string;
}

/** Whom to ask for the older history, by how they answered before. */
export interface Suppliers {
  /** Those who may be asked now, the one that answered best first. */
  ready(): readonly Colleague[];
  /** When the first of the others may be asked again, ms from now; 0: there are none. */
  waitMs(): number;
  /** It gave a whole piece in so many ms. */
  gave(colleague: Colleague, tookMs: number): void;
  /** It answered, and does not have all of a piece. */
  lacked(colleague: Colleague): void;
  /** It did not answer. Gives whether it did the time before. */
  wasSilent(colleague: Colleague): boolean;
  lied(colleague: Colleague, piece: string): void;
  /** Those who gave parts of it, or all, as long as nobody did. */
  known(): readonly Colleague[];
  liars(): readonly Liar[];
}

/** One that takes longer comes behind the others. */
const SLOW_MS = 5_000;
/** A silent one is asked again after this, and each time after twice as long, up to the most. */
const SILENT_MS = 1_000;
const SILENT_MS_MAX = 60_000;
/** One that sent something else is left alone for so long. */
const LIED_MS = 600_000;

interface Standing {
  /** What somebody did last in the order of events; the least comes first. */
  rank: number;
  notBeforeMs: number;
  silences: number;
  hasGiven: boolean;
  lies: number;
  liedAbout: string;
}

/**
 * Orders colleagues: who gives stays first, who is slow, silent or wrong goes behind the others.
 * `steadyMs` is a clock that only goes forward.
 */
export function orderSuppliers(
  colleagues: () => readonly Colleague[],
  steadyMs: () => number = () => performance.now(),
): Suppliers {
  const standings = new Map<string, Standing>();
  let last = 0;
  const standingOf = ({ institution, url }: Colleague): Standing => {
    const name = `${institution} ${url}`;
    const known = standings.get(name);
    if (known !== undefined) return known;
    const silent = { rank: 0, notBeforeMs: 0, silences: 0 };
    const made = { ...silent, hasGiven: false, lies: 0, liedAbout: '' };
    standings.set(name, made);
    return made;
  };
  const putBehind = (standing: Standing, waitMs: number): void => {
    last += 1;
    standing.rank = last;
    standing.notBeforeMs = waitMs === 0 ? 0 : steadyMs() + waitMs;
  };
  const isLiar = (one: Colleague) => standingOf(one).lies > 0;
  return {
    ready: () =>
      colleagues()
        .filter((one) => standingOf(one).notBeforeMs <= steadyMs())
        .toSorted((one, other) => standingOf(one).rank - standingOf(other).rank),
    waitMs: () => {
      const waits = colleagues().map((one) => standingOf(one).notBeforeMs - steadyMs());
      return waits.length === 0 ? 0 : Math.max(0, Math.min(...waits));
    },
    gave: (colleague, tookMs) => {
      const standing = standingOf(colleague);
      Object.assign(standing, { silences: 0, hasGiven: true });
      if (tookMs > SLOW_MS) putBehind(standing, 0);
    },
    lacked: (colleague) => {
      putBehind(standingOf(colleague), 0);
      standingOf(colleague).silences = 0;
    },
    wasSilent: (colleague) => {
      const standing = standingOf(colleague);
      putBehind(standing, Math.min(SILENT_MS * 2 ** standing.silences, SILENT_MS_MAX));
      standing.silences += 1;
      return standing.silences === 1;
    },
    lied: (colleague, piece) => {
      const standing = standingOf(colleague);
      putBehind(standing, LIED_MS);
      Object.assign(standing, { lies: standing.lies + 1, liedAbout: piece, hasGiven: false });
    },
    known: () => {
      const all = colleagues();
      const given = all.filter((one) => standingOf(one).hasGiven);
      return given.length > 0 ? given : all.filter((one) => !isLiar(one));
    },
    liars: () =>
      colleagues().flatMap((one) => {
        const { lies: times, liedAbout: piece } = standingOf(one);
        return times === 0 ? [] : [{ institution: one.institution, times, piece }];
      }),
  };
}
