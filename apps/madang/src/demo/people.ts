import { randomBytes } from '@madang/crypto';
import type { PersonRecord } from '@madang/vault';
import { readSigningKey } from '../data/key-file.ts';
import { type Layout, secretFile } from '../data/layout.ts';
import { foundPeople } from '../people/found-people.ts';
import type { OpenPeople } from '../people/open-people.ts';
import type { ActRoom } from '../server/submit-act.ts';

/** Homes of the demo's register. Nobody is invented: each stands for whoever owns it. */
const homes = [
  '101동 503호',
  '101동 1203호',
  '102동 301호',
  '102동 904호',
  '103동 702호',
  '103동 1501호',
  '107동 503호',
  '107동 1102호',
];

/** The home whose owner has left no telephone number. */
const WITHOUT_CONTACT = 7;

/** Opens the demo city's register of owners, kept by its city hall, and sends their links. */
export async function makeDemoPeople(
  room: ActRoom,
  people: OpenPeople,
  layout: Layout,
): Promise<void> {
  const registrar = readSigningKey(secretFile(layout, 'city.registrar'));
  if (!registrar.ok) return;
  const founded = await foundPeople(
    { ...room, vault: people.vault, registrar: registrar.value },
    { institution: 'city', level: 'link', persons: homes.map(ownerOf) },
  );
  if (founded.ok) await people.sendLinks(founded.value.register);
}

function ownerOf(home: string, index: number): PersonRecord {
  const record = { name: `${home} 소유자`, homes: [home], salt: randomBytes(32) };
  // No telephone in Korea has a number that begins like this.
  const number = `010-0000-${String(index + 1).padStart(4, '0')}`;
  return index === WITHOUT_CONTACT ? record : { ...record, contact: { kind: 'phone', number } };
}
