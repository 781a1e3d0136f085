import { type Codec, decode, record, uint } from '@madang/base';
import { hash } from './names.ts';
import type { ProvenState } from './proven-state.ts';

/** A journal as the state has it: how many acts, and their running hash. */
export interface ProvenJournal {
  readonly acts: number;
  readonly journal: Uint8Array;
}

/** A claim of a proven state whose value has a journal in it. */
export interface JournalClaim {
  /** Its place among the claims. */
  readonly claim: number;
  /** Reads the value; nothing where it is no such value. */
  readonly read: (value: Uint8Array) => ProvenJournal | undefined;
}

/** The claim at a place, whose value is of this codec. */
export function journalClaim<T extends ProvenJournal>(
  claim: number,
  codec: Codec<T>,
): JournalClaim {
  return {
    claim,
    read: (value) => {
      const decoded = decode(codec, value);
      return decoded.ok ? decoded.value : undefined;
    },
  };
}

/** How `people` keeps the journal of a register in the state. */
const registerJournal = record({ acts: uint(), journal: hash });

/** The claim of the journal of a register. */
export function registerClaim(claim: number): JournalClaim {
  return journalClaim(claim, registerJournal);
}

/** The journal that a state has at a claim; nothing where it is absent or cannot be read. */
export function journalIn(
  { claims }: ProvenState,
  { claim, read }: JournalClaim,
): ProvenJournal | undefined {
  const value = claims[claim]?.value;
  return value === undefined ? undefined : read(value);
}
