import { existsSync } from 'node:fs';
import { equalBytes, fail, fromUtf8, ok, type Result, utf8 } from '@madang/base';
import { sha256, signerFrom } from '@madang/crypto';
import {
  isSameKey,
  MAX_POLICY_SIZE_BYTES,
  type NoteSignature,
  parsePolicy,
  printFingerprint,
} from '@madang/protocol';
import {
  MAX_POLICY_CHANGES_SIZE_BYTES,
  parsePolicyChanges,
  policyChangeText,
  signPolicyChange,
  writePolicyChange,
} from '@madang/protocol/trust';
import { type Arguments, type Command, DEFAULT_ADDRESS } from '../command.ts';
import { writeWhole } from '../data/found.ts';
import { readSigningKey } from '../data/key-file.ts';
import { readWhole } from '../files.ts';
import { installPolicy } from '../govern/install-policy.ts';
import { followInstitutions, type ReadPolicy } from '../govern/next-policy.ts';
import { type CommandError, commandError, type Terminal } from '../terminal.ts';
import { verifyPolicyChange } from '../verify/policy-change.ts';
import { sayRoot } from '../verify/root.ts';
import { givenLedger } from './given-folder.ts';

/** `madang policy`: signs the change of a trust policy, and checks who has signed it. */
export const policy: Command = {
  name: 'policy',
  operands: 'show|root|next|sign|check|install FILE',
  summary: {
    en: 'Shows a policy’s fingerprint, or the block it vouches for; writes, signs, checks and installs the next.',
    ko: '신뢰 정책의 지문이나 그 정책으로 믿을 블록을 보여 주고, 다음 정책을 쓰고, 서명하고, 확인하고, 적용합니다.',
  },
  options: [
    {
      name: 'old',
      value: 'POLICY',
      help: { en: 'the policy that holds until now', ko: '지금까지의 정책' },
    },
    { name: 'new', value: 'POLICY', help: { en: 'sign: the new one', ko: 'sign: 새 정책' } },
    {
      name: 'key',
      value: 'FILE',
      help: {
        en: 'sign: the key of a witness line of the old policy',
        ko: 'sign: 지금까지의 정책에 witness 로 적힌 키',
      },
    },
    {
      name: 'at',
      value: 'URL',
      help: {
        en: 'root, next: a node of the ledger, whose institutions count (http://localhost:7300)',
        ko: 'root, next: 기관 목록을 물어볼 원장 노드의 주소',
      },
    },
    {
      name: 'add',
      value: 'FILE',
      isRepeatable: true,
      help: {
        en: 'next: the application of an institution whose node signs as the log, too',
        ko: 'next: 노드 키를 더할 기관의 참여 신청서',
      },
    },
    {
      name: 'data',
      value: 'DIR',
      help: {
        en: 'install: data folder of the node (.madang)',
        ko: 'install: 노드의 데이터 폴더 (.madang)',
      },
    },
  ],
  count: { min: 2, max: 2 },
  run: runPolicy,
};

async function runPolicy(
  given: Arguments,
  terminal: Terminal,
): Promise<Result<number, CommandError>> {
  const [what, file = ''] = given.positionals;
  switch (what) {
    case 'show':
      return show(file, terminal);
    case 'root':
      return root(file, given, terminal);
    case 'next':
      return writeNext(file, given, terminal);
    case 'sign':
      return sign(file, given, terminal);
    case 'check':
      return check(file, given, terminal);
    case 'install':
      return install(file, given, terminal);
    default:
      return fail(
        commandError(
          'USAGE',
          'Usage: madang policy show POLICY, root POLICY, next FILE, sign FILE, check FILE or install FILE',
          '사용법: madang policy show 정책, root 정책, next 파일, sign 파일, check 파일, install 파일',
        ),
      );
  }
}

async function show(file: string, terminal: Terminal): Promise<Result<number, CommandError>> {
  const read = await readPolicy(file);
  if (!read.ok) return read;
  terminal.say(printFingerprint(sha256(utf8(read.value.text))));
  return ok(0);
}

/** Says from which block somebody can begin who believes this policy and nothing else. */
async function root(
  file: string,
  given: Arguments,
  terminal: Terminal,
): Promise<Result<number, CommandError>> {
  const read = await readPolicy(file);
  return read.ok ? sayRoot(terminal, given.value('at') ?? DEFAULT_ADDRESS, read.value.text) : read;
}

/** Writes the policy of the institutions that a ledger has now; the old ones have to sign it. */
async function writeNext(
  file: string,
  given: Arguments,
  terminal: Terminal,
): Promise<Result<number, CommandError>> {
  const old = await readNamed(given, 'old');
  if (!old.ok) return old;
  const next = await followInstitutions(old.value, {
    at: given.value('at') ?? DEFAULT_ADDRESS,
    applications: given.values('add'),
    language: terminal.language,
  });
  if (!next.ok) return next;
  writeWhole(file, next.value);
  terminal.say(printFingerprint(sha256(utf8(next.value))));
  return ok(0);
}

