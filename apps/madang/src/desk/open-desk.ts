import { type ApiDesk, apiErrors, type Officer } from '@madang/api';
import { fromHex, ok, type Result, toHex } from '@madang/base';
import type {
  ComplaintLine,
  DeskHome,
  DeskPerson,
  DeskPersonAnswer,
  DeskRegisterAnswer,
  DeskRegisterRequest,
} from '@madang/client';
import { type Refusal, refuse } from '@madang/kernel';
import { commitmentOf, type HomesError, type PersonRecord } from '@madang/vault';
import { readKeyFile, readSigningKey } from '../data/key-file.ts';
import { secretFile } from '../data/layout.ts';
import { addPerson, foundPeople } from '../people/found-people.ts';
import { readRegister } from '../people/ledger-people.ts';
import { oneAtATime } from '../people/one-at-a-time.ts';
import type { DeskParts } from './desk-parts.ts';
import { registerPersonsOf, registersOf } from './known-registers.ts';
import { decisionOf, electionOf } from './ledger-desk.ts';
import { countNotices, freshLink, personsOf, remind, sendLinks } from './messages.ts';
import { openPending } from './pending.ts';
import { openSessions } from './sessions.ts';
import { remindVoters, sendVoterLinks, votersOf } from './voters.ts';

/** The desk of a server that sends links. */
export function openDesk(parts: DeskParts): ApiDesk {
  const { ledger, now } = parts;
  const sessions = openSessions(ledger, now);
  const pending = openPending(ledger, now);
  const registers = oneAtATime();
  return {
    openSession: sessions.open,
    officerOf: sessions.officerOf,
    // One after another: who asks again meanwhile finds what was done, and no number goes twice.
    foundRegister: (officer, request) =>
      registers(officer.institution, () => foundRegister(parts, officer, request)),
    registers: (officer) => registersOf(parts, officer),
    registerPersons: (officer, register) => registerPersonsOf(parts, officer, register),
    addPerson: (officer, register, person) =>
      registers(officer.institution, () => addLateComer(parts, officer, { register, person })),
    keepHomes: (officer, decision, homes) => keepHomes(parts, officer, { decision, homes }),
    homes: (officer, decision) => readHomes(parts, officer, decision),
    personsOf: (officer, decision, unit) => personsOf(parts, officer, { decision, unit }),
    sendLinks: (officer, decision) => sendLinks(parts, officer, decision),
    remind: (officer, decision, units) => remind(parts, officer, { decision, units }),
    notices: (officer, decision) => countNotices(parts, officer, decision),
    voters: (officer, election) => votersOf(parts, officer, election),
    sendVoterLinks: (officer, election) => sendVoterLinks(parts, officer, election),
    remindVoters: (officer, election) => remindVoters(parts, officer, election),
    addComplaint: (officer, election, line) => addComplaint(parts, officer, { election, line }),
    freshLink: (officer, person) => freshLink(parts, officer, person),
    leavePending: pending.leave,
    pending: pending.list,
    ...demoOfficers(parts),
  };
}

type Told<T> = Promise<Result<T, Refusal>>;

async function foundRegister(
  parts: DeskParts,
  { institution }: Officer,
  { level, persons }: DeskRegisterRequest,
): Told<DeskRegisterAnswer> {
  const room = registerRoom(parts, institution);
  if (room === undefined) return refuse(apiErrors.REGISTER_NOT_OPENED, {});
  const records = persons.map(recordOf);
  const founded = await foundPeople(room, { institution, level, persons: records });
  if (founded.ok) {
    const commitments = records.map((one) => toHex(commitmentOf(one)));
    return ok({ register: toHex(founded.value.register), commitments });
  }
  return founded.error.code === 'CONTACTS_NOT_VALID'
    ? refuse(apiErrors.PERSON_NOT_VALID, { person: founded.error.person })
    : refuse(apiErrors.REGISTER_NOT_OPENED, {});
}

