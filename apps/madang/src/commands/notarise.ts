import { existsSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fail, ok, type Result } from '@madang/base';
import type { SentAnswer } from '@madang/client';
import { type KeyPair, keyPairFromSeed, randomBytes, signerFrom } from '@madang/crypto';
import { buildBatch } from '@madang/services/document/proof/index.ts';
import { type Arguments, type Command, DEFAULT_ADDRESS } from '../command.ts';
import { createKeyFile, readSigningKey } from '../data/key-file.ts';
import { hashFiles, listFiles } from '../notarise/collect.ts';
import {
  type NamedOpening,
  type PendingAct,
  readPending,
  savePending,
} from '../notarise/pending.ts';
import { type Written, writeDossier, writeReceipts } from '../notarise/write-receipts.ts';
import { fromClient, type RemoteLedger, remoteLedger } from '../remote.ts';
import { type CommandError, commandError, type Terminal } from '../terminal.ts';

/** Above so many files a dossier is easier to keep than receipts. */
const MAX_SINGLE_RECEIPTS = 100;

/** `madang notarise`: puts files on record by one act; the files themselves stay where they are. */
export const notarise: Command = {
  name: 'notarise',
  operands: 'PATH...',
  summary: {
    en: 'Puts files on record by one act, and writes their receipts. No file leaves this machine.',
    ko: '파일들을 한 번에 기록으로 남기고 영수증을 만듭니다. 파일은 이 컴퓨터를 떠나지 않습니다.',
  },
  options: [
    {
      name: 'at',
      value: 'URL',
      help: { en: `the ledger (${DEFAULT_ADDRESS})`, ko: `원장 주소 (${DEFAULT_ADDRESS})` },
    },
    {
      name: 'as',
      value: 'INSTITUTION',
      help: {
        en: 'acts for this institution; --key must hold its role document.issuer',
        ko: '이 기관의 이름으로 남깁니다. --key 의 키에 document.issuer 역할이 있어야 합니다',
      },
    },
    {
      name: 'key',
      value: 'FILE',
      help: {
        en: 'signing key (a new one beside the receipts)',
        ko: '서명 키 파일 (없으면 영수증 옆에 새로 만듭니다)',
      },
    },
    {
      name: 'out',
      value: 'DIR',
      help: { en: 'folder for receipts (receipts)', ko: '영수증을 둘 폴더 (receipts)' },
    },
    {
      name: 'dossier',
      help: {
        en: `one dossier instead of single receipts (always above ${String(MAX_SINGLE_RECEIPTS)} files)`,
        ko: `영수증 대신 묶음 파일 하나로 (${String(MAX_SINGLE_RECEIPTS)}개가 넘으면 항상)`,
      },
    },
    {
      name: 'resume',
      value: 'FILE',
      help: {
        en: 'goes on with an act that was signed but not answered (FILE.pending)',
        ko: '서명했지만 답을 받지 못한 작업(.pending 파일)을 이어서 합니다',
      },
    },
  ],
  count: { min: 0, max: Number.MAX_SAFE_INTEGER },
  run: runNotarise,
};

async function runNotarise(
  given: Arguments,
  terminal: Terminal,
): Promise<Result<number, CommandError>> {
  const ledger = remoteLedger(given.value('at') ?? DEFAULT_ADDRESS, terminal.language);
  if (!ledger.ok) return ledger;
  const folder = path.resolve(given.value('out') ?? 'receipts');
  const resumed = given.value('resume');
  const file =
    resumed === undefined
      ? await signAct({ given, terminal, ledger: ledger.value, folder })
      : ok(resumed);
  if (!file.ok) return file;
  const pending = await readPending(file.value);
  if (!pending.ok) return pending;
  const isDossier = given.has('dossier') || pending.value.openings.length > MAX_SINGLE_RECEIPTS;
  const finished = await finish(
    { terminal, ledger: ledger.value, folder, isDossier },
    pending.value,
  );
  if (finished.ok) rmSync(file.value);
  else terminal.note(resumeHint(terminal, file.value));
  return finished;
}

interface Signing {
  readonly given: Arguments;
  readonly terminal: Terminal;
  readonly ledger: RemoteLedger;
  readonly folder: string;
}

/**
 * Hashes, commits and signs; everything is in a file before anything is sent. Returns that file.
 */