async function check(
  file: string,
  given: Arguments,
  terminal: Terminal,
): Promise<Result<number, CommandError>> {
  const old = await readNamed(given, 'old');
  if (!old.ok) return old;
  const bytes = await readWhole(file, MAX_POLICY_CHANGES_SIZE_BYTES);
  if (!bytes.ok) return bytes;
  return ok(await verifyPolicyChange(terminal, bytes.value, { policyText: old.value.text }));
}

/** Puts the new policy of a signed change into the folder of a node. */
async function install(
  file: string,
  given: Arguments,
  terminal: Terminal,
): Promise<Result<number, CommandError>> {
  const found = givenLedger(given);
  if (!found.ok) return found;
  const bytes = await readWhole(file, MAX_POLICY_CHANGES_SIZE_BYTES);
  if (!bytes.ok) return bytes;
  const installed = await installPolicy(found.value, bytes.value);
  if (!installed.ok) return installed;
  const { text, isNew } = installed.value;
  terminal.say(printFingerprint(sha256(utf8(text))));
  const words = isNew
    ? {
        en: 'The node goes by this policy when it is started again.',
        ko: '노드를 다시 시작하면 이 정책을 따릅니다.',
      }
    : { en: 'This policy is here already.', ko: '이미 적용된 정책입니다.' };
  terminal.say(words[terminal.language]);
  return ok(0);
}

/** Adds a signature to the file of a change, which is made if it is not there. */
async function sign(
  file: string,
  given: Arguments,
  terminal: Terminal,
): Promise<Result<number, CommandError>> {
  const old = await readNamed(given, 'old');
  if (!old.ok) return old;
  const next = await readNamed(given, 'new');
  if (!next.ok) return next;
  const keyFile = given.value('key');
  if (keyFile === undefined) return fail(needed('key'));
  const pair = readSigningKey(keyFile);
  if (!pair.ok) return pair;
  const witness = old.value.policy.witnesses.find(({ key }) =>
    equalBytes(key.key, pair.value.publicKey),
  );
  if (witness === undefined) return fail(notOfPolicy(keyFile));
  if (old.value.policy.origin !== next.value.policy.origin) return fail(otherLog());
  const text = policyChangeText(old.value.text, next.value.text);
  const before = existsSync(file) ? await readSignatures(file, text) : ok([]);
  if (!before.ok) return before;
  const line = await signPolicyChange(signerFrom(pair.value), witness.key, text);
  const others = before.value.filter((one) => !isSameKey(one, line));
  writeWhole(file, writePolicyChange(old.value.text, next.value.text, [...others, line]));
  terminal.say(
    terminal.language === 'ko'
      ? `${witness.name} 의 서명을 ${file} 에 넣었습니다(서명 ${String(others.length + 1)}개).`
      : `${file} has the signature of ${witness.name} (${String(others.length + 1)} in all).`,
  );
  return ok(0);
}

/** The signatures that a file already has, if it is of exactly this change. */
async function readSignatures(
  file: string,
  text: string,
): Promise<Result<readonly NoteSignature[], CommandError>> {
  const bytes = await readWhole(file, MAX_POLICY_CHANGES_SIZE_BYTES);
  if (!bytes.ok) return bytes;
  const steps = parsePolicyChanges(bytes.value);
  const [step, ...more] = steps.ok ? steps.value : [];
  if (step !== undefined && more.length === 0 && step.note.text === text) {
    return ok(step.note.signatures);
  }
  return fail(
    commandError(
      'POLICY_CHANGE_OTHER',
      `${file} is there already and is not of this change; it is left as it is.`,
      `${file} 파일이 이미 있고 이 변경의 것이 아니어서 그대로 두었습니다.`,
    ),
  );
}

async function readNamed(
  given: Arguments,
  name: 'old' | 'new',
): Promise<Result<ReadPolicy, CommandError>> {
  const file = given.value(name);
  return file === undefined ? fail(needed(name)) : readPolicy(file);
}

async function readPolicy(file: string): Promise<Result<ReadPolicy, CommandError>> {
  const bytes = await readWhole(file, MAX_POLICY_SIZE_BYTES);
  if (!bytes.ok) return bytes;
  const text = fromUtf8(bytes.value);
  const parsed = text.ok ? parsePolicy(text.value) : undefined;
  if (text.ok && parsed?.ok === true) return ok({ text: text.value, policy: parsed.value });
  const reason = parsed?.ok === false ? `: ${parsed.error.message}` : '.';
  return fail(
    commandError(
      'POLICY_NOT_VALID',
      `${file} is not a trust policy${reason}`,
      `${file} 파일은 신뢰 정책이 아닙니다.`,
    ),
  );
}

function needed(name: string): CommandError {
  return commandError('OPTION_NEEDED', `--${name} is needed here.`, `--${name} 옵션이 필요합니다.`);
}

function notOfPolicy(file: string): CommandError {
  return commandError(
    'KEY_NOT_IN_POLICY',
    `The key in ${file} is of no witness line of the old policy, so its signature would count for nothing.`,
    `${file} 의 키는 지금까지의 정책에 없어 서명해도 소용이 없습니다.`,
  );
}

function otherLog(): CommandError {
  return commandError(
    'POLICY_OF_ANOTHER',
    'The new policy is of another ledger than the old one.',
    '새 정책이 다른 원장의 것입니다.',
  );
}
