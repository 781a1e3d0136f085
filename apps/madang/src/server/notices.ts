import { expectOk, fromHex, type Json } from '@madang/base';
import type { AnyEvent } from '@madang/kernel';
import { decodeLogEntry, type LogEntry } from '@madang/protocol';
import type { MessageKind, Notice, Outbox } from '@madang/vault';
import type { EntrySource } from '@madang/views';

/** The fields of an event as JSON. */
export type EventFields = Readonly<Record<string, Json>>;

/** Whom an event is told to: which of its fields name the person. */
export interface NoticeRule {
  /** Full name, such as `people.keyAttested`. */
  readonly event: string;
  readonly kind: MessageKind;
  /** The field with the person's number. */
  readonly person: string;
  /** The field with the register's id, or what finds it where the event does not name it. */
  readonly register: string | ((fields: EventFields) => string | undefined);
}

/** What a person is told of their keys; whoever has none any more is sent a link for a new one. */
export const keyNotices: readonly NoticeRule[] = [
  { event: 'people.keyAttested', kind: 'registered', person: 'person', register: 'register' },
  { event: 'people.keysRevoked', kind: 'revoked', person: 'person', register: 'register' },
  { event: 'people.keysRevoked', kind: 'link', person: 'person', register: 'register' },
  { event: 'people.keyAdded', kind: 'added', person: 'person', register: 'register' },
  { event: 'people.keyEnded', kind: 'ended', person: 'person', register: 'register' },
];

/** What notices are made from. */
export interface NoticesParts {
  readonly source: EntrySource;
  readonly events: readonly AnyEvent[];
  readonly rules: readonly NoticeRule[];
  readonly outbox: Outbox;
  /** Told after notices were queued. */
  readonly onQueued: () => void;
  readonly onFailure: (failure: unknown) => void;
}

/** Notices that follow a ledger. */
export interface Notices {
  /** Resolves when everything that was durable at the call has been read. */
  readonly caughtUp: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

const FOLLOWER = 'notices';
const BATCH_ENTRIES = 4_096;
/** A busy ledger is read once a second, not at every block: each reading ends in a sync. */
const FOLLOW_EVERY_MS = 1_000;
const RETRY_AFTER_MS = 30_000;

/**
 * Queues a notice for each event that a person should know of. How far the log was read is written
 * in the same SQL transaction as the notices, so a restart neither repeats nor loses one.
 */
export function followNotices(parts: NoticesParts): Notices {
  let running: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;
  const caughtUp = (): Promise<void> => {
    const reading = running.then(() => readNew(parts));
    running = reading.catch(() => undefined);
    return reading;
  };
  const later = (ms: number): void => {
    if (isStopped) return;
    timer ??= setTimeout(read, ms);
    timer.unref();
  };
  const read = (): void => {
    timer = undefined;
    caughtUp().catch((failure: unknown) => {
      parts.onFailure(failure);
      later(RETRY_AFTER_MS);
    });
  };
  const stopHearing = parts.source.onAppend(() => {
    later(FOLLOW_EVERY_MS);
  });
  read();
  return {
    caughtUp,
    stop: async () => {
      isStopped = true;
      stopHearing();
      clearTimeout(timer);
      await running;
    },
  };
}

async function readNew({ source, outbox, ...parts }: NoticesParts): Promise<void> {
  const { chain } = source;
  const size = source.size();
  let next = await outbox.position(FOLLOWER, chain);
  if (next > size) {
    // A ledger that was restored alone is shorter than what was read of it, and grows anew.
    next = size;
    await outbox.queueUpTo({ follower: FOLLOWER, chain, next }, []);
  }
  while (next < size) {
    const batch = await source.entries(next, Math.min(BATCH_ENTRIES, size - next));
    const notices = batch.flatMap((bytes) =>
      noticesOf(parts, expectOk(decodeLogEntry(bytes), 'notices: a durable entry decodes')),
    );
    next += batch.length;
    await outbox.queueUpTo({ follower: FOLLOWER, chain, next }, notices);
    if (notices.length > 0) parts.onQueued();
  }
}

type Mapping = Pick<NoticesParts, 'events' | 'rules'>;

function noticesOf({ events, rules }: Mapping, entry: LogEntry): readonly Notice[] {
  if (entry.type !== 'transaction') return [];
  return entry.outcome.events.flatMap(({ name, fields }) => {
    const told = rules.filter((one) => one.event === name);
    const definition = events.find((one) => one.fullName === name);
    if (told.length === 0 || definition === undefined) return [];
    const said = fieldsOf(definition.toJson(fields));
    return told.flatMap((rule) => noticeOf(rule, said) ?? []);
  });
}

function noticeOf(rule: NoticeRule, fields: EventFields): Notice | undefined {
  const person = fields[rule.person];
  const found = typeof rule.register === 'string' ? fields[rule.register] : rule.register(fields);
  const register = fromHex(typeof found === 'string' ? found : '-');
  if (typeof person !== 'number' || !register.ok) return undefined;
  return { register: register.value, person, kind: rule.kind };
}

function fieldsOf(json: Json): EventFields {
  return isFields(json) ? json : {};
}

function isFields(json: Json): json is EventFields {
  return typeof json === 'object' && !Array.isArray(json);
}
