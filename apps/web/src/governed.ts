import type { Words } from './words.ts';

/** What an institution's key is for. */
export type KeyUse = 'governance' | 'consensus' | 'cosigner';

/** What a proposal wants. */
export type Wish =
  | { kind: 'admit'; names: Words; operator: Words }
  | { kind: 'remove'; member: string }
  | { kind: 'rotate'; member: string; use: KeyUse }
  | { kind: 'params'; maxExpiryMs: number; maxBlockCostUs: number; maxTransactionBytes: number }
  | { kind: 'upgrade'; height: number; version: number; release: string }
  | { kind: 'cancel' };

/** A proposal that is open. Approvals and objections are ids of institutions. */
export type OpenProposal = {
  /** The id of its act in hexadecimal. */
  id: string;
  /** The number of its record, where the server told it. */
  index?: number;
  by: string;
  wish: Wish;
  untilMs: number;
  approvals: readonly string[];
  objections: readonly string[];
  needed: number;
};

/** The newest plan for other rules, and what became of it. */
export type Upgrade = {
  id: string;
  index?: number;
  state: 'planned' | 'activated' | 'cancelled' | 'lapsed';
  version: number;
  height: number;
  /** SHA-256 of the release that has the rules. */
  release: string;
  /** Institutions that said they are ready; known while it is planned. */
  ready: readonly string[];
  /** How many have to be ready. */
  needed: number;
};

/** A key that ends within thirty days, or has ended. It works on all the same. */
export type EndingKey = { institution: string; use: KeyUse; endsAtMs: number; hasEnded: boolean };

/** What the institutions decide together, as it stands on the ledger now. */
export type Governed = {
  proposals: readonly OpenProposal[];
  endingKeys: readonly EndingKey[];
  /** The version of the rules in force. */
  version: number;
  upgrade?: Upgrade;
};