async function signAct({
  given,
  terminal,
  ledger,
  folder,
}: Signing): Promise<Result<string, CommandError>> {
  const files = listFiles(given.positionals);
  if (!files.ok) return files;
  mkdirSync(folder, { recursive: true });
  const key = keyOf(given, terminal, folder);
  if (!key.ok) return key;
  const hashed = await hashFiles(files.value, terminal);
  if (!hashed.ok) return hashed;
  const salts = hashed.value.map(() => randomBytes(32));
  const digests = hashed.value.map((file) => file.digest);
  const { root, count, paths } = buildBatch(digests, salts);
  const as = given.value('as');
  const payload = { kind: 'file' as const, root, count, ...(as === undefined ? {} : { as }) };
  const prepared = await ledger.act('document.notarise', payload, [signerFrom(key.value)]);
  if (!prepared.ok) return fail(fromClient(prepared.error));
  const openings = hashed.value.map(({ name, digest }, leaf): NamedOpening => {
    const [salt = new Uint8Array(), proof = new Uint8Array()] = [salts[leaf], paths[leaf]];
    return { name, opening: { leaf, salt, path: proof, digest } };
  });
  const file = path.join(folder, `${prepared.value.number.replaceAll(' ', '-')}.pending`);
  savePending(file, prepared.value, openings);
  return ok(file);
}

/**
 * The signer's key; a new one stays beside the receipts, for it is what can end the record later.
 */
function keyOf(
  given: Arguments,
  terminal: Terminal,
  folder: string,
): Result<KeyPair, CommandError> {
  const named = given.value('key');
  if (named !== undefined) return readSigningKey(named);
  if (given.has('as')) {
    return fail(
      commandError(
        'KEY_NEEDED',
        'Whoever acts for an institution names the key with --key.',
        '기관의 이름으로 남기려면 --key 로 키를 지정해야 합니다.',
      ),
    );
  }
  const file = path.join(folder, 'owner.key');
  if (existsSync(file)) return readSigningKey(file);
  const seed = createKeyFile(file, 'ed25519');
  if (!seed.ok) return seed;
  terminal.note(
    terminal.language === 'ko'
      ? `새 키를 만들었습니다: ${file} (나중에 철회하려면 필요합니다)`
      : `A new key was made: ${file} (it is needed to revoke the record later)`,
  );
  return ok(keyPairFromSeed(seed.value));
}

interface Finishing {
  readonly terminal: Terminal;
  readonly ledger: RemoteLedger;
  readonly folder: string;
  readonly isDossier: boolean;
}

async function finish(
  { terminal, ledger, folder, isDossier }: Finishing,
  pending: PendingAct,
): Promise<Result<number, CommandError>> {
  const sent = await ledger.send(pending, {
    onWait: (_, reason) => {
      terminal.draw(reason.message);
    },
  });
  if (!sent.ok) return fail(fromClient(sent.error));
  if (sent.value.outcome.code !== 0) return fail(refusedOnRecord(sent.value));
  const policy = await ledger.policy();
  if (!policy.ok) return fail(fromClient(policy.error));
  const { number, id, chain, openings } = pending;
  const policyText = policy.value.pinned.text;
  const written: Written = { folder, number, id, chain, openings, policyText };
  const files = isDossier
    ? await writeDossier(ledger, written)
    : await writeReceipts(ledger, written);
  if (!files.ok) return files;
  const paths = typeof files.value === 'string' ? [files.value] : files.value;
  terminal.say(
    terminal.language === 'ko'
      ? `파일 ${String(openings.length)}개를 ${String(sent.value.record)}번 기록에 남겼습니다. 영수증 번호 ${number}`
      : `${String(openings.length)} files are on record ${String(sent.value.record)}, receipt number ${number}`,
  );
  for (const file of paths) terminal.say(file);
  return ok(0);
}

function refusedOnRecord({ outcome, record }: SentAnswer): CommandError {
  const text = `${outcome.message ?? ''} (${String(record)})`;
  return commandError(outcome.name ?? String(outcome.code), text, text);
}

function resumeHint({ language }: Terminal, file: string): string {
  return language === 'ko'
    ? `작업은 ${file} 에 남아 있습니다. --resume 로 이어서 할 수 있습니다.`
    : `The act is kept in ${file}; go on with --resume.`;
}
