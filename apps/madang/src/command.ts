import { parseArgs } from 'node:util';
import { fail, ok, type Result } from '@madang/base';
import { type CommandError, commandError, type Terminal, type Words } from './terminal.ts';

/** The address of the ledger that is asked where none is given. */
export const DEFAULT_ADDRESS = 'http://localhost:7300';

/** One option of a command: `--name VALUE`, or `--name` alone. */
export interface Option {
  readonly name: string;
  /** What stands for the value in the help; absent: the option has none. */
  readonly value?: string;
  readonly isRepeatable?: true;
  readonly help: Words;
}

/** What was typed after the name of a command. */
export interface Arguments {
  readonly positionals: readonly string[];
  /** The value of an option; the last one if it was given twice. */
  readonly value: (name: string) => string | undefined;
  readonly values: (name: string) => readonly string[];
  readonly has: (name: string) => boolean;
}

/** A command of the table. `run` returns the exit status, or what went wrong (exit status 1). */
export interface Command {
  readonly name: string;
  /**
   * What stands behind the name: `FILE [--policy FILE]` is derived from options, this is the rest.
   */
  readonly operands: string;
  readonly summary: Words;
  readonly options: readonly Option[];
  /** How many operands it takes. */
  readonly count: { readonly min: number; readonly max: number };
  /** Exit status for arguments that are none: 1, or 2 where 1 has a meaning of its own. */
  readonly usageStatus?: number;
  /** Exit status when `run` fails: 1 unless given. */
  readonly errorStatus?: number;
  readonly run: (given: Arguments, terminal: Terminal) => Promise<Result<number, CommandError>>;
}

/** Refuses an option that is missing or is not what it should be. */
export function optionNotValid(name: string): CommandError {
  return commandError(
    'OPTION_NOT_VALID',
    `--${name} is missing or is not what it should be.`,
    `--${name} 값이 없거나 맞지 않습니다.`,
  );
}

/** Reads what was typed; refuses what the command does not know. */
export function readArguments(
  command: Command,
  typed: readonly string[],
): Result<Arguments, CommandError> {
  try {
    const parsed = parseArgs({
      args: [...typed],
      allowPositionals: true,
      options: Object.fromEntries(
        command.options.map((option) => [
          option.name,
          { type: option.value === undefined ? 'boolean' : 'string', multiple: true },
        ]),
      ),
    });
    const { positionals } = parsed;
    if (positionals.length < command.count.min || positionals.length > command.count.max) {
      return fail(wrongUsage(command, operandCount(positionals.length)));
    }
    const values = (name: string): readonly string[] => textsOf(parsed.values[name]);
    return ok({
      positionals,
      values,
      value: (name) => values(name).at(-1),
      has: (name) => parsed.values[name] !== undefined,
    });
  } catch (thrown) {
    return fail(wrongUsage(command, reasonOf(thrown)));
  }
}

function textsOf(given: unknown): readonly string[] {
  return Array.isArray(given) ? given.filter((one) => typeof one === 'string') : [];
}

function wrongUsage(command: Command, reason: Words): CommandError {
  const usage = usageOf(command);
  return commandError('USAGE', `${reason.en} Usage: ${usage}`, `${reason.ko} 사용법: ${usage}`);
}

function operandCount(count: number): Words {
  return {
    en: `${String(count)} operands are not what it takes.`,
    ko: `${String(count)}개의 값은 이 명령에 맞지 않습니다.`,
  };
}

/** What the parser of Node found, in our words: of its sentence only the option's name is used. */
function reasonOf(thrown: unknown): Words {
  const message = thrown instanceof Error ? thrown.message : '';
  const name = /'(?:-\w, )?(--?[^' ]+)/.exec(message)?.[1] ?? '';
  if (message.includes('argument missing') || message.includes('ambiguous')) {
    return { en: `${name} needs a value.`, ko: `${name} 옵션에는 값이 필요합니다.` };
  }
  if (message.includes('does not take an argument')) {
    return { en: `${name} takes no value.`, ko: `${name} 옵션에는 값을 쓸 수 없습니다.` };
  }
  return { en: `There is no option ${name}.`, ko: `${name} 옵션은 없습니다.` };
}

/** One line: how the command is called. */
export function usageOf(command: Command): string {
  const options = command.options.map((option) => {
    const text =
      option.value === undefined ? `--${option.name}` : `--${option.name} ${option.value}`;
    return `[${text}]${option.isRepeatable === true ? '...' : ''}`;
  });
  return ['madang', command.name, command.operands, ...options]
    .filter((part) => part !== '')
    .join(' ');
}

/** What `madang COMMAND --help` prints. */
export function helpOf(command: Command, { language }: Pick<Terminal, 'language'>): string {
  const lines = [command.summary[language], '', `  ${usageOf(command)}`, ''];
  const width = Math.max(0, ...command.options.map((option) => optionText(option).length));
  for (const option of command.options) {
    lines.push(`  ${optionText(option).padEnd(width)}  ${option.help[language]}`);
  }
  return lines.join('\n').trimEnd();
}

function optionText(option: Option): string {
  return option.value === undefined ? `--${option.name}` : `--${option.name} ${option.value}`;
}
