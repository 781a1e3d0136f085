import { type Policy, parsePolicy } from '@madang/protocol';
import type { Terminal, Words } from '../terminal.ts';
import type { Given } from './asked.ts';

/** The policy that was given; where there is none that can be read, says so and gives nothing. */
export function policyFrom(terminal: Terminal, { policyText }: Given): Policy | undefined {
  if (policyText === undefined) {
    terminal.say(NO_POLICY[terminal.language]);
    return undefined;
  }
  const policy = parsePolicy(policyText);
  if (policy.ok) return policy.value;
  const { message, code } = policy.error;
  terminal.say(
    terminal.language === 'ko'
      ? `확인하지 못함: 신뢰 정책을 읽을 수 없습니다(${code}).`
      : `NOT CHECKED: ${message}`,
  );
  return undefined;
}

const NO_POLICY: Words = {
  en: 'NOT CHECKED: no trust policy was given (--policy FILE).',
  ko: '확인하지 못함: 신뢰 정책이 없습니다(--policy 파일).',
};
