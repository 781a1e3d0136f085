import type { Words } from '../terminal.ts';

/**
 * A scenario as its file says it (docs/spec/scenario.md). Values of payloads still hold {@link
 * Computed} ones.
 */
export interface Scenario {
  readonly title: string;
  /** Time of the genesis, ms. */
  readonly startMs: number;
  readonly institutions: readonly ScenarioInstitution[];
  readonly actors: ReadonlyMap<string, Actor>;
  readonly params: Readonly<Record<string, number>>;
  readonly steps: readonly Step[];
}

export interface ScenarioInstitution {
  readonly id: string;
  readonly en: string;
  readonly ko: string;
}

/** Who acts: a fresh key that holds roles, or the governance key of an institution. */
export type Actor =
  | { readonly kind: 'person'; readonly roles: readonly ActorRole[] }
  | { readonly kind: 'institution'; readonly institution: string };

export interface ActorRole {
  readonly institution: string;
  readonly role: string;
  readonly delegable: boolean;
  /** Line of the file, from 1. */
  readonly line: number;
}

/** When a step happens: so long after the step before, or at a time. */
export type When = { readonly afterMs: number } | { readonly atMs: number };

interface StepBase {
  /** Line of the file, from 1. */
  readonly line: number;
  readonly label?: string;
  readonly note?: string;
  readonly when: When;
}

export interface ActStep extends StepBase {
  readonly kind: 'act';
  readonly act: string;
  readonly by: readonly string[];
  /** A payload, or the label of an act whose bytes are submitted again. */
  readonly what: { readonly payload: Value } | { readonly resend: string };
  readonly expiresMs: number;
  readonly refused?: string;
  readonly details?: Value;
  readonly events?: readonly ExpectedEvent[];
  readonly otherChain: boolean;
  readonly wrongSignature: boolean;
}

export interface ExpectedEvent {
  readonly name: string;
  readonly fields?: Value;
}

export interface TogetherStep extends StepBase {
  readonly kind: 'together';
  readonly acts: readonly ActStep[];
}

export interface QueryStep extends StepBase {
  readonly kind: 'query';
  readonly query: string;
  readonly params: Value;
  readonly gives?: Value;
  readonly refused?: string;
  readonly details?: Value;
}

export interface ReceiptStep extends StepBase {
  readonly kind: 'receipt';
  readonly receipt: string;
  readonly standing?: 'stands' | 'ended';
  readonly verdict?: 'checked' | 'mismatch' | 'unchecked';
  /** The file of the document that the receipt opens. */
  readonly leaf?: number;
  /** The text that somebody shows as that file. */
  readonly file?: string;
}

export interface RestartStep extends StepBase {
  readonly kind: 'restart';
}

export interface CheckStep extends StepBase {
  readonly kind: 'check';
}

/** Trustees of an election make its key, mix its keys or decrypt its sums, as far as they can. */
export interface TrusteesStep extends StepBase {
  readonly kind: 'ceremony' | 'mix' | 'decrypt';
  /** The label of the act that drafted the election. */
  readonly election: string;
  /** Those who do their parts. */
  readonly by: readonly string[];
}

/** A voter registers their key, if they have not, and casts a ballot. */
export interface BallotStep extends StepBase {
  readonly kind: 'ballot';
  readonly election: string;
  readonly by: string;
  /** For each question the chosen answers, counted from 0; none for a blank vote. */
  readonly chosen: readonly (readonly number[])[];
  readonly refused?: string;
  readonly details?: Value;
  readonly wrongProof: boolean;
}

/** Actors register the keys that are going to be mixed. */
export interface RegisterStep extends StepBase {
  readonly kind: 'register';
  readonly election: string;
  readonly by: readonly string[];
  readonly refused?: string;
  readonly details?: Value;
}

/** Many voters at once, whom no actor plays. */
interface VotersBase extends StepBase {
  /** The label of the act that drafted the election. */
  readonly votersOf: string;
  readonly by: string;
  readonly count: number;
}

/** An officer enters them on the roll, each with one vote. */
export interface RollStep extends VotersBase {
  readonly kind: 'roll';
}

/** They vote, each on a device of their own, which is attested for the institution `as`. */
export interface CrowdStep extends VotersBase {
  readonly kind: 'crowd';
  readonly as: string;
  /** Ballots that they cast in turn: for each question the chosen answers. */
  readonly chosen: readonly (readonly (readonly number[])[])[];
}

/** What so many voters do in an election. */
export type VotersStep = RollStep | CrowdStep;

/** What may be refused in a step about papers. */
interface PaperStep extends StepBase {
  readonly election: string;
  /** The name of the batch in this scenario. */
  readonly batch: string;
  readonly refused?: string;
  readonly details?: Value;
}

/** An officer begins a batch of papers for which nobody is marked. */
export interface BeginStep extends PaperStep {
  readonly kind: 'begin';
  readonly by: string;
  readonly building: number;
}

/** A voter gives up their mixed key, for a paper of a batch. */
export interface SurrenderStep extends PaperStep {
  readonly kind: 'surrender';
  readonly by: string;
  readonly wrongProof: boolean;
}

/** An officer marks persons as voting on paper. */
export interface MarkStep extends PaperStep {
  readonly kind: 'mark';
  readonly by: string;
  readonly persons: readonly number[];
}

/** The papers of a batch are entered, behind those that it has. */
export interface PapersStep extends PaperStep {
  readonly kind: 'papers';
  /** For each paper, and each question on it, the chosen answers; none for a blank vote. */
  readonly chosen: readonly (readonly (readonly number[])[])[];
}

/** Officers confirm how many papers a batch has. */
export interface ConfirmStep extends PaperStep {
  readonly kind: 'confirm';
  readonly by: readonly string[];
  readonly count: number;
}

/** What is done about an election that is drafted by the act with its label. */
export type ElectionStep =
  | TrusteesStep
  | RegisterStep
  | BallotStep
  | BeginStep
  | SurrenderStep
  | MarkStep
  | PapersStep
  | ConfirmStep;

export type Step =
  | ActStep
  | TogetherStep
  | QueryStep
  | ReceiptStep
  | RestartStep
  | CheckStep
  | VotersStep
  | ElectionStep;

/** A JSON value in which tags stand for values that are computed when the step is played. */
export type Value =
  | boolean
  | number
  | string
  | Computed
  | readonly Value[]
  | { readonly [key: string]: Value };

/** A tag of the file with what stands behind it. */
export class Computed {
  readonly tag: ComputedTag;
  readonly argument: TagArgument;

  constructor(tag: ComputedTag, argument: TagArgument) {
    this.tag = tag;
    this.argument = argument;
  }
}

export const COMPUTED_TAGS = [
  'id',
  'account',
  'key',
  'hash',
  'root',
  'time',
  'possession',
  'digest',
] as const;
export type ComputedTag = (typeof COMPUTED_TAGS)[number];

/**
 * `!number NAME` in the file: a number that stands above the steps, or is given with the command.
 */
export class NumberName {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

/** What stands behind a tag: a text, a list or a map of texts; nothing if it is none of these. */
export type TagArgument =
  | string
  | readonly string[]
  | { readonly [key: string]: string }
  | undefined;

/** Why a file is no scenario: one sentence and the line. */
export interface ScenarioFault {
  readonly line: number;
  readonly message: Words;
}
