import { equalBytes, utf8 } from '@madang/base';
import {
  checkEquivocation,
  EQUIVOCATION_MAGIC,
  type EquivocationVerdict,
} from '@madang/protocol/trust';
import type { Terminal, Words } from '../terminal.ts';
import type { Given } from './asked.ts';
import { policyFrom } from './given-policy.ts';

/** Whether a file begins like an equivocation. */
export function isEquivocation(head: Uint8Array): boolean {
  return equalBytes(head.subarray(0, EQUIVOCATION_MAGIC.length), utf8(EQUIVOCATION_MAGIC));
}

/** Says who signed two logs that cannot both be true. Returns the exit status. */
export async function verifyEquivocation(
  terminal: Terminal,
  file: Uint8Array,
  given: Given,
): Promise<number> {
  const policy = policyFrom(terminal, given);
  if (policy === undefined) return 2;
  const verdict = await checkEquivocation(policy, file);
  if (!verdict.ok) {
    const { code, message } = verdict.error;
    terminal.say(
      terminal.language === 'ko'
        ? `일치하지 않음: 이 파일은 아무것도 증명하지 못합니다 [${code}]`
        : `DOES NOT MATCH: the file proves nothing: ${message} [${code}]`,
    );
    return 1;
  }
  const isProof = verdict.value.signedBoth.length > 0;
  terminal.say((isProof ? convicting(verdict.value) : NOBODY)[terminal.language]);
  return isProof ? 0 : 1;
}

function convicting({ origin, sizes, signedBoth }: EquivocationVerdict): Words {
  const [first, second] = sizes;
  const who = (log: string): string =>
    signedBoth.map((name) => (name === origin ? log : name)).join(', ');
  const of = `${String(first)}, ${String(second)}`;
  return {
    en: `CHECKED: ${who('the ledger itself')} signed two histories of this ledger that cannot both be true (sizes ${of}).`,
    ko: `확인됨: ${who('원장 자체')} 이(가) 함께 참일 수 없는 두 역사에 모두 서명했습니다(크기 ${of}).`,
  };
}

const NOBODY: Words = {
  en: 'DOES NOT MATCH: nobody whom the policy names signed both checkpoints.',
  ko: '일치하지 않음: 신뢰 정책에 있는 누구도 두 확인점에 모두 서명하지 않았습니다.',
};
