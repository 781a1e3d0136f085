import type { TypeOf } from '@madang/base';
import type { ceremonyVoided, SeenElection, Stage, TrusteeAct } from '@madang/services/trustee.ts';
import type { Language } from '@madang/ui';
import type { Problem, Words } from '../ledger.ts';

/** What everybody may know of the key of this device. */
export type KeyFacts = {
  /** In hexadecimal. */
  account: string;
  madeAtMs: number;
  /** When a recovery file was last made. */
  savedAtMs?: number;
};

/** Why something was not done; `trustee`: whose fault it was. */
export type Trouble = Problem & { trustee?: number };

/** What was done, or why not. */
export type Did<T> = { ok: true; value: T } | { ok: false; trouble: Trouble };

/** A sum that is to be opened. */
export type SeenSum = {
  ballots: number;
  /** Numbers of the trustees who have given their part. */
  givenBy: readonly number[];
  isAnnounced: boolean;
};

/** How far the mixing of voters' keys is. */
export type SeenMix = {
  lists: number;
  /** How many of them are mixed in this trustee's turn. */
  done: number;
  /** Numbers of the trustees whose turns are over. */
  mixed: readonly number[];
  isMine: boolean;
};

/** A round that came to nothing, as the record of its end says it. */
export type VoidedRound = {
  round: number;
  why: TypeOf<(typeof ceremonyVoided)['fields']>['why'];
  blamed: readonly number[];
  /** What an officer gave as the reason. */
  reason?: Words;
  /** The number of the record. */
  record: number;
};

/** How far an election is for a trustee: public, and proven but for `seats` and `voided`. */
export type Seen = {
  /** Which trustee this one is, from 1. */
  number: number;
  threshold: number;
  title: Words;
  status: SeenElection['proven']['progress']['status'];
  closesAt: number;
  round: number;
  stage: Stage;
  /** For each trustee what comes next for them. */
  next: readonly Stage[];
  missing: readonly number[];
  sums: readonly SeenSum[];
  /** While keys are mixed. */
  mix?: SeenMix;
  /** What the trustees are called. */
  seats: readonly Words[];
  voided: readonly VoidedRound[];
  /** The moment and the institutions whose signatures prove it. */
  provenAt: { asOfMs: number; institutions: number };
  /** The fingerprint of the policy that says which institutions are believed. */
  policy: string;
};

/** An election in which this device's key is a trustee. */
export type OwnElection = { id: string; title: Words; status: Seen['status']; closesAt: number };

/** What the thread does, what it is told and what it gives. */
export type Doings = {
  key: { told: object; gives: KeyFacts | undefined };
  make: { told: object; gives: KeyFacts };
  /** A recovery file under a passphrase, and its name. */
  save: { told: { passphrase: string }; gives: { file: Uint8Array; name: string; key: KeyFacts } };
  restore: { told: { text: string; passphrase: string }; gives: KeyFacts };
  forget: { told: object; gives: undefined };
  elections: { told: object; gives: readonly OwnElection[] };
  /** Looks once so much time has passed, ms; what has not changed is not proven again. */
  look: { told: { election: string; afterMs: number }; gives: Seen };
  /** Does what is due in the ceremony. */
  act: { told: { election: string }; gives: TrusteeAct['act'] | undefined };
  /** Mixes the next list of keys, if it is this trustee's turn. */
  mix: { told: { election: string }; gives: 'election.mixKeys' };
  /** Opens this trustee's part of all sums. */
  decrypt: { told: { election: string }; gives: undefined };
};

/** One thing that the thread is asked, and in which language the ledger answers. */
export type Asked = {
  [K in keyof Doings]: { do: K; told: Doings[K]['told'] };
}[keyof Doings] & { language: Language };
