import { fromHex } from '@madang/base';
import { createDeskDoor, type DeskClient, type DeskDoor, type DeskSession } from '@madang/client';
import { keyPairFromSeed, type Signer, signerFrom } from '@madang/crypto';
import { deskServices } from '@madang/services/desk.ts';
import { languageOfPath } from '@madang/ui';
import { refusedBy } from '../decision/city-client.ts';
import { findActKey, makeActKey } from '../device/act-keys.ts';
import type { Answer } from '../ledger.ts';

/** Which key an officer came with: one of the demo's, or the one of this device. */
export type KeyChoice = 'demo-1' | 'demo-2' | 'device';

/** Somebody at the desk. */
export type AtDesk = {
  choice: KeyChoice;
  session: DeskSession;
  signer: Signer;
  desk: DeskClient;
  /** What two officers do together. */
  door: DeskDoor<typeof deskServices>;
};

let opened: DeskDoor<typeof deskServices> | undefined;

/** The one door of this page. */
function cityDesk(): DeskDoor<typeof deskServices> {
  const language = () => languageOfPath(location.pathname);
  opened ??= createDeskDoor({ baseUrl: '', services: deskServices, language });
  return opened;
}

/** Under which name the officer's key lies among the keys of this device. */
const keyName = 'desk-officer';
/** A tab of its own for each officer: what is kept here is not shared between tabs. */
const storageKey = 'madang.desk';

const noKey = { ok: false, problem: { code: 'KEY_NOT_HERE', offline: false } } as const;

/** The signer of a choice, if this device has it. */
async function signerOf(choice: KeyChoice): Promise<Answer<Signer>> {
  if (choice === 'device') {
    const signer = await findActKey(keyName).catch(() => undefined);
    return signer === undefined ? noKey : { ok: true, value: signer };
  }
  const door = cityDesk();
  const answer = await door.demoOfficers();
  if (!answer.ok) return refusedBy(answer.error);
  const officer = answer.value.officers[choice === 'demo-1' ? 0 : 1];
  const seed = fromHex(officer?.secretKey ?? '');
  if (!seed.ok || seed.value.length !== 32) return noKey;
  return { ok: true, value: signerFrom(keyPairFromSeed(seed.value)) };
}

/** Makes the key of this device's officer, or finds it; the answer is its signer. */
export async function deviceSigner(): Promise<Signer> {
  const found = await findActKey(keyName).catch(() => undefined);
  if (found !== undefined) return found;
  const made = await makeActKey();
  await made.keep(keyName);
  return made.signer;
}

/** The key of this device's officer; undefined where none was made. */
export function findDeviceSigner(): Promise<Signer | undefined> {
  return findActKey(keyName).catch(() => undefined);
}

/** Comes to the desk with a key. */
export async function signIn(choice: KeyChoice): Promise<Answer<AtDesk>> {
  const signer = await signerOf(choice);
  if (!signer.ok) return signer;
  const door = cityDesk();
  const session = await door.openSession(signer.value);
  if (!session.ok) return refusedBy(session.error);
  sessionStorage.setItem(storageKey, JSON.stringify({ choice, session: session.value }));
  const desk = door.at(session.value.token);
  const at = { choice, session: session.value, signer: signer.value, desk, door };
  return { ok: true, value: at };
}

/** Leaves the desk in this tab. */
export function signOut(): void {
  sessionStorage.removeItem(storageKey);
}

/** Whoever came in this tab before it was loaded anew. */
export async function comeBack(): Promise<AtDesk | undefined> {
  const kept = readKept();
  // A session of an earlier page does not say what it is for.
  const isWhole = Array.isArray(kept?.session.roles);
  if (kept === undefined || !isWhole || kept.session.expiresAt <= Date.now()) return undefined;
  const signer = await signerOf(kept.choice);
  if (!signer.ok) return undefined;
  const door = cityDesk();
  return { ...kept, signer: signer.value, desk: door.at(kept.session.token), door };
}

function readKept(): Pick<AtDesk, 'choice' | 'session'> | undefined {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(storageKey) ?? 'null');
    return kept === null ? undefined : (kept as Pick<AtDesk, 'choice' | 'session'>);
  } catch {
    return undefined;
  }
}
