import { toHex } from '@madang/base';
import { checkPromise } from '@madang/protocol';
import type { Terminal, Words } from '../terminal.ts';
import type { Given } from './asked.ts';
import { policyFrom } from './given-policy.ts';
import { showTime } from './print.ts';
import { checkParts } from './receipt.ts';

/** Checks a promise, and with a running ledger whether it was kept. Returns the exit status. */
export async function verifyPromise(
  terminal: Terminal,
  promise: Uint8Array,
  given: Given,
): Promise<number> {
  const say = (words: Words): void => {
    terminal.say(words[terminal.language]);
  };
  const policy = policyFrom(terminal, given);
  if (policy === undefined) return 2;
  const statement = await checkPromise(promise, policy);
  if (!statement.ok) {
    say({
      en: `DOES NOT MATCH: ${statement.error.message} [${statement.error.code}]`,
      ko: `일치하지 않음: 약속의 서명이나 원장이 맞지 않습니다 [${statement.error.code}]`,
    });
    return 1;
  }
  const { body, logBy } = statement.value;
  const by = { en: showTime(logBy, 'en'), ko: showTime(logBy, 'ko') };
  say({
    en: `A node of this ledger promised to log ${toHex(body)} by ${by.en}.`,
    ko: `이 원장의 노드가 ${toHex(body)} 거래를 ${by.ko}까지 기록하겠다고 약속했습니다.`,
  });
  return judge(say, toHex(body), logBy, given);
}

async function judge(
  say: (words: Words) => void,
  id: string,
  logBy: number,
  given: Given,
): Promise<number> {
  const { ledger } = given;
  if (ledger === undefined) {
    say({
      en: 'NOT CHECKED: whether it was kept (--at URL asks the ledger).',
      ko: '확인하지 못함: 약속이 지켜졌는지 묻지 않았습니다(--at 주소).',
    });
    return 2;
  }
  const receipt = await ledger.receipt(id);
  if (receipt.ok) {
    const { parts } = await checkParts(receipt.value, given);
    const proven = ['chain', 'place', 'institutions'].every((name) =>
      parts.some((part) => part.part === name && part.state === 'passed'),
    );
    say(
      proven
        ? {
            en: 'CHECKED: the promise was kept; the record is in the log.',
            ko: '확인됨: 약속이 지켜졌고 기록이 원장에 있습니다.',
          }
        : {
            en: 'DOES NOT MATCH: the ledger’s answer does not prove that the promise was kept.',
            ko: '일치하지 않음: 원장의 답이 약속이 지켜졌음을 증명하지 못합니다.',
          },
    );
    return proven ? 0 : 1;
  }
  const status = receipt.error.status === 404 ? await ledger.status() : undefined;
  if (status?.ok === true && status.value.lastBlockTime > logBy) {
    say({
      en: 'DOES NOT MATCH: the promise was broken; keep it and the log up to now as proof (madang-audit).',
      ko: '일치하지 않음: 약속이 깨졌습니다. 약속 파일과 지금까지의 원장이 증거입니다(madang-audit).',
    });
    return 1;
  }
  say({
    en: 'NOT CHECKED: the record is not there yet, and the promise is not due.',
    ko: '확인하지 못함: 아직 기록되지 않았고 약속한 시각도 지나지 않았습니다.',
  });
  return 2;
}
