import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { fail, ok, parseJson, type Result, utf8 } from '@madang/base';
import { sha256 } from '@madang/crypto';
import { printFingerprint } from '@madang/protocol';
import { type Assembly, assemble } from '../ceremony/assembly.ts';
import {
  contributionName,
  readAssembly,
  readContributions,
  writeAssembly,
} from '../ceremony/assembly-folder.ts';
import {
  type CeremonySignature,
  type Contribution,
  ceremonySignature,
  contribution,
  readForm,
  type Statement,
  statement,
  textOf,
} from '../ceremony/forms.ts';
import { install, signatureName } from '../ceremony/install.ts';
import { makeContribution, ownFile, ownIn, secretName } from '../ceremony/own-contribution.ts';
import { checkSignatures, signAssembly } from '../ceremony/signatures.ts';
import type { Arguments, Command } from '../command.ts';
import { mustHaveNoLedger } from '../data/city.ts';
import { writeWhole } from '../data/found.ts';
import { type Layout, secretFile } from '../data/layout.ts';
import { openSigner } from '../data/open-signer.ts';
import { APPLICANT_OPTION_AT, typedApplicant } from '../govern/applicant.ts';
import { isHost } from '../network/settings.ts';
import { type CommandError, commandError, type Terminal } from '../terminal.ts';
import { mustBeNew } from './backup.ts';
import { ceremonyOptions } from './ceremony-options.ts';
import { givenLayout } from './given-folder.ts';

/** `madang ceremony`: institutions that share no secret begin a ledger together. */
export const ceremony: Command = {
  name: 'ceremony',
  operands: 'join | assemble FILE... | check DIR | sign DIR | finish DIR SIGNATURE...',
  summary: {
    en: 'Begins a ledger of several institutions, none of which sees a secret of another.',
    ko: '서로 비밀을 나누지 않는 여러 기관이 함께 원장을 시작합니다.',
  },
  options: ceremonyOptions,
  count: { min: 1, max: 1 + 64 },
  run: runCeremony,
};

/** One step on one machine. */
interface Step {
  readonly given: Arguments;
  readonly terminal: Terminal;
  readonly layout: Layout;
  /** What stands behind the name of the step. */
  readonly files: readonly string[];
}

type Act = (step: Step) => Promise<Result<number, CommandError>>;

async function runCeremony(
  given: Arguments,
  terminal: Terminal,
): Promise<Result<number, CommandError>> {
  const [name = '', ...files] = given.positionals;
  const layout = givenLayout(given);
  const act = acts.get(name);
  return act === undefined ? wrongStep() : act({ given, terminal, layout, files });
}

const acts: ReadonlyMap<string, Act> = new Map<string, Act>([
  ['join', join],
  ['assemble', assembleFiles],
  ['check', check],
  ['sign', sign],
  ['finish', finish],
]);

async function join({
  given,
  terminal,
  layout,
  files,
}: Step): Promise<Result<number, CommandError>> {
  if (files.length > 0) return wrongStep();
  const about = aboutOf(given);
  if (!about.ok) return about;
  const fit = mustHaveNoLedger(layout);
  if (!fit.ok) return fit;
  mkdirSync(layout.ceremony, { recursive: true, mode: 0o700 });
  const made = await makeContribution(layout, about.value, given.has('issuer'));
  if (!made.ok) return made;
  const content = textOf(contribution, made.value);
  writeWhole(ownFile(layout), content);
  const out = given.value('out') ?? layout.ceremony;
  mkdirSync(out, { recursive: true });
  const file = path.join(out, contributionName(about.value.institution.id));
  writeWhole(file, content);
  terminal.say(file);
  return ok(0);
}

const ABOUT = statement;

/** What was typed about the ceremony and the institution; keys are made later. */
function aboutOf(given: Arguments): Result<Omit<Statement, 'keys'>, CommandError> {
  const typed = (name: string): string => given.value(name) ?? '';
  const time = Date.parse(typed('time'));
  const isTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?Z$/.test(typed('time')) && time >= 0;
  if (!isTime) return wrongOption('time');
  const zero = '00'.repeat(32);
  const keys = { governance: zero, consensus: zero, cosigner: zero, node: zero, p2p: zero };
  const parsed = parseJson(ABOUT, {
    ceremony: {
      name: typed('ledger'),
      names: { en: typed('title'), ko: typed('title-ko') },
      time,
    },
    ...typedApplicant(given),
    keys: { ...keys, custodian: zero },
  });
  return parsed.ok ? parsed : wrongOption(OPTION_AT.get(parsed.error.at) ?? parsed.error.at);
}

/** The option that gives what stands at a place of a statement. */
const OPTION_AT: ReadonlyMap<string, string> = new Map([
  ['ceremony.name', 'ledger'],
  ['ceremony.names.en', 'title'],
  ['ceremony.names.ko', 'title-ko'],
  ...APPLICANT_OPTION_AT,
]);

