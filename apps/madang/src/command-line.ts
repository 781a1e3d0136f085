import type { Result } from '@madang/base';
import { type Command, helpOf, readArguments } from './command.ts';
import { commands } from './commands/table.ts';
import { systemFailure } from './system-failure.ts';
import type { CommandError, Terminal } from './terminal.ts';

/** Runs what was typed and returns the exit status. */
export async function runCommandLine(
  typed: readonly string[],
  terminal: Terminal,
): Promise<number> {
  const [name, ...rest] = typed;
  if (name === undefined || name === 'help' || name === '--help' || name === '-h') {
    terminal.say(await overview(terminal));
    return name === undefined ? 1 : 0;
  }
  const load = commands.get(name);
  if (load === undefined) {
    terminal.note(unknownCommand(name, terminal));
    return 1;
  }
  const command = await load();
  if (rest.includes('--help') || rest.includes('-h')) {
    terminal.say(helpOf(command, terminal));
    return 0;
  }
  return runCommand(command, rest, terminal);
}

async function runCommand(
  command: Command,
  typed: readonly string[],
  terminal: Terminal,
): Promise<number> {
  const given = readArguments(command, typed);
  if (!given.ok) {
    terminal.note(`${given.error.message[terminal.language]} (${given.error.code})`);
    return command.usageStatus ?? 1;
  }
  const { value } = given;
  const run = async (): Promise<Result<number, CommandError>> => command.run(value, terminal);
  const ended = await run().catch(systemFailure);
  if (ended.ok) return ended.value;
  terminal.note(`${ended.error.message[terminal.language]} (${ended.error.code})`);
  return command.errorStatus ?? 1;
}

async function overview({ language }: Terminal): Promise<string> {
  const all = await Promise.all([...commands.values()].map(async (load) => load()));
  const width = Math.max(...all.map((command) => command.name.length));
  const title = {
    en: 'madang: a ledger that several public bodies run together',
    ko: 'madang: 여러 공공기관이 함께 운영하는 원장',
  };
  const more = {
    en: 'madang COMMAND --help says more; --ko answers in Korean.',
    ko: 'madang 명령 --help 로 자세히 볼 수 있습니다.',
  };
  const lines = all.map(
    (command) => `  ${command.name.padEnd(width)}  ${command.summary[language]}`,
  );
  return [title[language], '', ...lines, '', more[language]].join('\n');
}

function unknownCommand(name: string, { language }: Terminal): string {
  const known = [...commands.keys()].join(', ');
  return language === 'ko'
    ? `“${name}” 명령은 없습니다. 쓸 수 있는 명령: ${known}. (UNKNOWN_COMMAND)`
    : `There is no command “${name}”; there are: ${known}. (UNKNOWN_COMMAND)`;
}
