import { type ApiPeople, apiErrors, type IdentifyWish, type LinkFacts } from '@madang/api';
import { equalBytes, ok, type Result, toHex } from '@madang/base';
import type { IdentifiedAnswer } from '@madang/client';
import { type Refusal, refuse } from '@madang/kernel';
import type { Ledger } from '@madang/node';
import { accountOf } from '@madang/protocol';
import {
  type CodeError,
  type ContactsError,
  type Link,
  type MaskedPerson,
  maskNumber,
  nameOfPlace,
  type PersonRecord,
  type Vault,
} from '@madang/vault';
import { openActingCodes } from './acting-codes.ts';
import { type AttestRoom, LINK_LEVEL, prepareAttestation } from './attest.ts';
import { hasKey, readPerson, readRegister } from './ledger-people.ts';
import { openOfferedDevices } from './offered-devices.ts';
import { oneAtATime } from './one-at-a-time.ts';
import type { Postman } from './postman.ts';
import { actingCode, findAppointee, proxiesOf } from './proxy-office.ts';
import { type RegisterOfBlock, registersOfBlock } from './registers-of-block.ts';

/** What stands behind the links of persons. */
export interface LinkOfficeParts {
  readonly vault: Pick<Vault, 'contacts' | 'codes' | 'outbox'>;
  readonly postman: Postman;
  readonly attest: AttestRoom;
}

type Answer<T> = Promise<Result<T, Refusal>>;

/** Answers whoever comes with a link: the vault says who they are, the ledger whose a key is. */
export function createLinkOffice(parts: LinkOfficeParts): ApiPeople {
  const { vault, attest } = parts;
  const alone = oneAtATime();
  const acting = { vault, ledger: attest.ledger, codes: openActingCodes(attest.now) };
  const devices = openOfferedDevices(attest.now);
  const registerNow = registersOfBlock(attest.ledger);
  return {
    openLink: async (token) => {
      const found = await vault.contacts.maskedByToken(token);
      return found.ok
        ? openLink({ ledger: attest.ledger, registerNow }, found.value)
        : refuseContact(found.error);
    },
    sendCode: (token) => withPerson(parts, token, (link, record) => sendCode(parts, link, record)),
    extendCode: (token) =>
      withPerson(parts, token, async (link) => {
        const expiresAt = await vault.codes.extend(link);
        return expiresAt.ok ? ok({ expiresAt: expiresAt.value }) : refuseCode(expiresAt.error);
      }),
    identify: (wish) =>
      withPerson(parts, wish.token, (link, record) =>
        alone(nameOfPlace(link), () => identify(parts, { link, record, wish })),
      ),
    actingCode: (token) =>
      withPerson(parts, token, async (link, record) => actingCode(acting, link, record)),
    findAppointee: ({ token, ...told }) =>
      withPerson(parts, token, (link) => findAppointee(acting, link, told)),
    proxiesOf: (token, decision) =>
      withPerson(parts, token, (link) => proxiesOf(acting, link, decision)),
    offerDevice: (token, key) =>
      withPerson(parts, token, async (link) => ok({ expiresAt: devices.offer(link, key) })),
    offeredDevices: (token) =>
      withPerson(parts, token, async (link) => ok({ keys: devices.of(link).map(toHex) })),
    outboxCounts: async (register) => {
      const known = readRegister(attest.ledger, register);
      return known.ok ? ok(await vault.outbox.counts(register)) : known;
    },
  };
}

async function withPerson<T>(
  { vault }: LinkOfficeParts,
  token: Uint8Array,
  work: (link: Link, record: PersonRecord) => Answer<T>,
): Answer<T> {
  const found = await vault.contacts.readByToken(token);
  return found.ok ? work(found.value.link, found.value.record) : refuseContact(found.error);
}

interface OpeningParts {
  readonly ledger: Ledger;
  readonly registerNow: RegisterOfBlock;
}

function openLink(
  { ledger, registerNow }: OpeningParts,
  { link, ...shown }: MaskedPerson,
): Result<LinkFacts, Refusal> {
  const register = registerNow(link.register);
  if (!register.ok) return register;
  return ok({
    register: toHex(link.register),
    ...shown,
    homes: [...shown.homes],
    ...register.value,
    identified: hasKey(ledger, link),
  });
}

type CodeFacts = Extract<Awaited<ReturnType<ApiPeople['sendCode']>>, { ok: true }>['value'];

