import { equalBytes, utf8 } from '@madang/base';
import { sha256 } from '@madang/crypto';
import { type ProtocolError, printFingerprint } from '@madang/protocol';
import { checkPolicyChanges, POLICY_CHANGE_MAGIC } from '@madang/protocol/trust';
import type { Terminal } from '../terminal.ts';
import type { Given } from './asked.ts';
import { policyFrom } from './given-policy.ts';

/** Whether a file begins like a change of a policy. */
export function isPolicyChange(head: Uint8Array): boolean {
  return equalBytes(head.subarray(0, POLICY_CHANGE_MAGIC.length), utf8(POLICY_CHANGE_MAGIC));
}

/** Says to which policy a file leads from the one that is believed. Returns the exit status. */
export async function verifyPolicyChange(
  terminal: Terminal,
  file: Uint8Array,
  given: Given,
): Promise<number> {
  const policy = policyFrom(terminal, given);
  if (policy === undefined) return 2;
  const chain = await checkPolicyChanges(given.policyText ?? '', file);
  if (!chain.ok) return sayWhyNot(terminal, chain.error);
  const { steps, policyText } = chain.value;
  const isKorean = terminal.language === 'ko';
  for (const { from, signers } of steps) {
    const names = signers.join(', ');
    terminal.say(
      isKorean
        ? `${from.slice(0, 8)}… 정책의 변경에 서명한 기관: ${names}`
        : `The change of policy ${from.slice(0, 8)}… is signed by ${names}.`,
    );
  }
  const fingerprint = printFingerprint(sha256(utf8(policyText)));
  terminal.say(
    isKorean
      ? `확인됨: 이제 믿을 정책의 지문은 ${fingerprint} 입니다.`
      : `CHECKED: the policy to believe now has the fingerprint ${fingerprint}`,
  );
  return 0;
}

function sayWhyNot(terminal: Terminal, { code, message }: ProtocolError): number {
  const isMissing = code === 'POLICY_CHANGE_TOO_FEW';
  if (terminal.language === 'ko') {
    terminal.say(
      isMissing
        ? `확인하지 못함: 변경에 서명한 기관이 정책이 정한 수보다 적습니다 [${code}]`
        : `일치하지 않음: 이 정책에서 이어지는 올바른 변경이 아닙니다 [${code}]`,
    );
  } else {
    terminal.say(`${isMissing ? 'NOT CHECKED' : 'DOES NOT MATCH'}: ${message} [${code}]`);
  }
  return isMissing ? 2 : 1;
}
