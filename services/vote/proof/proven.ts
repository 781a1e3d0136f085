import { type Codec, decode, record, uint } from '@madang/base';
import { hash, type ProvenState, stateKey } from '@madang/protocol';
import { establishments, progress } from '../chain/state.ts';

/** The state keys that a dossier proves, in order. */
export function dossierStateKeys(
  decision: Uint8Array,
  register: Uint8Array,
): readonly Uint8Array[] {
  return [
    progress.stateKey(decision),
    establishments.stateKey(decision),
    stateKey('people', 'journals', register),
  ];
}

const peopleJournal = record({ acts: uint(), journal: hash });

/** What a proven state says of a decision. */
export interface ProvenDecision {
  /** The bytes under the first two keys. */
  readonly progress: Uint8Array | undefined;
  readonly established: Uint8Array | undefined;
  readonly acts: ProvenJournal | undefined;
  readonly people: ProvenJournal | undefined;
}

/** A journal as the state has it. */
export interface ProvenJournal {
  readonly acts: number;
  readonly journal: Uint8Array;
}

/** Reads the values of a proven state; what is missing or no such value is absent. */
export function provenDecision({ claims }: ProvenState): ProvenDecision {
  const [first, second, third] = claims.map(({ value }) => value);
  return {
    progress: first,
    established: second,
    acts: decoded(progress.value, first),
    people: decoded(peopleJournal, third),
  };
}

function decoded<T>(codec: Codec<T>, value: Uint8Array | undefined): T | undefined {
  const read = value === undefined ? undefined : decode(codec, value);
  return read?.ok === true ? read.value : undefined;
}
