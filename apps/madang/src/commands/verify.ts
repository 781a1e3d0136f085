import { existsSync } from 'node:fs';
import { open } from 'node:fs/promises';
import path from 'node:path';
import { fail, fromUtf8, ok, type Result } from '@madang/base';
import {
  decodePromise,
  MAX_POLICY_SIZE_BYTES,
  MAX_RECEIPT_SIZE_BYTES,
  matterOf,
} from '@madang/protocol';
import { MAX_POLICY_CHANGES_SIZE_BYTES } from '@madang/protocol/trust';
import { ELECTION_MATTER } from '@madang/services/election/proof/index.ts';
import { DECISION_MATTER } from '@madang/services/vote/proof/index.ts';
import type { Arguments, Command } from '../command.ts';
import { hashFile, readWhole, unreadable } from '../files.ts';
import { originOf, remoteLedger } from '../remote.ts';
import { type CommandError, commandError, type Terminal } from '../terminal.ts';
import type { Given } from '../verify/asked.ts';
import { verifyDecision } from '../verify/decision.ts';
import { isDossier, verifyDossier } from '../verify/dossier.ts';
import { verifyElection } from '../verify/election.ts';
import { isEquivocation, verifyEquivocation } from '../verify/equivocation.ts';
import { isPolicyChange, verifyPolicyChange } from '../verify/policy-change.ts';
import { verifyPromise } from '../verify/promise.ts';
import { verifyReceipt } from '../verify/receipt.ts';

/** `madang verify`: exit status 0 checked, 1 does not match, 2 could not be checked. */
export const verify: Command = {
  name: 'verify',
  operands: 'FILE',
  summary: {
    en: 'Checks a receipt, a promise, a dossier, a proof of contradiction or a change of policy.',
    ko: '영수증, 약속, 서류 묶음, 모순의 증거, 정책의 변경을 확인합니다.',
  },
  options: [
    {
      name: 'policy',
      value: 'FILE',
      help: {
        en: 'trust policy (policy.txt beside FILE)',
        ko: '신뢰 정책 파일 (없으면 FILE 옆의 policy.txt)',
      },
    },
    {
      name: 'file',
      value: 'DOCUMENT',
      help: { en: 'the document to compare', ko: '비교할 서류 파일' },
    },
    {
      name: 'diff',
      value: 'EARLIER',
      help: {
        en: 'an earlier dossier of the same decision or election, which FILE has to continue',
        ko: 'FILE이 이어야 하는, 같은 결의나 선거의 앞선 결과철',
      },
    },
    {
      name: 'at',
      value: 'URL',
      help: {
        en: 'asks this ledger whether the record still stands, and who voted for the log',
        ko: '이 주소의 원장에 지금도 유효한지, 어느 기관이 투표했는지 묻습니다',
      },
    },
  ],
  count: { min: 1, max: 1 },
  usageStatus: 2,
  errorStatus: 2,
  run: verifyFile,
};

async function verifyFile(
  arguments_: Arguments,
  terminal: Terminal,
): Promise<Result<number, CommandError>> {
  const file = arguments_.positionals[0] ?? '';
  const given = await readGiven(file, arguments_, terminal);
  if (!given.ok) return given;
  // One byte more than a receipt may have is enough to see that it is none.
  const bytes = await readBeginning(file, MAX_RECEIPT_SIZE_BYTES + 1);
  if (!bytes.ok) return bytes;
  if (isDossier(bytes.value)) {
    const checker = dossierChecker(matterOf(bytes.value));
    if (checker !== verifyDossier || given.value.earlier === undefined)
      return checker(terminal, file, given.value);
  }
  if (given.value.earlier !== undefined) return fail(nothingToContinue(file));
  const whole = isPolicyChange(bytes.value)
    ? await readWhole(file, MAX_POLICY_CHANGES_SIZE_BYTES)
    : bytes;
  if (!whole.ok) return whole;
  return ok(await checkerOf(whole.value)(terminal, whole.value, given.value));
}

function nothingToContinue(file: string): CommandError {
  return commandError(
    'DOSSIER_NOT_VALID',
    `${file} is no dossier of a decision or an election, so it continues none.`,
    `${file} 파일은 결의나 선거의 결과철이 아니어서 앞선 것을 이을 수 없습니다.`,
  );
}

/** What checks a dossier of this matter. */
function dossierChecker(matter: string | undefined) {
  if (matter === DECISION_MATTER) return verifyDecision;
  return matter === ELECTION_MATTER ? verifyElection : verifyDossier;
}

/** What checks a file that begins like this. */
function checkerOf(bytes: Uint8Array) {
  if (isEquivocation(bytes)) return verifyEquivocation;
  if (isPolicyChange(bytes)) return verifyPolicyChange;
  return decodePromise(bytes).ok ? verifyPromise : verifyReceipt;
}

async function readGiven(
  file: string,
  arguments_: Arguments,
  terminal: Terminal,
): Promise<Result<Given, CommandError>> {
  const policyText = await readPolicy(file, arguments_.value('policy'));
  if (!policyText.ok) return policyText;
  const policy = policyText.value === undefined ? {} : { policyText: policyText.value };
  const compared = arguments_.value('file');
  const digest = compared === undefined ? undefined : await hashFile(compared);
  if (digest?.ok === false) return digest;
  const earlier = arguments_.value('diff');
  const asked = askedAt(arguments_.value('at'), policyText.value, terminal);
  if (!asked.ok) return asked;
  return ok({
    ...asked.value,
    ...policy,
    ...(earlier === undefined ? {} : { earlier }),
    ...(digest === undefined ? {} : { fileDigest: digest.value }),
  });
}

/** Whom to ask; nobody where no address was given, and nothing about votes without a policy. */
function askedAt(
  url: string | undefined,
  policyText: string | undefined,
  { language }: Terminal,
): Result<Pick<Given, 'ledger' | 'consensus'>, CommandError> {
  if (url === undefined) return ok({});
  const ledger = remoteLedger(url, language, policyText);
  if (!ledger.ok) return ledger;
  const baseUrl = originOf(url);
  return ok({
    ledger: ledger.value,
    ...(baseUrl === undefined || policyText === undefined
      ? {}
      : { consensus: { baseUrl, policyText, language: () => language } }),
  });
}

async function readPolicy(
  file: string,
  named: string | undefined,
): Promise<Result<string | undefined, CommandError>> {
  const beside = path.join(path.dirname(file), 'policy.txt');
  const place = named ?? (existsSync(beside) ? beside : undefined);
  if (place === undefined) return ok(undefined);
  const bytes = await readWhole(place, MAX_POLICY_SIZE_BYTES);
  if (!bytes.ok) return bytes;
  const text = fromUtf8(bytes.value);
  if (text.ok) return text;
  return fail(
    commandError('POLICY_NOT_VALID', `${place} is not a text.`, `${place} 파일은 글이 아닙니다.`),
  );
}

/** The first bytes of a file, at most `maxSizeBytes`. */
async function readBeginning(
  file: string,
  maxSizeBytes: number,
): Promise<Result<Uint8Array, CommandError>> {
  try {
    const handle = await open(file);
    try {
      const { buffer, bytesRead } = await handle.read(new Uint8Array(maxSizeBytes));
      return ok(buffer.subarray(0, bytesRead));
    } finally {
      await handle.close();
    }
  } catch (thrown) {
    return fail(unreadable(file, thrown));
  }
}
