import type { Asked, DraftPayload } from '../chain/schema.ts';

/** A sentence in both languages. */
export interface Words {
  readonly ko: string;
  readonly en: string;
}

/** Where a rule was read. */
export interface Source {
  /** Empty where no law says it. */
  readonly law: string;
  readonly article: string;
  /**
   * What was read: a `page` about the law; `recalled` is general knowledge that nobody has looked
   * up; `by-laws`: no law fixes it, the rules of the house do.
   */
  readonly basis: 'page' | 'recalled' | 'by-laws';
  /** Month of the reading, or of the writing down. */
  readonly read: string;
  /** The pages. */
  readonly seen: readonly string[];
}

/** A question of a template, as far as the rule says it. */
export interface TemplateQuestion {
  readonly title: Words;
  /** `candidates`: persons, of whom the most voted for are elected; `motion`: yes or no. */
  readonly about: 'candidates' | 'one-candidate' | 'motion';
  readonly choice: NonNullable<Asked['choice']>;
  readonly decides: Asked['decides'];
}

/** The rule of one kind of election, as data that an office starts from and may change. */
export interface Template extends Pick<DraftPayload, 'measures' | 'results' | 'revote'> {
  /** Stands as the basis in the draft. */
  readonly id: string;
  readonly title: Words;
  readonly turnout: NonNullable<DraftPayload['turnout']>;
  readonly questions: readonly TemplateQuestion[];
  readonly source: Source;
  /** What the office has to look up or choose before it relies on the rule. */
  readonly note: Words;
}
