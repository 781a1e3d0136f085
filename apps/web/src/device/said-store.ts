import type { PreparedTransaction } from '@madang/client';
import type { Problem } from '../ledger.ts';
import { listValues, putValue } from './database.ts';

/** What somebody says to a decision. */
export type Saying = 'agree' | 'refuse' | 'abstain' | 'withdraw';

/** Why the ledger did not take an act; `atMs` where its reason is a moment. */
export type Refused = Problem & { atMs?: number };

/** An act of a person: signed and kept before it is sent, then with its receipt. */
export type KeptAct = {
  /** The act's id, and the key of the store. */
  id: string;
  /** The receipt number without spaces. */
  number: string;
  register: string;
  /** For whom it is. */
  person: number;
  /** Who signed it as the proxy of that person; absent where it was themselves. */
  by?: number;
  signedAtMs: number;
  prepared: PreparedTransaction;
  /** What has to be on record before it, until it is. */
  first?: PreparedTransaction | undefined;
  /** When the last try to send it was given up by the network. */
  cutOffAtMs?: number;
  receipt?: Uint8Array;
  refused?: Refused;
  /** It can no longer be executed, and the ledger has no record of it. */
  expired?: boolean;
};

/** What somebody said in a decision. */
export type Said = KeptAct & { decision: string; saying: Saying };

/** What somebody settled besides: who acts for them in a decision, which devices are theirs. */
export type Deed = KeptAct & {
  deed: 'appoint' | 'end-proxy' | 'add-device' | 'end-device';
  decision?: string;
};

/** Keeps an act; when it returns the browser has written it out. */
export function putAct(act: KeptAct): Promise<void> {
  return putValue('said', act.id, act);
}

/** Every act of every person on this device. */
export async function listActs(): Promise<readonly KeptAct[]> {
  return (await listValues('said')) as readonly KeptAct[];
}

function isSaid(act: KeptAct): act is Said {
  return 'saying' in act;
}

/** Who speaks for whom: a person, and the proxy who signs for them where it is not themselves. */
export type Speaker = Pick<KeptAct, 'register' | 'person' | 'by'>;

/** What was said on this device by and for somebody in any decision, oldest first. */
export async function listSaidOf({ register, person, by }: Speaker): Promise<readonly Said[]> {
  return (await listActs())
    .filter(isSaid)
    .filter((each) => each.register === register && each.person === person && each.by === by)
    .toSorted((one, other) => one.signedAtMs - other.signedAtMs);
}

/** What was said on this device by and for somebody in a decision, oldest first. */
export async function listSaid(decision: string, speaker: Speaker): Promise<readonly Said[]> {
  return (await listSaidOf(speaker)).filter((each) => each.decision === decision);
}

/** Whether there is nothing more to learn about an act from the network. */
export function isSettled({ receipt, refused, expired }: KeptAct): boolean {
  return receipt !== undefined || refused !== undefined || expired === true;
}

/** Acts whose receipts are still to come. */
export async function listUnsettled(): Promise<readonly KeptAct[]> {
  return (await listActs()).filter((each) => !isSettled(each));
}
