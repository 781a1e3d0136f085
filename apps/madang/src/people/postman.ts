import { toHex } from '@madang/base';
import { randomBytes } from '@madang/crypto';
import {
  type Message,
  type MessageKind,
  nameOfPlace,
  type PersonPlace,
  type SendOutcome,
  type Vault,
} from '@madang/vault';
import type { Words } from '../terminal.ts';
import { type MessageFacts, messageText } from './message-text.ts';
import type { Messenger } from './messenger.ts';

/** Sends what lies in the outbox. */
export interface Postman {
  /**
   * Queues a message with a code and sends it. The digits are kept in memory alone: a code that was
   * not sent before the server stopped is never sent, and another one is asked for.
   */
  readonly sendCode: (to: PersonPlace, digits: string) => Promise<void>;
  /** Looks into the outbox. */
  readonly wake: () => void;
  /** Resolves when everything that was due at the call has been tried. */
  readonly tried: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** What a postman works with. */
export interface PostmanParts {
  readonly vault: Pick<Vault, 'contacts' | 'outbox'>;
  readonly messenger: Messenger;
  readonly city: Words;
  readonly language: 'ko' | 'en';
  /** The address of the page that takes a link's token, hexadecimal. */
  readonly linkOf: (token: string) => string;
  /** ms. */
  readonly now: () => number;
  readonly onFailure: (failure: unknown) => void;
}

/** Waits after the first and the second try, ms; after the third a message has failed. */
const WAITS_MS = [5_000, 30_000];
/** Handed over side by side; few, so that a code does not wait behind a thousand links. */
const BATCH = 20;
const LONGEST_SLEEP_MS = 60_000;

interface Room extends PostmanParts {
  /** Digits of codes that wait, by the id of their message. */
  readonly codes: Map<string, string>;
}

/**
 * Sends messages, a few side by side, each at most three times. Those that were under way when the
 * process died are sent again, for nobody knows whether they arrived.
 */
export function startPostman(parts: PostmanParts): Postman {
  const room: Room = { ...parts, codes: new Map() };
  let running: Promise<void> = Promise.resolve();
  let isWaiting = false;
  let isStopped = false;
  let timer: NodeJS.Timeout | undefined;
  const sleep = (untilMs: number): void => {
    if (isStopped) return;
    clearTimeout(timer);
    const ms = Math.min(Math.max(untilMs - parts.now(), 0), LONGEST_SLEEP_MS);
    timer = setTimeout(wake, ms);
    timer.unref();
  };
  const work = async (): Promise<void> => {
    isWaiting = false;
    for (;;) {
      const batch = firstOfEach(await room.vault.outbox.due(BATCH));
      if (isStopped) return;
      if (batch.length === 0) break;
      await deliver(room, batch);
    }
    const next = await room.vault.outbox.nextDueMs();
    if (next !== undefined) sleep(next);
  };
  const wake = (): void => {
    if (isWaiting || isStopped) return;
    isWaiting = true;
    running = running.then(work).catch((failure: unknown) => {
      parts.onFailure(failure);
      sleep(parts.now() + LONGEST_SLEEP_MS);
    });
  };
  return {
    wake,
    tried: () => {
      wake();
      return running;
    },
    sendCode: async (to, digits) => {
      const id = randomBytes(16);
      room.codes.set(toHex(id), digits);
      await room.vault.outbox.queue([{ ...to, kind: 'code', id }]);
      wake();
    },
    stop: async () => {
      isStopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}

/** One message to each person: the next goes when the one before has been tried. */
function firstOfEach(due: readonly Message[]): readonly Message[] {
  const persons = new Set<string>();
  return due.filter((message) => {
    const name = nameOfPlace(message);
    const isFirst = !persons.has(name);
    persons.add(name);
    return isFirst;
  });
}

/** Every text is there before the first is sent, and what came of all is written down at once. */
async function deliver(room: Room, batch: readonly Message[]): Promise<void> {
  const numbers = await numbersFor(room, batch);
  const tokens = await tokensFor(room, [...numbers.keys()]);
  const tried = await Promise.all(
    batch.map(async (message) => {
      const number = numbers.get(message);
      const facts = factsOf(room, message, tokens.get(message));
      const isReady = number !== undefined && facts !== undefined;
      const written = isReady
        ? { number, text: messageText(message.kind, facts)[room.language] }
        : undefined;
      return { message, outcome: await send(room, message, written) };
    }),
  );
  await room.vault.outbox.settle(tried);
  for (const { message, outcome } of tried) {
    if (typeof outcome === 'string') room.codes.delete(toHex(message.id));
  }
}

/** The numbers of those who are to be reached. */
async function numbersFor(
  { vault }: Room,
  batch: readonly Message[],
): Promise<ReadonlyMap<Message, string>> {
  const numbers = new Map<Message, string>();
  for (const message of batch) {
    const person = await vault.contacts.read(message);
    if (person.ok && person.value.contact !== undefined) {
      numbers.set(message, person.value.contact.number);
    }
  }
  return numbers;
}

/** Tokens are kept as hashes only, so each try makes a new one and ends the one before. */
async function tokensFor(
  { vault }: Room,
  reached: readonly Message[],
): Promise<ReadonlyMap<Message, string>> {
  const links = reached.filter(({ kind }) => kind === 'link');
  const made = await vault.contacts.freshTokens(links);
  const tokens = new Map<Message, string>();
  for (const [at, message] of links.entries()) {
    const token = made[at];
    if (token?.ok === true) tokens.set(message, toHex(token.value));
  }
  return tokens;
}

/** A text, and the number that it goes to. */
interface Written {
  readonly number: string;
  readonly text: string;
}

/** Has failed at once where nobody is to be reached, or what the text needs is gone. */
async function send(room: Room, { tries }: Message, written?: Written): Promise<SendOutcome> {
  if (written === undefined) return 'failed';
  if (await isHandedOver(room, written)) return 'sent';
  const waitMs = WAITS_MS[tries];
  return waitMs === undefined ? 'failed' : { retryAtMs: room.now() + waitMs };
}

async function isHandedOver(room: Room, { number, text }: Written): Promise<boolean> {
  try {
    return (await room.messenger.send(number, text)).ok;
  } catch (failure) {
    // A gateway's fault must not hold the others up; what it threw may hold the number.
    room.onFailure(new Error(failure instanceof Error ? failure.name : 'a messenger threw'));
    return false;
  }
}

/** What the text needs beside its kind; nothing if that is gone. */
function factsOf(
  { city, codes, linkOf }: Room,
  message: Message,
  token: string | undefined,
): MessageFacts | undefined {
  const kind: MessageKind = message.kind;
  if (kind === 'code') {
    const code = codes.get(toHex(message.id));
    return code === undefined ? undefined : { city, code };
  }
  if (kind !== 'link') return { city };
  return token === undefined ? undefined : { city, link: linkOf(token) };
}
