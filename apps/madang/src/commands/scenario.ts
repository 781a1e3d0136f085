import { fail, fromUtf8, ok, type Result, toHex } from '@madang/base';
import type { Command } from '../command.ts';
import { readWhole } from '../files.ts';
import type { Scenario } from '../scenario/model.ts';
import { MAX_SCENARIO_SIZE_BYTES, parseScenario } from '../scenario/parse.ts';
import type { StepReport } from '../scenario/play.ts';
import { runScenario } from '../scenario/run.ts';
import { type CommandError, commandError, type Terminal } from '../terminal.ts';

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
    const parsed = parseScenario(text.ok ? text.value : '\0');
    if (!parsed.ok) {
      const { line, message } = parsed.error;
      terminal.note(`${file}:${String(line)}: ${message}`);
      return ok(NO_SCENARIO);
    }
    return playOn(parsed.value, { file, terminal, withHashes: given.has('hashes') });
  },
};

function refuse(terminal: Terminal, error: CommandError): Result<number, CommandError> {
  terminal.note(`${error.message[terminal.language]} (${error.code})`);
  return ok(NO_SCENARIO);
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
      terminal.say(lineOf(step));
      if (withHashes) terminal.say(`    ${toHex(stage.appHash())}`);
    },
  });
  if (!ended.ok) return fail(commandError('SCENARIO_NO_LEDGER', ended.error, ended.error));
  if (ended.value === undefined) return ok(0);
  terminal.note(`${file}:${String(ended.value.line)}: ${ended.value.failure ?? ''}`);
  return ok(BROKEN);
}

function lineOf({ line, timeMs, what, failure }: StepReport): string {
  const time = new Date(timeMs).toISOString().replace('T', ' ').replace('.000Z', 'Z');
  return `${failure === undefined ? 'ok  ' : 'FAIL'} ${time}  line ${String(line)}: ${what}`;
}
