import type { PreparedTransaction } from '@madang/client';
import type { Problem } from '../ledger.ts';
import { listValues, putValue } from './database.ts';

/** What somebody says to a decision. */
export type Saying = 'agree' | 'refuse' | 'abstain' | 'withdraw';

/** Why the ledger did not take an act; `atMs` where its reason is a moment. */
export type Refused = Problem & { atMs?: number };

/** An act of a person in a decision: signed and kept before it is sent, then with its receipt. */
export type Said = {
  /** The act's id, and the key of the store. */
  id: string;
  /** The receipt number without spaces. */
  number: string;
  register: string;
  decision: string;
  person: number;
  saying: Saying;
  signedAtMs: number;
  prepared: PreparedTransaction;
  /** When the last try to send it was given up by the network. */
  cutOffAtMs?: number;
  receipt?: Uint8Array;
  refused?: Refused;
  /** It can no longer be executed, and the ledger has no record of it. */
  expired?: boolean;
};

/** Keeps an act; when it returns the browser has written it out. */
export function putSaid(said: Said): Promise<void> {
  return putValue('said', said.id, said);
}

/** What was said on this device in a decision, oldest first. */
export async function listSaid(decision: string, person: number): Promise<readonly Said[]> {
  const all = (await listValues('said')) as readonly Said[];
  return all
    .filter((each) => each.decision === decision && each.person === person)
    .toSorted((one, other) => one.signedAtMs - other.signedAtMs);
}

/** What a person said on this device in any decision of a register, oldest first. */
export async function listSaidOf(register: string, person: number): Promise<readonly Said[]> {
  const all = (await listValues('said')) as readonly Said[];
  return all
    .filter((each) => each.register === register && each.person === person)
    .toSorted((one, other) => one.signedAtMs - other.signedAtMs);
}

/** Whether there is nothing more to learn about an act from the network. */
export function isSettled({ receipt, refused, expired }: Said): boolean {
  return receipt !== undefined || refused !== undefined || expired === true;
}

/** Acts whose receipts are still to come. */
export async function listUnsettled(): Promise<readonly Said[]> {
  const all = (await listValues('said')) as readonly Said[];
  return all.filter((each) => !isSettled(each));
}
