import { type Codec, decode, type Result } from '@madang/base';
import type { RawEvent } from './transaction.ts';

/** An act that is done again: what it says, who is behind it, and where it stands in the log. */
export interface ActAgain {
  readonly act: string;
  /** Canonical bytes of the payload. */
  readonly payload: Uint8Array;
  /** Its body hash. */
  readonly id: Uint8Array;
  /** Accounts of the valid signatures, in their order; none if a proof stands in their place. */
  readonly signers: readonly Uint8Array[];
  readonly expiresAt: number;
  readonly height: number;
  readonly index: number;
  readonly timeMs: number;
}

/** What came of an act that was done again. */
export interface ActDone {
  readonly events: readonly RawEvent[];
}

/**
 * Why an act was not done again: the name of the refusal, `unknown-act` or `undecodable`. Shown,
 * never computed with.
 */
export interface NotDone {
  readonly why: string;
}

/** What the proof of an act has to prove, as its proof system encodes it, and that system. */
export interface ProofAgain {
  readonly system: string;
  /** What many acts have in common: proofs of equal ones can be verified together. */
  readonly common: Uint8Array;
  readonly own: Uint8Array;
}

/**
 * Does acts again from an empty state, by the rules of the services. The kernel has one; it is
 * given from outside because a proof knows no machine.
 */
export interface Again {
  /** Does an act on the state that the acts before it have left; nothing if it is refused. */
  readonly run: (act: ActAgain) => Result<ActDone, NotDone>;
  /** What an act that proves itself has to prove, by the state as it is now. */
  readonly statement: (act: ActAgain) => Result<ProofAgain, NotDone>;
  /** The value under a state key as it is now. */
  readonly get: (stateKey: Uint8Array) => Uint8Array | undefined;
}

/** A table of a service, as far as its records are read. */
export interface ReadableTable<K, V> {
  readonly stateKey: (key: K) => Uint8Array;
  readonly value: Codec<V>;
}

/** The record of a table after acts were done again; nothing if there is none. */
export function valueAgain<K, V>(
  { get }: Pick<Again, 'get'>,
  table: ReadableTable<K, V>,
  key: K,
): V | undefined {
  const bytes = get(table.stateKey(key));
  const decoded = bytes === undefined ? undefined : decode(table.value, bytes);
  return decoded?.ok === true ? decoded.value : undefined;
}
