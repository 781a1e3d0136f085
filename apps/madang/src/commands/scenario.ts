import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fail, fromUtf8, type Ok, ok, type Result, toHex } from '@madang/base';
import type { Command } from '../command.ts';
import { readWhole } from '../files.ts';
import type { Scenario, ScenarioFault } from '../scenario/model.ts';
import type { GivenNumbers } from '../scenario/numbers.ts';
import { MAX_SCENARIO_SIZE_BYTES, parseScenario } from '../scenario/parse.ts';
import type { Labelled, StepReport } from '../scenario/play.ts';
import { runScenario } from '../scenario/run.ts';
import type { Stage } from '../scenario/stage.ts';
import { type CommandError, commandError, type Language, type Terminal } from '../terminal.ts';

/** Exit status: an expectation did not hold. */
const BROKEN = 1;
/** Exit status: the file is no scenario. */
const NO_SCENARIO = 2;

/** `madang scenario FILE`: plays acts on a throw-away ledger (docs/spec/scenario.md). */
export const scenario: Command = {
  name: 'scenario',
  operands: 'FILE',
  summary: {
    en: 'Play acts from a file on a throw-away ledger and check what is expected of them.',
    ko: '파일에 적힌 행위를 임시 원장에서 실행하고 기대한 결과와 같은지 확인합니다.',
  },
  options: [
    {
      name: 'hashes',
      help: {
        en: 'Also print the application hash after each step.',
        ko: '단계마다 장부의 지문도 출력합니다.',
      },
    },
    {
      name: 'set',
      value: 'NAME=NUMBER',
      isRepeatable: true,
      help: {
        en: 'A number that stands in the place of one of the file.',
        ko: '파일에 적힌 숫자 대신 쓸 숫자입니다.',
      },
    },
    {
      name: 'dossiers',
      value: 'FOLDER',
      help: {
        en: 'Write the dossier of each matter that was drafted, and the policy to check it by.',
        ko: '만든 안건마다 결과철을, 그리고 확인할 때 쓸 정책을 파일로 남깁니다.',
      },
    },
  ],
  count: { min: 1, max: 1 },
  usageStatus: NO_SCENARIO,
  run: async (given, terminal) => {
    const numbers = numbersIn(given.values('set'));
    if (!numbers.ok) return refuse(terminal, numbers.error);
    const file = given.positionals[0] ?? '';
    const bytes = await readWhole(file, MAX_SCENARIO_SIZE_BYTES);
    if (!bytes.ok) return refuse(terminal, bytes.error);
    const text = fromUtf8(bytes.value);
    if (!text.ok) return refuseFault(terminal, file, NOT_UTF8);
    const parsed = parseScenario(text.value, numbers.value);
    if (!parsed.ok) return refuseFault(terminal, file, parsed.error);
    const dossiers = given.value('dossiers');
    const output = { file, terminal, withHashes: given.has('hashes') };
    return playOn(parsed.value, dossiers === undefined ? output : { ...output, dossiers });
  },
};

function refuse(terminal: Terminal, error: CommandError): Result<number, CommandError> {
  terminal.note(`${error.message[terminal.language]} (${error.code})`);
  return ok(NO_SCENARIO);
}

const NOT_UTF8: ScenarioFault = {
  line: 1,
  message: { en: 'The file is not a text in UTF-8.', ko: '파일이 UTF-8 글이 아닙니다.' },
};

function refuseFault(terminal: Terminal, file: string, fault: ScenarioFault): Ok<number> {
  noteAt(terminal, file, { ...fault, code: 'SCENARIO_NOT_VALID' });
  return ok(NO_SCENARIO);
}

function noteAt(terminal: Terminal, file: string, what: ScenarioFault & { code: string }): void {
  const { line, message, code } = what;
  terminal.note(`${file}:${String(line)}: ${message[terminal.language]} (${code})`);
}

/** Numbers that are given as `voters=2000`. */
function numbersIn(given: readonly string[]): Result<GivenNumbers, CommandError> {
  const numbers = new Map<string, number>();
  for (const one of given) {
    const [, name = '', digits = ''] = /^([a-z][a-z0-9-]*)=(\d{1,15})$/.exec(one) ?? [];
    if (name === '') {
      return fail(
        commandError(
          'NOT_A_NUMBER',
          `"${one}" is not of the form voters=2000.`,
          `"${one}" 은(는) voters=2000 꼴이 아닙니다.`,
        ),
      );
    }
    numbers.set(name, Number(digits));
  }
  return ok(numbers);
}

interface Output {
  readonly file: string;
  readonly terminal: Terminal;
  readonly withHashes: boolean;
  /** Where dossiers are left. */
  readonly dossiers?: string;
}

/** Leaves the dossier of each matter that a labelled act drafted, and the policy. */
async function writeDossiers(
  { terminal, dossiers: folder = '' }: Output,
  stage: Stage,
  labelled: Labelled,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'policy.txt'), stage.policyText);
  for (const [label, { bodyHash }] of labelled) {
    const dossier = await stage.dossier(bodyHash);
    if (dossier === undefined) continue;
    const place = path.join(folder, `${label}.dossier`);
    await writeFile(place, dossier);
    terminal.say(place);
  }
}

async function playOn(parsed: Scenario, output: Output): Promise<Result<number, CommandError>> {
  const { file, terminal, withHashes, dossiers } = output;
  const ended = await runScenario(parsed, {
    ...(dossiers === undefined
      ? {}
      : { onEnd: (stage, labelled) => writeDossiers(output, stage, labelled) }),
    onStep: (step, stage) => {
      terminal.say(lineOf(step, terminal.language));
      if (withHashes) terminal.say(`    ${toHex(stage.appHash())}`);
    },
  });
  if (!ended.ok) return refuseFault(terminal, file, ended.error);
  const failure = ended.value?.failure;
  if (failure === undefined) return ok(0);
  noteAt(terminal, file, failure);
  return ok(BROKEN);
}

function lineOf({ line, timeMs, what, failure }: StepReport, language: Language): string {
  const time = new Date(timeMs).toISOString().replace('T', ' ').replace('.000Z', 'Z');
  return `${failure === undefined ? 'ok  ' : 'FAIL'} ${time}  line ${String(line)}: ${what[language]}`;
}