async function assembleFiles({
  given,
  terminal,
  files,
}: Step): Promise<Result<number, CommandError>> {
  const out = path.resolve(given.value('out') ?? 'ceremony');
  const usable = mustBeNew(out);
  if (!usable.ok) return usable;
  const read = readContributions(files);
  if (!read.ok) return read;
  const assembly = await assemble(read.value);
  if (!assembly.ok) return assembly;
  writeAssembly(out, assembly.value);
  terminal.say(out);
  sayAssembly(assembly.value, terminal);
  return ok(0);
}

/** What everybody reads aloud and compares. */
function sayAssembly(
  { ceremony: agreed, contributions, chain, policyText, digest }: Assembly,
  { say, language }: Terminal,
): void {
  const words = WORDS[language];
  say(
    `${words.ledger}  ${agreed.name}, ${agreed.names[language]}, ${new Date(agreed.time).toISOString()}`,
  );
  for (const {
    statement: { institution, node },
  } of contributions) {
    say(
      `  ${institution.id.padEnd(12)} ${institution.names[language]}, ${node.host}:${String(node.port)}, ${node.api}`,
    );
  }
  say(`${words.genesis}  ${printFingerprint(chain)}`);
  say(`${words.policy}  ${printFingerprint(sha256(utf8(policyText)))}`);
  say(`${words.assembly}  ${printFingerprint(digest)}`);
}

const WORDS = {
  en: { ledger: 'Ledger  ', genesis: 'Genesis ', policy: 'Policy  ', assembly: 'Assembly' },
  ko: { ledger: '원장    ', genesis: '시작 정보', policy: '정책 지문', assembly: '모은 결과' },
} as const;

interface Checked {
  readonly assembly: Assembly;
  readonly own: Contribution;
  /** What stands behind the folder of the assembly. */
  readonly rest: readonly string[];
}

async function checked({ layout, files }: Step): Promise<Result<Checked, CommandError>> {
  const [folder, ...rest] = files;
  if (folder === undefined) return wrongStep();
  const fit = mustHaveNoLedger(layout);
  if (!fit.ok) return fit;
  const assembly = await readAssembly(folder);
  if (!assembly.ok) return assembly;
  const own = ownIn(layout, assembly.value);
  return own.ok ? ok({ assembly: assembly.value, own: own.value, rest }) : own;
}

async function check(step: Step): Promise<Result<number, CommandError>> {
  const found = await checked(step);
  if (!found.ok) return found;
  if (found.value.rest.length > 0) return wrongStep();
  sayAssembly(found.value.assembly, step.terminal);
  return ok(0);
}

async function sign(step: Step): Promise<Result<number, CommandError>> {
  const { layout, terminal, given } = step;
  const found = await checked(step);
  if (!found.ok) return found;
  const { assembly, own, rest } = found.value;
  if (rest.length > 0) return wrongStep();
  const { id } = own.statement.institution;
  const signer = await openSigner(secretFile(layout, secretName(id, 'governance')));
  if (!signer.ok) return signer;
  const signed = await signAssembly(assembly, id, signer.value);
  const out = given.value('out') ?? layout.ceremony;
  mkdirSync(out, { recursive: true });
  const file = path.join(out, signatureName(id));
  writeWhole(file, textOf(ceremonySignature, signed));
  sayAssembly(assembly, terminal);
  terminal.say(file);
  return ok(0);
}

async function finish(step: Step): Promise<Result<number, CommandError>> {
  const { layout, given, terminal } = step;
  const found = await checked(step);
  if (!found.ok) return found;
  const { assembly, own, rest } = found.value;
  const signatures: CeremonySignature[] = [];
  for (const file of rest) {
    const one = readForm(ceremonySignature, file);
    if (!one.ok) return one;
    signatures.push(one.value);
  }
  const complete = await checkSignatures(assembly, signatures);
  if (!complete.ok) return complete;
  const listen = given.value('listen') ?? '0.0.0.0';
  if (!isHost(listen)) return wrongOption('listen');
  const installed = await install(layout, { assembly, own, signatures, listen, pace: 'wide' });
  if (!installed.ok) return installed;
  sayAssembly(assembly, terminal);
  terminal.say(layout.folder);
  return ok(0);
}

function wrongStep(): Result<never, CommandError> {
  const { operands } = ceremony;
  return fail(
    commandError('USAGE', `Say one of: ${operands}.`, `다음 중 하나를 쓰십시오: ${operands}.`),
  );
}

function wrongOption(name: string): Result<never, CommandError> {
  const option = ceremonyOptions.find((one) => one.name === name);
  const { en, ko } = option?.help ?? { en: '', ko: '' };
  return fail(
    commandError(
      'CEREMONY_OPTION_NOT_VALID',
      `--${name} is missing or is not what it should be: ${en}.`,
      `--${name} 값이 없거나 맞지 않습니다: ${ko}.`,
    ),
  );
}