async function sendCode(
  { vault, postman }: LinkOfficeParts,
  link: Link,
  { contact }: PersonRecord,
): Answer<CodeFacts> {
  if (contact === undefined) return refuse(apiErrors.NO_CONTACT, {});
  const issued = await vault.codes.issue(link);
  if (!issued.ok) return refuseCode(issued.error);
  const { register, person } = link;
  await postman.sendCode({ register, person }, issued.value.digits);
  return ok({ expiresAt: issued.value.expiresAtMs, contactMasked: maskNumber(contact.number) });
}

interface Identifying {
  readonly link: Link;
  readonly record: PersonRecord;
  readonly wish: IdentifyWish;
}

async function identify(parts: LinkOfficeParts, came: Identifying): Answer<IdentifiedAnswer> {
  const { link, record, wish } = came;
  const account = accountOf('ed25519', wish.key);
  const taken = await parts.vault.codes.take(link, wish.code, account);
  if (!taken.ok) return refuseCode(taken.error);
  const person = readPerson(parts.attest.ledger, link);
  if (!person.ok) return person;
  const [first] = person.value.keys;
  if (first !== undefined) {
    const isMine = person.value.keys.some((key) => equalBytes(key.account, account));
    const done = isMine ? await attestedBefore(parts, link, account) : undefined;
    return done === undefined
      ? refuseUsed(parts, link, first.since)
      : ok(identified({ link, record, account, ...done }));
  }
  return attestFirst(parts, { link, record, account });
}

interface Attesting {
  readonly link: Link;
  readonly record: PersonRecord;
  readonly account: Uint8Array;
}

/** The body hash is kept before the act is sent, so that no answer is lost with the process. */
async function attestFirst(parts: LinkOfficeParts, came: Attesting): Answer<IdentifiedAnswer> {
  const { vault, attest } = parts;
  const { link, account } = came;
  const register = readRegister(attest.ledger, link.register);
  if (!register.ok) return register;
  const { institution } = register.value;
  const prepared = prepareAttestation(attest, { ...link, account, institution });
  if (!prepared.ok) return prepared;
  const { body, send } = prepared.value;
  await vault.contacts.noteAsked(link, { account, body });
  const index = await send();
  if (index.ok) return ok(identified({ ...came, body, index: index.value }));
  // Somebody was quicker, for instance the desk.
  if (index.error.name !== 'people.ALREADY_ATTESTED') return index;
  const now = readPerson(attest.ledger, link);
  return refuseUsed(parts, link, now.ok ? (now.value.keys[0]?.since ?? 0) : 0);
}

interface Attested {
  readonly body: Uint8Array;
  readonly index: number;
}

/** Whoever lost the answer and asks again with the same key gets the same one. */
async function attestedBefore(
  { vault, attest }: LinkOfficeParts,
  link: Link,
  account: Uint8Array,
): Promise<Attested | undefined> {
  const asked = await vault.contacts.asked(link);
  if (asked === undefined || !equalBytes(asked.account, account)) return undefined;
  const index = attest.ledger.indexOf(asked.body);
  return index === undefined ? undefined : { body: asked.body, index };
}

function identified(done: Attesting & Attested): IdentifiedAnswer {
  const { link, record, account, body, index } = done;
  return {
    register: toHex(link.register),
    person: link.person,
    account: toHex(account),
    level: LINK_LEVEL,
    name: record.name,
    ...(record.contact === undefined ? {} : { contact: record.contact }),
    homes: record.homes,
    salt: toHex(record.salt),
    id: toHex(body),
    record: index,
  };
}

/** The owner of the contact learns that somebody else came, or that they came twice. */
async function refuseUsed(
  { vault, postman }: LinkOfficeParts,
  { register, person }: Link,
  usedAt: number,
): Answer<never> {
  await vault.outbox.queue([{ register, person, kind: 'attempted' }]);
  postman.wake();
  return refuse(apiErrors.LINK_USED, { usedAt });
}

function refuseCode(error: CodeError): Result<never, Refusal> {
  switch (error.code) {
    case 'CODE_TOO_MANY':
      return refuse(apiErrors.CODES_TOO_MANY, { seconds: Math.ceil(error.waitMs / 1000) });
    case 'CODE_ENDED':
      return refuse(apiErrors.CODE_ENDED, {});
    case 'CODE_WRONG':
      return refuse(apiErrors.CODE_WRONG, { left: error.left });
  }
}

/** A link whose person was erased is like one that never was. */
function refuseContact({ code }: ContactsError): Result<never, Refusal> {
  return code === 'CONTACTS_DAMAGED'
    ? refuse(apiErrors.VAULT_DAMAGED, {})
    : refuse(apiErrors.LINK_UNKNOWN, {});
}
