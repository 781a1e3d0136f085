import { parseArgs } from 'node:util';
import { fail, ok, type Result } from '@madang/base';
import { type CommandError, commandError, type Terminal, type Words } from './terminal.ts';

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
      return fail(wrongUsage(command));
    }
    const values = (name: string): readonly string[] => textsOf(parsed.values[name]);
    return ok({
      positionals,
      values,
      value: (name) => values(name).at(-1),
      has: (name) => parsed.values[name] !== undefined,
    });
  } catch {
    return fail(wrongUsage(command));
  }
}

function textsOf(given: unknown): readonly string[] {
  return Array.isArray(given) ? given.filter((one) => typeof one === 'string') : [];
}

function wrongUsage(command: Command): CommandError {
  const usage = usageOf(command);
  return commandError('USAGE', `Usage: ${usage}`, `사용법: ${usage}`);
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
