import { setTimeout } from 'node:timers/promises';
import type { ApiLedger, ApiPeople } from '@madang/api';
import type { Result } from '@madang/base';
import type { Ledger } from '@madang/node';
import type { ContactsError, PersonErasure, PersonPlace, Vault } from '@madang/vault';
import type { City } from '../data/found.ts';
import { readSigningKey } from '../data/key-file.ts';
import { type Layout, secretFile } from '../data/layout.ts';
import { readDemoLinks } from '../demo/kept-links.ts';
import { matterNotices } from '../server/matter-notices.ts';
import { followNotices, keyNotices } from '../server/notices.ts';
import type { Attester } from './attest.ts';
import { sendLinks } from './found-people.ts';
import { createLinkOffice } from './link-office.ts';
import { type DemoMessenger, demoMessenger, type Messenger } from './messenger.ts';
import { startPostman } from './postman.ts';

/** How long an answer waits for messages that are being sent, ms. */
const TRYING_MS = 5_000;

/** What the links of persons are made of. */
export interface PeopleParts {
  readonly ledger: Ledger;
  readonly vault: Vault;
  readonly layout: Layout;
  readonly city: City;
  readonly submit: ApiLedger['submit'];
  /** ms. */
  readonly now: () => number;
  readonly noteFailure: (failure: unknown) => void;
  readonly messenger?: Messenger;
  /** Puts an erasure on record. */
  readonly recordErasure: (deposit: Uint8Array) => Promise<number | undefined>;
}

/** The links of persons, as they run. */
export interface OpenPeople {
  readonly api: ApiPeople;
  readonly vault: Pick<Vault, 'contacts' | 'outbox' | 'homes'>;
  /** Sends a link to everybody of a register who has a contact; the answer is how many. */
  readonly sendLinks: (register: Uint8Array) => Promise<number>;
  /**
   * Sends new links to persons; the ones before are dead. The answer is how many have a contact.
   */
  readonly sendLinksTo: (persons: readonly PersonPlace[]) => Promise<number>;
  /** Reminds persons of what waits for them; the answer is how many have a contact. */
  readonly remind: (persons: readonly PersonPlace[]) => Promise<number>;
  /** Erases who a number is and puts it on record; if that fails it is done at the next start. */
  readonly erase: (person: PersonPlace) => Promise<Result<PersonErasure, ContactsError>>;
  /** Resolves when every event that was durable at the call has its notices. */
  readonly noticesQueued: () => Promise<void>;
  /** Resolves when all of these were tried to be sent, or after a few seconds. */
  readonly noticesTried: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

/**
 * Opens what stands behind links, if this server can: it needs the key of an attester, and the demo
 * city or a messenger. The key must be of another institution than that of a register for which it
 * attests, which is looked at for each.
 */
export function openPeople(parts: PeopleParts): OpenPeople | undefined {
  const { ledger, vault, city, now, submit, noteFailure } = parts;
  const attesters = readAttesters(parts);
  const demo = city.isDemo && parts.messenger === undefined ? demoMessenger(now) : undefined;
  const messenger = parts.messenger ?? demo;
  if (attesters.length === 0 || messenger === undefined) return undefined;
  const postman = startPostman({
    vault,
    messenger,
    now,
    city: city.names,
    language: 'ko',
    linkOf,
    onFailure: noteFailure,
  });
  const notices = followNotices({
    source: ledger,
    events: ledger.machine.services.flatMap(({ events }) => events),
    rules: [...keyNotices, ...matterNotices(ledger)],
    outbox: vault.outbox,
    onQueued: postman.wake,
    onFailure: noteFailure,
  });
  const attest = { ledger, now, submit, attesters };
  const queued = (count: number): number => {
    postman.wake();
    return count;
  };
  const send = async (kind: 'link' | 'reminder', persons: readonly PersonPlace[]) =>
    queued((await vault.outbox.queue(persons.map((one) => ({ ...one, kind })))).length);
  postman.wake();
  return {
    api: { ...createLinkOffice({ vault, postman, attest }), ...shownInDemo(demo, parts.layout) },
    vault,
    sendLinks: async (register) => queued(await sendLinks(vault, register)),
    sendLinksTo: (persons) => send('link', persons),
    remind: (persons) => send('reminder', persons),
    erase: async (person) => {
      const erased = await vault.contacts.erase(person);
      if (erased.ok) await parts.recordErasure(erased.value.deposit);
      return erased;
    },
    noticesQueued: notices.caughtUp,
    noticesTried: async () => {
      await notices.caughtUp();
      await Promise.race([postman.tried(), setTimeout(TRYING_MS, undefined, { ref: false })]);
    },
    stop: async () => {
      await notices.stop();
      await postman.stop();
    },
  };
}

function readAttesters({ ledger, layout }: PeopleParts): readonly Attester[] {
  return ledger.genesis.institutions.flatMap(({ id }) => {
    const key = readSigningKey(secretFile(layout, `${id}.attester`));
    return key.ok ? [{ institution: id, key: key.value }] : [];
  });
}

/** What the demo's own pages show. */
function shownInDemo(
  demo: DemoMessenger | undefined,
  layout: Layout,
): Pick<ApiPeople, 'demoMessages' | 'demoLinks'> {
  if (demo === undefined) return {};
  return {
    demoMessages: () => ({ messages: demo.messages() }),
    demoLinks: () => readDemoLinks(layout),
  };
}

/**
 * The page that takes a token. It stands behind `#`, so that no server and no log sees it; the
 * demo's page of messages adds the site's own address.
 */
function linkOf(token: string): string {
  return `/link#${token}`;
}
