import { fromUtf8, type Ok, ok, type Result, toHex } from '@madang/base';
import type { Command } from '../command.ts';
import { readWhole } from '../files.ts';
import type { Scenario, ScenarioFault } from '../scenario/model.ts';
import { MAX_SCENARIO_SIZE_BYTES, parseScenario } from '../scenario/parse.ts';
import type { StepReport } from '../scenario/play.ts';
import { runScenario } from '../scenario/run.ts';
import type { CommandError, Language, Terminal } from '../terminal.ts';

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
  ],
  count: { min: 1, max: 1 },
  usageStatus: NO_SCENARIO,
  run: async (given, terminal) => {
    const file = given.positionals[0] ?? '';
    const bytes = await readWhole(file, MAX_SCENARIO_SIZE_BYTES);
    if (!bytes.ok) return refuse(terminal, bytes.error);
    const text = fromUtf8(bytes.value);
    if (!text.ok) return refuseFault(terminal, file, NOT_UTF8);
    const parsed = parseScenario(text.value);
    if (!parsed.ok) return refuseFault(terminal, file, parsed.error);
    return playOn(parsed.value, { file, terminal, withHashes: given.has('hashes') });
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

interface Output {
  readonly file: string;
  readonly terminal: Terminal;
  readonly withHashes: boolean;
}

async function playOn(
  parsed: Scenario,
  { file, terminal, withHashes }: Output,
): Promise<Result<number, CommandError>> {
  const ended = await runScenario(parsed, {
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
