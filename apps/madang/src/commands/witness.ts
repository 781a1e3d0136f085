import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type Listening, listenWith } from '@madang/api';
import { fail, fromUtf8, ok, type Result, toHex, utf8 } from '@madang/base';
import { sha256 } from '@madang/crypto';
import { lockFolder } from '@madang/node';
import {
  MAX_POLICY_SIZE_BYTES,
  type Policy,
  parsePolicy,
  printVerifierKey,
} from '@madang/protocol';
import type { Arguments, Command } from '../command.ts';
import { writeWhole } from '../data/found.ts';
import { readWhole } from '../files.ts';
import { listenFailure, listenFor } from '../server/listening.ts';
import { nodeFailure } from '../server/open-city.ts';
import { type CommandError, commandError, type Terminal } from '../terminal.ts';
import { openCosigned } from '../witness/cosigned.ts';
import { witnessListener } from '../witness/serve-witness.ts';
import { createWitness } from '../witness/witness.ts';
import {
  foundWitness,
  readWitness,
  type WitnessLayout,
  type WitnessSettings,
  watchLogs,
  witnessLayout,
} from '../witness/witness-folder.ts';
import { portOf } from './port.ts';

const DEFAULT_FOLDER = '.madang-witness';
const DEFAULT_PORT = 7390;

/** `madang witness`: cosigns the checkpoints of logs that only grow; runs no ledger. */
export const witness: Command = {
  name: 'witness',
  operands: '[init|watch|show]',
  summary: {
    en: 'Cosigns the checkpoints of a ledger that others run, if they only ever grow.',
    ko: '다른 기관이 운영하는 원장이 이어지기만 하는지 보고 확인점에 함께 서명합니다.',
  },
  options: [
    {
      name: 'data',
      value: 'DIR',
      help: {
        en: `folder of the witness (${DEFAULT_FOLDER})`,
        ko: `증인의 폴더 (${DEFAULT_FOLDER})`,
      },
    },
    {
      name: 'name',
      value: 'NAME',
      help: {
        en: 'init: the name in policies, such as witness.example/1',
        ko: 'init: 신뢰 정책에 적힐 이름, 예: witness.example/1',
      },
    },
    {
      name: 'policy',
      value: 'FILE',
      help: {
        en: 'init, watch: a policy whose log is watched',
        ko: 'init, watch: 지켜볼 원장의 신뢰 정책',
      },
    },
    {
      name: 'port',
      value: 'PORT',
      help: { en: `port (${String(DEFAULT_PORT)})`, ko: `포트 (${String(DEFAULT_PORT)})` },
    },
    {
      name: 'cert',
      value: 'FILE',
      help: {
        en: 'serves other machines too, over HTTPS with this certificate (PEM)',
        ko: '이 인증서(PEM)로 다른 컴퓨터에서도 HTTPS로 접속할 수 있게 합니다',
      },
    },
    {
      name: 'cert-key',
      value: 'FILE',
      help: { en: 'the key of the certificate (PEM)', ko: '인증서의 키(PEM)' },
    },
  ],
  count: { min: 0, max: 1 },
  run: runWitness,
};

async function runWitness(
  given: Arguments,
  terminal: Terminal,
): Promise<Result<number, CommandError>> {
  const layout = witnessLayout(path.resolve(given.value('data') ?? DEFAULT_FOLDER));
  switch (given.positionals[0]) {
    case undefined:
      return serve(layout, given, terminal);
    case 'init':
      return init(layout, given, terminal);
    case 'watch':
      return watch(layout, given, terminal);
    case 'show':
      return show(layout, terminal);
    default:
      return fail(
        commandError(
          'USAGE',
          'Usage: madang witness, or madang witness init, watch or show',
          '사용법: madang witness, 또는 madang witness init, watch, show',
        ),
      );
  }
}

async function init(
  layout: WitnessLayout,
  given: Arguments,
  terminal: Terminal,
): Promise<Result<number, CommandError>> {
  const name = given.value('name');
  if (name === undefined) {
    return fail(
      commandError(
        'WITNESS_NAME_NEEDED',
        'A witness needs a name: --name witness.example/1.',
        '증인에게는 이름이 필요합니다: --name witness.example/1',
      ),
    );
  }
  const policy = given.value('policy');
  const read = policy === undefined ? ok(undefined) : await readPolicyFile(policy);
  if (!read.ok) return read;
  const made = foundWitness(layout, name);
  if (!made.ok) return made;
  const watched = read.value === undefined ? ok([]) : watchLogs(layout, read.value);
  return watched.ok ? show(layout, terminal) : watched;
}

async function watch(
  layout: WitnessLayout,
  given: Arguments,
  terminal: Terminal,
): Promise<Result<number, CommandError>> {
  const file = given.value('policy');
  if (file === undefined) {
    return fail(
      commandError(
        'POLICY_NEEDED',
        'Name the policy of the ledger: --policy FILE.',
        '원장의 신뢰 정책을 지정하십시오: --policy 파일',
      ),
    );
  }
  const policy = await readPolicyFile(file);
  if (!policy.ok) return policy;
  const watched = watchLogs(layout, policy.value);
  return watched.ok ? show(layout, terminal) : watched;
}

