import { fail, ok, type Result, toHex } from '@madang/base';
import { proveRoot } from '@madang/client/consensus';
import { notAnAddress, originOf } from '../remote.ts';
import { type CommandError, commandError, type Terminal } from '../terminal.ts';
import { groundSentence } from './decided.ts';
import { showTime } from './print.ts';

/**
 * Prints the newest block of a ledger for which the institutions of a policy vouch, as `stateSync`
 * of `network.json` wants it, and on what the trust in it rests.
 */
export async function sayRoot(
  terminal: Terminal,
  url: string,
  policyText: string,
): Promise<Result<number, CommandError>> {
  const baseUrl = originOf(url);
  if (baseUrl === undefined) return fail(notAnAddress(url));
  const { language } = terminal;
  const root = await proveRoot({ baseUrl, policyText, language: () => language });
  if (!root.ok) {
    const { code, message } = root.error;
    return fail(
      commandError(
        code,
        `No block was found that this policy vouches for: ${message}`,
        `이 정책으로 믿을 수 있는 블록을 찾지 못했습니다: ${message}`,
      ),
    );
  }
  const { facts, ground, institutions } = root.value;
  const ids = institutions.map(({ id }) => id).join(', ');
  const at = showTime(facts.timeMs, language);
  const height = String(facts.height);
  terminal.say(
    language === 'ko'
      ? `블록 ${height}(${at}). 그다음 블록에 투표할 기관: ${ids}.`
      : `Block ${height} of ${at}; on the one after it vote: ${ids}.`,
  );
  terminal.say(`"trustHeight": ${height},`);
  terminal.say(`"trustHash": "${toHex(facts.blockHash).toUpperCase()}"`);
  terminal.say(groundSentence(ground)[language]);
  return ok(0);
}
