import { fromHex, toHex } from '@madang/base';
import { sha256, tag } from '@madang/crypto';
import { accountOf } from '@madang/protocol';
import type { Answer } from '../ledger.ts';
import { refusedBy } from '../real/problem.ts';
import type { Mine } from './link.ts';
import { peopleDoor } from './people-door.ts';
import type { ResidentRoom } from './room.ts';

/** A device that speaks for a person. */
export type Device = {
  account: Uint8Array;
  /** Its number, twelve digits. */
  number: string;
  sinceMs: number;
  /** Whether it is this one. */
  isHere: boolean;
};

const deviceTag = tag('madang/device-number/1');
const digits = 12;
const numbers = 10n ** BigInt(digits);

/** The number of a device: twelve digits of the hash of its account (docs/spec/people.md). */
export function deviceNumber(account: Uint8Array): string {
  const hash = sha256(deviceTag, account);
  const first = new DataView(hash.buffer, hash.byteOffset).getBigUint64(0);
  return String(first % numbers).padStart(digits, '0');
}

/** The digits in what was typed, at most as many as a device's number has. */
export function deviceDigits(typed: string): string {
  return typed.replace(/\D/g, '').slice(0, digits);
}

/** Whether all digits of a device's number are there. */
export function isWhole(number: string): boolean {
  return number.length === digits;
}

/** The devices that speak for a person now, by what the ledger says. */
export async function loadDevices(
  { client }: ResidentRoom,
  mine: Mine,
): Promise<Answer<readonly Device[]>> {
  const register = fromHex(mine.register);
  const params = { register: register.ok ? register.value : new Uint8Array(), person: mine.person };
  const answer = await client.query('people.person', params);
  if (!answer.ok) return refusedBy(answer.error);
  const devices = answer.value.keys.map(({ account, since }) => ({
    account,
    number: deviceNumber(account),
    sinceMs: since,
    isHere: toHex(account) === mine.account,
  }));
  return { ok: true, value: devices };
}

/**
 * The account of the device that waits and has this number. The number is computed here from each
 * key that waits, so that nobody can put another device in its place.
 */
export async function findDevice(
  token: string,
  number: string,
): Promise<Answer<Uint8Array | undefined>> {
  const answer = await peopleDoor.offeredDevices(token);
  if (!answer.ok) return refusedBy(answer.error);
  const accounts = answer.value.keys.flatMap((hex) => {
    const key = fromHex(hex);
    return key.ok ? [accountOf('ed25519', key.value)] : [];
  });
  return { ok: true, value: accounts.find((account) => deviceNumber(account) === number) };
}
