import type { Exclusion, Use } from './cells.ts';
import type { Notice } from './problem.ts';

/** Somebody on the roll. Only the number and a commitment leave the office. */
export interface RollPerson {
  readonly number: number;
  readonly name: string;
  readonly phone?: string;
  /** Numbers of the homes of all holders whose member they are. */
  readonly homes: readonly number[];
}

/** One head: the members ascending by number, their shares adding up to `whole`. */
export interface RollHolder {
  readonly number: number;
  readonly members: readonly { readonly person: number; readonly share: number }[];
  readonly whole: number;
  readonly representative?: number;
}

/** A home of the roll. */
export interface RollUnit {
  readonly number: number;
  /** Such as 107동 503호. */
  readonly label: string;
  /** Index into the buildings. */
  readonly building: number;
  readonly areaMilliM2: number;
  readonly use: Use;
  readonly holder: number;
  readonly excluded?: Exclusion;
}

/** What counts: homes that are excluded are in `excluded` alone. */
export interface RollTotals {
  readonly heads: number;
  readonly homes: number;
  readonly areaMilliM2: number;
  readonly excluded: number;
  /** Homes that several own together, with a named representative and without. */
  readonly represented: number;
  readonly unrepresented: number;
}

/** A roll; each list ascends by number. */
export interface Roll {
  readonly buildings: readonly string[];
  readonly persons: readonly RollPerson[];
  readonly holders: readonly RollHolder[];
  readonly units: readonly RollUnit[];
  readonly totals: RollTotals;
  readonly notices: readonly Notice[];
}
