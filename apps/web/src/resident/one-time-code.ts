import type { ClientError } from '@madang/client';
import { useEffect, useRef, useState } from 'preact/hooks';
import { useResidentRoom } from './context.ts';
import { identify, numberIn } from './identify.ts';
import type { Mine, OpenedLink } from './link.ts';

/** What is wrong with a code, for a page to say it. */
export type CodeTrouble =
  | { kind: 'wrong'; left: number }
  | { kind: 'too-many'; minutes: number }
  | { kind: 'ended' | 'not-sent' | 'missing' | 'no-store' | 'used' | 'problem' };

/** A code that is asked for, and how far it is. */
export type CodeState = {
  digits: string;
  sending: boolean;
  checking: boolean;
  /** When it ends, ms by the ledger's clock; absent before one was sent. */
  expiresAt?: number;
  trouble?: CodeTrouble;
};

const codeLength = 6;
const minuteMs = 60_000;

/** When the code of a link ends: kept while the page lives, so that going back sends no other. */
const sentFor = new Map<string, number>();

function troubleOf(error: ClientError): CodeTrouble {
  if (error.code !== 'api.CODES_TOO_MANY') {
    return { kind: error.code === 'api.CODE_ENDED' ? 'ended' : 'not-sent' };
  }
  const seconds = numberIn(error.context, 'seconds') ?? 0;
  return { kind: 'too-many', minutes: Math.max(1, Math.ceil((seconds * 1000) / minuteMs)) };
}

/** The digits in what was typed or pasted. */
export function digitsIn(typed: string): string {
  return typed.replace(/\D/g, '').slice(0, codeLength);
}

/** Everything that a one-time code needs: it is sent, prolonged, sent again, and tried. */
export function useOneTimeCode(link: OpenedLink, onMine: (mine: Mine) => void) {
  const room = useResidentRoom();
  const [state, setState] = useState<CodeState>({ digits: '', sending: false, checking: false });
  const change = (part: Partial<CodeState>) => setState((before) => ({ ...before, ...part }));
  const settle = (expiresAt: number) => {
    sentFor.set(link.token, expiresAt);
    setState(({ trouble: _, ...before }) => ({ ...before, sending: false, expiresAt }));
  };
  const send = async () => {
    setState(({ trouble: _, ...before }) => ({ ...before, digits: '', sending: true }));
    const answer = await room.client.sendCode(link.token);
    if (answer.ok) settle(answer.value.expiresAt);
    else change({ sending: false, trouble: troubleOf(answer.error) });
  };
  const extend = async () => {
    const answer = await room.client.extendCode(link.token);
    if (answer.ok) settle(answer.value.expiresAt);
    else change({ trouble: troubleOf(answer.error) });
  };
  const isNeeded = link.mine === undefined;
  useEffect(() => {
    if (!isNeeded) return;
    const before = sentFor.get(link.token);
    if (before !== undefined && before > room.now()) change({ expiresAt: before });
    else void send();
  }, []);
  const trying = useRef<Promise<Mine | undefined>>(undefined);
  const check = async (digits: string): Promise<Mine | undefined> => {
    setState(({ trouble: _, ...before }) => ({ ...before, checking: true }));
    const came = await identify(room, link, digits);
    change({ checking: false });
    if (came.state === 'identified') {
      sentFor.delete(link.token);
      onMine(came.mine);
      return came.mine;
    }
    if (came.state === 'wrong') change({ trouble: { kind: 'wrong', left: came.left } });
    else change({ trouble: { kind: came.state } });
    return undefined;
  };
  const type = (typed: string) => {
    const digits = digitsIn(typed);
    setState(({ trouble: _, ...before }) => ({ ...before, digits }));
    const isNew = digits !== state.digits && !state.checking;
    if (digits.length === codeLength && isNew) trying.current = check(digits);
  };
  /** Who came with the code that is in the box; says what is missing if it is not whole. */
  const finish = async (): Promise<Mine | undefined> => {
    if (state.checking) return trying.current;
    if (state.digits.length === codeLength) return check(state.digits);
    change({ trouble: { kind: 'missing' } });
    return undefined;
  };
  return { state, send, extend, type, finish };
}
