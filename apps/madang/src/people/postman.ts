import { toHex } from '@madang/base';
import { randomBytes } from '@madang/crypto';
import type { Message, MessageKind, PersonPlace, SendOutcome, Vault } from '@madang/vault';
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
/** Few at once, so that a code does not wait behind a thousand links. */
const BATCH = 20;
const LONGEST_SLEEP_MS = 60_000;

interface Room extends PostmanParts {
  /** Digits of codes that wait, by the id of their message. */
  readonly codes: Map<string, string>;
}

/**
 * Sends messages one after another, each at most three times. One that was under way when the
 * process died is sent again, for nobody knows whether it arrived.
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
      const batch = await room.vault.outbox.due(BATCH);
      for (const message of batch) {
        if (isStopped) return;
        await deliver(room, message);
      }
      if (batch.length === 0) break;
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

async function deliver(room: Room, message: Message): Promise<void> {
  const outcome = await send(room, message);
  await room.vault.outbox.settle(message, outcome);
  if (typeof outcome === 'string') room.codes.delete(toHex(message.id));
}

async function send(room: Room, message: Message): Promise<SendOutcome> {
  const { contacts } = room.vault;
  const person = await contacts.read(message);
  if (!person.ok || person.value.contact === undefined) return 'failed';
  const facts = await factsOf(room, message);
  if (facts === undefined) return 'failed';
  const text = messageText(message.kind, facts)[room.language];
  if (await isHandedOver(room, person.value.contact.number, text)) return 'sent';
  const waitMs = WAITS_MS[message.tries];
  return waitMs === undefined ? 'failed' : { retryAtMs: room.now() + waitMs };
}

async function isHandedOver(room: Room, number: string, text: string): Promise<boolean> {
  try {
    return (await room.messenger.send(number, text)).ok;
  } catch (failure) {
    // A gateway's fault must not hold the others up; what it threw may hold the number.
    room.onFailure(new Error(failure instanceof Error ? failure.name : 'a messenger threw'));
    return false;
  }
}

/** What the text needs beside its kind; nothing if that is gone. */
async function factsOf(room: Room, message: Message): Promise<MessageFacts | undefined> {
  const { city } = room;
  const kind: MessageKind = message.kind;
  if (kind === 'code') {
    const code = room.codes.get(toHex(message.id));
    return code === undefined ? undefined : { city, code };
  }
  if (kind !== 'link') return { city };
  // Tokens are kept as hashes only, so each try makes a new one and ends the one before.
  const token = await room.vault.contacts.freshToken(message);
  return token.ok ? { city, link: room.linkOf(toHex(token.value)) } : undefined;
}