/** Prints the line that a policy needs, and the logs that are watched. */
function show(layout: WitnessLayout, terminal: Terminal): Result<number, CommandError> {
  const settings = readWitness(layout);
  if (!settings.ok) return settings;
  const { verifierKey, logs } = settings.value;
  terminal.say(`key      ${printVerifierKey(verifierKey)}`);
  for (const origin of originsOf(settings.value)) {
    const count = logs.filter(({ name }) => name === origin).length;
    terminal.say(`watches  ${origin} (${String(count)})`);
  }
  return ok(0);
}

function originsOf({ logs }: WitnessSettings): readonly string[] {
  return [...new Set(logs.map(({ name }) => name))];
}

async function readPolicyFile(file: string): Promise<Result<Policy, CommandError>> {
  const bytes = await readWhole(file, MAX_POLICY_SIZE_BYTES);
  if (!bytes.ok) return bytes;
  const text = fromUtf8(bytes.value);
  const policy = text.ok ? parsePolicy(text.value) : undefined;
  if (policy?.ok === true) return policy;
  const reason = policy === undefined ? '' : `: ${policy.error.message}`;
  return fail(
    commandError(
      policy?.error.code ?? 'POLICY_NOT_VALID',
      `${file} is not a trust policy${reason}`,
      `${file} 파일은 신뢰 정책이 아닙니다.`,
    ),
  );
}

async function serve(
  layout: WitnessLayout,
  given: Arguments,
  terminal: Terminal,
): Promise<Result<number, CommandError>> {
  const port = portOf(given.value('port'), DEFAULT_PORT);
  if (!port.ok) return port;
  const tls = await readTls(given);
  if (!tls.ok) return tls;
  const settings = readWitness(layout);
  if (!settings.ok) return settings;
  const lock = lockFolder(layout.folder);
  if (!lock.ok) return fail(nodeFailure(lock.error));
  try {
    const listening = await open(layout, settings.value, {
      port: port.value,
      tls: tls.value,
      terminal,
    });
    if (!listening.ok) return listening;
    await stopped();
    await listening.value.close();
    return ok(0);
  } finally {
    lock.value.release();
  }
}

interface Serving {
  readonly port: number;
  readonly tls: { readonly key: string; readonly cert: string } | undefined;
  readonly terminal: Terminal;
}

async function open(
  layout: WitnessLayout,
  settings: WitnessSettings,
  { port, tls, terminal }: Serving,
): Promise<Result<Listening, CommandError>> {
  const cosigned = openCosigned(layout.cosigned, settings.verifierKey);
  // What cannot be read is told now, and not to a log that asks.
  for (const origin of originsOf(settings)) {
    const newest = await cosigned.newest(origin);
    if (!newest.ok) return newest;
  }
  const onEquivocation = equivocationKeeper(layout, terminal);
  const witness = createWitness({ settings, cosigned, now: Date.now, onEquivocation });
  const note = (noted: object): void => {
    terminal.note(JSON.stringify(noted));
  };
  const listener = witnessListener({ witness, cosigned, note });
  const listening = await listenFor(tls !== undefined, (hosts) =>
    listenWith({ hosts, port, ...(tls === undefined ? {} : { tls }) }, listener),
  );
  if (!listening.ok) return fail(listenFailure(listening.error));
  const { name } = settings.verifierKey;
  const scheme = tls === undefined ? 'http' : 'https';
  const address = `${scheme}://localhost:${String(listening.value.port)}`;
  const count = String(originsOf(settings).length);
  terminal.say(
    terminal.language === 'ko'
      ? `증인 ${name} 이(가) 원장 ${count}개를 지켜봅니다: ${address} (Ctrl-C 로 멈춤)`
      : `Witness ${name} watches ${count} logs at ${address} (Ctrl-C stops it)`,
  );
  return listening;
}

/** Most proofs that are kept; the first ones say enough. */
const EQUIVOCATIONS_MAX = 100;

/** Keeps each proof under its hash, once, and says so. */
function equivocationKeeper(layout: WitnessLayout, terminal: Terminal): (text: string) => void {
  let kept = 0;
  return (text) => {
    const file = path.join(layout.equivocations, `${toHex(sha256(utf8(text)))}.txt`);
    if (kept >= EQUIVOCATIONS_MAX || existsSync(file)) return;
    kept += 1;
    mkdirSync(layout.equivocations, { recursive: true, mode: 0o700 });
    writeWhole(file, text);
    terminal.note(
      terminal.language === 'ko'
        ? `원장이 서로 어긋나는 두 확인점에 서명했습니다. 증거: ${file}`
        : `The log signed two checkpoints that contradict each other. Proof: ${file}`,
    );
  };
}

async function readTls(given: Arguments): Promise<Result<Serving['tls'], CommandError>> {
  const [cert, key] = [given.value('cert'), given.value('cert-key')];
  if (cert === undefined && key === undefined) return ok(undefined);
  if (cert === undefined || key === undefined) {
    return fail(
      commandError(
        'CERTIFICATE_NEEDED',
        'HTTPS needs both --cert and --cert-key.',
        'HTTPS에는 --cert 와 --cert-key 가 모두 필요합니다.',
      ),
    );
  }
  for (const file of [cert, key]) {
    const read = await readWhole(file, MAX_POLICY_SIZE_BYTES);
    if (!read.ok) return read;
  }
  return ok({ cert: readFileSync(cert, 'utf8'), key: readFileSync(key, 'utf8') });
}

function stopped(): Promise<void> {
  return new Promise((resolve) => {
    const stop = (): void => {
      process.off('SIGINT', stop);
      process.off('SIGTERM', stop);
      resolve();
    };
    process.on('SIGINT', stop);
    process.on('SIGTERM', stop);
  });
}