/** Where registers of an institution are kept; nothing if its registrar's key is not here. */
function registerRoom({ ledger, layout, people, now }: DeskParts, institution: string) {
  const registrar = readSigningKey(secretFile(layout, `${institution}.registrar`));
  if (!registrar.ok) return undefined;
  return { ledger, now, vault: people.vault, registrar: registrar.value };
}

interface LateWish {
  readonly register: Uint8Array;
  readonly person: DeskPerson;
}

async function addLateComer(
  parts: DeskParts,
  { institution }: Officer,
  { register, person }: LateWish,
): Told<DeskPersonAnswer> {
  const known = readRegister(parts.ledger, register);
  if (!known.ok) return known;
  if (known.value.institution !== institution) return refuse(apiErrors.OTHER_INSTITUTION, {});
  const room = registerRoom(parts, institution);
  if (room === undefined) return refuse(apiErrors.PERSON_NOT_ADDED, {});
  const record = recordOf(person);
  const added = await addPerson(room, { register, institution, record });
  if (added.ok) return ok({ person: added.value, commitment: toHex(commitmentOf(record)) });
  return added.error.code === 'CONTACTS_NOT_VALID'
    ? refuse(apiErrors.PERSON_NOT_VALID, { person: 0 })
    : refuse(apiErrors.PERSON_NOT_ADDED, {});
}

function recordOf({ name, contact, homes, salt }: DeskPerson): PersonRecord {
  return { name, homes, salt: bytesOf(salt), ...(contact === undefined ? {} : { contact }) };
}

interface ComplaintWish {
  readonly election: Uint8Array;
  readonly line: ComplaintLine;
}

async function addComplaint(
  { ledger, complaints }: DeskParts,
  officer: Officer,
  { election: id, line }: ComplaintWish,
): Told<void> {
  const election = electionOf(ledger, officer, id);
  return election.ok ? complaints.add(officer, id, line) : election;
}

interface HomesWish {
  readonly decision: Uint8Array;
  readonly homes: readonly DeskHome[];
}

async function keepHomes(
  { ledger, homes: kept }: DeskParts,
  officer: Officer,
  { decision: id, homes }: HomesWish,
): Told<void> {
  const decision = decisionOf(ledger, officer, id);
  if (!decision.ok) return decision;
  const done = await kept.keep(
    id,
    homes.map(({ unit, label, salt }) => ({ unit, label, salt: bytesOf(salt) })),
  );
  return done.ok ? done : refuseHomes(done.error);
}

async function readHomes(
  { ledger, homes: kept }: DeskParts,
  officer: Officer,
  id: Uint8Array,
): Told<readonly DeskHome[]> {
  const decision = decisionOf(ledger, officer, id);
  if (!decision.ok) return decision;
  const homes = await kept.read(id);
  if (!homes.ok) return refuseHomes(homes.error);
  return ok(homes.value.map(({ unit, label, salt }) => ({ unit, label, salt: toHex(salt) })));
}

function refuseHomes({ code }: HomesError): Result<never, Refusal> {
  switch (code) {
    case 'HOMES_UNKNOWN':
      return refuse(apiErrors.HOMES_UNKNOWN, {});
    case 'HOMES_DAMAGED':
      return refuse(apiErrors.VAULT_DAMAGED, {});
    case 'HOMES_NOT_VALID':
      return refuse(apiErrors.PARAMETER_NOT_VALID, { name: 'homes' });
  }
}

/** Only a demo gives keys away: everything in it is played. */
function demoOfficers({ city, layout }: DeskParts): Pick<ApiDesk, 'demoOfficers'> {
  if (!city.isDemo) return {};
  const officers = ['city.officer-1', 'city.officer-2'].flatMap((name) => {
    const seed = readKeyFile(secretFile(layout, name), 'ed25519');
    return seed.ok ? [{ name, secretKey: toHex(seed.value) }] : [];
  });
  return officers.length === 0 ? {} : { demoOfficers: () => ({ officers }) };
}

function bytesOf(hex: string): Uint8Array {
  const bytes = fromHex(hex);
  return bytes.ok ? bytes.value : new Uint8Array();
}
