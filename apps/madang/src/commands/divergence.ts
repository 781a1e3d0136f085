import { equalBytes, fail, ok, type Result } from '@madang/base';
import type { Arguments, Command } from '../command.ts';
import {
  type ComparedFolder,
  type ComparedNode,
  openCompared,
  openFolder,
  unreadable,
} from '../divergence/compared-node.ts';
import { explain, type Parted } from '../divergence/explain.ts';
import { type Difference, differenceOf } from '../divergence/find-split.ts';
import { nodeLine, ONE, ownLine } from '../divergence/sentences.ts';
import { type CommandError, commandError, type Terminal, type Words } from '../terminal.ts';

/**
 * `madang divergence`: says whether nodes have one state, and where they part if they have not.
 * Exit
 * status 0: they have; 1: they have not; 2: it could not be told.
 */
export const divergence: Command = {
  name: 'divergence',
  operands: 'OTHER...',
  summary: {
    en: 'Compares a node with others, addresses or folders: one state, or the first block and key that differ.',
    ko: '노드를 다른 노드(주소 또는 폴더)와 비교하여, 다르면 처음 다른 블록과 키를 알려 줍니다.',
  },
  options: [
    {
      name: 'data',
      value: 'DIR',
      help: {
        en: 'data folder of this node, stopped or running (.madang)',
        ko: '이 노드의 데이터 폴더, 실행 중이어도 됨 (.madang)',
      },
    },
  ],
  count: { min: 1, max: 64 },
  usageStatus: 2,
  errorStatus: 2,
  run: runDivergence,
};

async function runDivergence(
  given: Arguments,
  terminal: Terminal,
): Promise<Result<number, CommandError>> {
  const own = await openFolder(given.value('data') ?? '.madang');
  if (!own.ok) return own;
  try {
    return ok(await compareAll(own.value, given.positionals, terminal));
  } finally {
    await own.value.close();
  }
}

async function compareAll(
  own: ComparedFolder,
  names: readonly string[],
  terminal: Terminal,
): Promise<number> {
  const { language, say } = terminal;
  say(ownLine(own)[language]);
  const opened: ComparedNode[] = [];
  const parted: Parted[] = [];
  let untold = 0;
  try {
    for (const name of names) {
      const compared = await compareOne(own, name, (node) => opened.push(node));
      if (!compared.ok) {
        untold += 1;
        terminal.note(`${compared.error.message[language]} (${compared.error.code})`);
        continue;
      }
      const { node, difference } = compared.value;
      say(nodeLine(node, difference)[language]);
      if (difference !== undefined) parted.push({ node, difference });
    }
    const note = (words: Words) => {
      terminal.note(words[language]);
    };
    if (parted.length > 0) {
      for await (const words of explain(own, parted, note)) say(words[language]);
      return 1;
    }
    if (untold === 0) say(ONE[language]);
    return untold === 0 ? 0 : 2;
  } finally {
    for (const node of opened) await node.close();
  }
}

interface Compared {
  readonly node: ComparedNode;
  readonly difference: Difference | undefined;
}

async function compareOne(
  own: ComparedFolder,
  name: string,
  onOpen: (node: ComparedNode) => void,
): Promise<Result<Compared, CommandError>> {
  const opened = await openCompared(name);
  if (!opened.ok) return opened;
  const node = opened.value;
  onOpen(node);
  if (!equalBytes(node.chain, own.chain)) return ofAnother(name, own.name);
  try {
    return ok({ node, difference: await differenceOf(own, node) });
  } catch (thrown) {
    return fail(unreadable(node, thrown));
  }
}

function ofAnother(name: string, own: string): Result<never, CommandError> {
  return fail(
    commandError(
      'LEDGER_OF_ANOTHER',
      `${name} is a node of another ledger than ${own}: they began with another genesis, so there is nothing to compare.`,
      `${name} 은(는) ${own} 와(과) 다른 원장의 노드입니다. 시작 정보가 달라 비교할 것이 없습니다.`,
    ),
  );
}
