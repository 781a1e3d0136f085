import type {
  BallotPayload,
  KeyPayload,
  MarkPayload,
  OpenBatchPayload,
  OpenElection,
  Opening,
  OwnKey,
  readSurrender,
  Standing,
  SurrenderPayload,
} from '@madang/services/ballot.ts';

/** What ballots of an election are bound to. */
export type Bound = OpenElection['bound'];

/** For each question the chosen answers, counted from 0; none for a blank vote. */
export type Vote = readonly (readonly number[])[];

/** A vote that is to be sealed, by whoever registered a key. */
export type SealWish = {
  election: OpenElection;
  own: OwnKey;
  standing: Standing;
  chosen: Vote;
};

/** A key that is to be registered in an election, and the account that signs for it. */
export type RegisterWish = { id: Uint8Array; own: OwnKey; account: Uint8Array };

/** Persons who are to be marked for a batch of papers, ascending. */
export type MarkWish = {
  election: OpenElection;
  own: OwnKey;
  account: Uint8Array;
  persons: readonly number[];
};

/** A batch of papers of a building that is to be begun. */
export type BatchWish = {
  election: OpenElection;
  own: OwnKey;
  account: Uint8Array;
  building: number;
};

/** A key that is to be given up, in the transaction whose body has this hash. */
export type SurrenderWish = {
  bound: Bound;
  own: OwnKey;
  payload: SurrenderPayload;
  bodyHash: Uint8Array;
};

/** A transaction that is to give up a key for a batch. */
export type SurrenderShown = { election: OpenElection; batch: Uint8Array; envelope: Uint8Array };

/** What a transaction gives up, or why it gives up nothing here. */
export type SurrenderRead = ReturnType<typeof readSurrender>;

/** A ballot that was sealed: what is sent of it, and what it is called by. */
export type Sealed = { payload: BallotPayload; fingerprint: Uint8Array };

/** What the thread that seals is asked. */
export type SealAsk =
  | { do: 'make-key' }
  | { do: 'key-in'; bound: Bound; own: OwnKey }
  | ({ do: 'register' } & RegisterWish)
  | ({ do: 'mark' } & MarkWish)
  | ({ do: 'open-batch' } & BatchWish)
  | ({ do: 'surrender' } & SurrenderWish)
  | ({ do: 'read-surrender' } & SurrenderShown)
  | ({ do: 'seal' } & SealWish)
  | { do: 'prove'; bodyHash: Uint8Array }
  | { do: 'open' }
  | { do: 'reopen'; bound: Bound; opening: Opening }
  | { do: 'verify'; bound: Bound; envelope: Uint8Array };

/** What it answers. */
export type SealAnswer =
  | { did: 'make-key'; own: OwnKey }
  | { did: 'key-in'; key: Uint8Array }
  | { did: 'register'; registration: KeyPayload }
  | { did: 'mark'; mark: MarkPayload }
  | { did: 'open-batch'; batch: OpenBatchPayload }
  | { did: 'surrender'; proof: Uint8Array }
  | { did: 'read-surrender'; read: SurrenderRead }
  | ({ did: 'seal' } & Sealed)
  | { did: 'prove'; proof: Uint8Array }
  | { did: 'open'; opening: Opening }
  | { did: 'reopen'; fingerprint: Uint8Array | undefined }
  | { did: 'verify'; isProven: boolean };
