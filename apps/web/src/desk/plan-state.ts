import type { Notice, Problem, Roll, Row } from '@madang/services/vote/intake/index.ts';
import type { Profile } from '@madang/services/vote/profiles/index.ts';
import type { DraftPayload, Settings } from '../decision/decision-facts.ts';

/** A list as it is being corrected. */
export type ListDraft = {
  name: string;
  rows: readonly Row[];
  problems: readonly Problem[];
  notices: readonly Notice[];
};

/** A list of owners. */
export type RollDraft = ListDraft & {
  /** The roll that it makes, for these persons; absent while something has to be corrected. */
  made?: { capacity: Profile['capacity']; roll: Roll };
};

/** A file that goes on public record by its fingerprint. */
export type ChosenFile = { name: string; bytes: Uint8Array };

/** Everything that an officer has chosen so far. */
export type PlanState = {
  /** 32 random bytes, kept while the page is: a founding that is tried again is the same one. */
  seed: Uint8Array;
  profile?: Profile;
  isRuleChecked: boolean;
  roll?: RollDraft;
  titleKo: string;
  titleEn: string;
  text?: ChosenFile;
  summary?: ChosenFile;
  summaryBy: string;
  level: DraftPayload['level'];
  recordedAt: string;
  closesAt: string;
  building: number;
  settings?: Settings;
};

/** What every step is given. */
export type StepProps = {
  state: PlanState;
  change: (part: Partial<PlanState>) => void;
};
