import { getValue, putValue } from './database.ts';

/** By which key a person votes in one election on this device; its secret never leaves it. */
export type VoterKey = { secret: Uint8Array; key: Uint8Array };

/** Who votes where: the election and the register in hexadecimal, and the number of the person. */
export type VoterPlace = { election: string; register: string; person: number };

/** Under which name something of a voter is kept. */
export function voterName({ election, register, person }: VoterPlace): string {
  return `${election} ${register} ${person}`;
}

function isVoterKey(value: unknown): value is VoterKey {
  return (
    typeof value === 'object' &&
    value !== null &&
    'secret' in value &&
    value.secret instanceof Uint8Array &&
    'key' in value &&
    value.key instanceof Uint8Array
  );
}

/** Keeps the key of a voter; when it returns the browser has written it out. */
export function putVoterKey(place: VoterPlace, key: VoterKey): Promise<void> {
  return putValue('voters', voterName(place), key);
}

/** The key that was made here for a voter. */
export async function findVoterKey(place: VoterPlace): Promise<VoterKey | undefined> {
  const kept = await getValue('voters', voterName(place));
  return isVoterKey(kept) ? kept : undefined;
}
