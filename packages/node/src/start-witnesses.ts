import { equalBytes } from '@madang/base';
import {
  checkpointBody,
  isSameKey,
  type Policy,
  type PolicyWitness,
  parseNote,
} from '@madang/protocol';
import type { Checkpoints, Cosigner } from './checkpoints.ts';
import type { Store } from './store/store.ts';
import {
  gatherCosignatures,
  type Witnesses,
  type WitnessOptions,
  type WitnessSource,
} from './witnesses.ts';

/** What the gathering of cosignatures works over. */
export interface WitnessRoom {
  readonly store: Store;
  readonly own: Checkpoints;
  readonly clock: () => number;
  readonly origin: string;
  /** Told of every durable block. */
  readonly listeners: Set<() => void>;
}

/** The witnesses that are asked, and who cosigns here. */
interface AskedWitnesses {
  readonly witnesses?: WitnessOptions;
  readonly cosigners?: readonly Cosigner[];
}

/** The gathering of a ledger's cosignatures; nothing where no witness is named. */
export function startWitnesses(
  { witnesses: options, cosigners = [] }: AskedWitnesses,
  { store, own, clock, origin, listeners }: WitnessRoom,
): Witnesses | undefined {
  if (options === undefined || options.witnesses.length === 0) return undefined;
  const isOwn = ({ key }: PolicyWitness): boolean =>
    cosigners.some(({ publicKey }) => equalBytes(publicKey, key.key));
  const source: WitnessSource = {
    head: () => store.head(),
    sign: async (head) => {
      const text = checkpointBody({ origin, size: head.logSize, root: head.logRoot });
      const note = await own.noteFor(head);
      return { text, note, names: signersIn(note, options.policy) };
    },
    consistency: (oldSize, newSize) => store.consistency(oldSize, newSize),
    ownNames: options.policy.witnesses.filter(isOwn).map(({ name }) => name),
    clock,
  };
  const witnesses = gatherCosignatures(source, options);
  listeners.add(() => witnesses.wake());
  witnesses.wake();
  return witnesses;
}

/** Short names of the policy's witnesses that have a line in a note of our own making. */
function signersIn(noteText: string, { witnesses }: Policy): readonly string[] {
  const note = parseNote(noteText);
  const lines = note.ok ? note.value.signatures : [];
  return witnesses
    .filter(({ key }) => lines.some((line) => isSameKey(line, key)))
    .map(({ name }) => name);
}
