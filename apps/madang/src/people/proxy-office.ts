import { type ApiPeople, apiErrors } from '@madang/api';
import {
  equalBytes,
  expectOk,
  list,
  ok,
  optional,
  parseJson,
  type Result,
  record,
  toHex,
  uint,
} from '@madang/base';
import type { PersonAtHome, ProxiesAnswer } from '@madang/client';
import { type Refusal, refuse } from '@madang/kernel';
import type { Ledger } from '@madang/node';
import { readDecision } from '@madang/services/vote/proof/index.ts';
import type { PersonPlace, PersonRecord, Vault } from '@madang/vault';
import type { ActingCodes } from './acting-codes.ts';
import { readLedger } from './ledger-people.ts';

/** What tells persons who act for each other of each other's homes. */
export interface ProxyOfficeParts {
  readonly vault: Pick<Vault, 'contacts'>;
  readonly ledger: Ledger;
  readonly codes: ActingCodes;
}

type Wish = Pick<Parameters<ApiPeople['findAppointee']>[0], 'home' | 'code'>;

/** Who it is whose home and number the person of a link was told. */
export async function findAppointee(
  parts: ProxyOfficeParts,
  { register }: PersonPlace,
  { home, code }: Wish,
): Promise<Result<PersonAtHome, Refusal>> {
  const found = parts.codes.find(register, home, code);
  return found === undefined
    ? refuse(apiErrors.APPOINTEE_UNKNOWN, {})
    : ok(await atHome(parts, found));
}

/** Makes the number by which the person of a link can be found. */
export function actingCode({ codes }: ProxyOfficeParts, at: PersonPlace, { homes }: PersonRecord) {
  return ok(codes.issue(at, homes));
}

/**
 * Who may act for the person of a link in a decision, and for whom they may. The ledger says so;
 * the vault adds the homes, which those who act for each other may know of each other.
 */
export async function proxiesOf(
  parts: ProxyOfficeParts,
  { register, person }: PersonPlace,
  decision: Uint8Array,
): Promise<Result<ProxiesAnswer, Refusal>> {
  const { ledger } = parts;
  const state = ledger.stateReader();
  const found = readDecision((key) => state.get(key), decision);
  if (found === undefined || !equalBytes(found.register, register)) {
    return refuse(apiErrors.MATTER_UNKNOWN, {});
  }
  const id = toHex(decision);
  const own = readLedger(ledger, 'vote.person', { decision: id, person });
  const acting = readLedger(ledger, 'vote.principals', { decision: id, proxy: person });
  const proxy = own.ok
    ? expectOk(parseJson(named, pick(own.value)), 'vote.person').proxy
    : undefined;
  const persons = acting.ok ? expectOk(parseJson(numbers, acting.value), 'vote.principals') : [];
  const home = (number: number) => atHome(parts, { register, person: number });
  return ok({
    ...(proxy === undefined ? {} : { proxy: await home(proxy) }),
    principals: await Promise.all(persons.map(home)),
  });
}

const named = record({ proxy: optional(uint()) });
const numbers = list(uint(), { max: 100 });

/** Of what a person said, who may act for them. */
function pick(person: unknown): unknown {
  return typeof person === 'object' && person !== null && 'proxy' in person
    ? { proxy: person.proxy }
    : {};
}

/** Whoever was erased has no homes any more. */
async function atHome({ vault }: ProxyOfficeParts, at: PersonPlace): Promise<PersonAtHome> {
  const read = await vault.contacts.read(at);
  return { person: at.person, homes: read.ok ? read.value.homes : [] };
}
