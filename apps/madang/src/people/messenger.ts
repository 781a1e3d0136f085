import { ok, type Result } from '@madang/base';

/** Why a message could not be handed over. */
export interface MessengerError {
  readonly code: 'MESSENGER_FAILED';
}

/** What brings a text to a telephone number. It answers within a time of its own. */
export interface Messenger {
  readonly send: (number: string, text: string) => Promise<Result<void, MessengerError>>;
}

/** A message that the demo kept in place of sending it. Time in ms. */
export interface KeptMessage {
  readonly number: string;
  readonly text: string;
  readonly sentAt: number;
}

/** The stand-in for a gateway to telephones: nothing leaves this machine. */
export interface DemoMessenger extends Messenger {
  /** The last messages, newest first. */
  readonly messages: () => readonly KeptMessage[];
}

/** Messages that are kept. */
const KEPT = 50;

/**
 * Keeps the last messages in memory for the page that plays a telephone. There is no gateway to
 * real telephones in this repository; whoever has one implements {@link Messenger}.
 */
export function demoMessenger(now: () => number): DemoMessenger {
  let kept: readonly KeptMessage[] = [];
  return {
    send: (number, text) => {
      kept = [{ number, text, sentAt: now() }, ...kept].slice(0, KEPT);
      return Promise.resolve(ok(undefined));
    },
    messages: () => kept,
  };
}
