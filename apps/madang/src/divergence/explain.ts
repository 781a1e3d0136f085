import type { NodeError } from '@madang/node';
import { nodeFailure } from '../server/open-city.ts';
import type { Words } from '../terminal.ts';
import type { ComparedFolder, ComparedNode } from './compared-node.ts';
import { type Difference, examineFolder, statesAtOneHeight } from './find-split.ts';
import {
  executing,
  keyLine,
  NEITHER,
  otherIsWrong,
  twoHistories,
  undecided,
  wrongNode,
} from './sentences.ts';

/** A node that differs from the own one. */
export interface Parted {
  readonly node: ComparedNode;
  readonly difference: Difference;
}

/**
 * Says of nodes that parted who went the wrong way, at which key, and what to do. What is wrong is
 * found by executing the own log again, then that of other folders; `note` is told before each.
 */
export async function* explain(
  own: ComparedFolder,
  parted: readonly Parted[],
  note: (words: Words) => void,
): AsyncGenerator<Words, void> {
  const names = parted.map(({ node }) => node.name);
  if (parted.every(({ difference }) => difference.kind === 'transactions')) {
    yield twoHistories(names);
    return;
  }
  note(executing(own.name));
  const nodes = parted.map(({ node }) => node);
  const examined = await examineFolder(own, nodes);
  if (!examined.ok) {
    yield* withoutRules(own, nodes, examined.error);
    return;
  }
  const { wrongFrom, difference, agrees } = examined.value;
  if (difference !== undefined) yield keyLine(difference);
  if (wrongFrom === undefined && difference === undefined) {
    yield* explainOthers(own, nodes, note);
    return;
  }
  yield agrees.includes(true) ? wrongNode(own.name) : undecided(NEITHER);
}

/** Without executing anything only folders at the same block can be compared key by key. */
function* withoutRules(
  own: ComparedFolder,
  others: readonly ComparedNode[],
  error: NodeError,
): Generator<Words, void> {
  for (const other of others) {
    const difference = statesAtOneHeight(own, other);
    if (difference === undefined) continue;
    yield keyLine(difference);
    break;
  }
  yield undecided(nodeFailure(error).message);
}

/** The own node is as the rules have it. */
async function* explainOthers(
  own: ComparedFolder,
  others: readonly ComparedNode[],
  note: (words: Words) => void,
): AsyncGenerator<Words, void> {
  const names: string[] = [];
  for (const { reader, ...other } of others) {
    if (reader === undefined) {
      names.push(other.name);
      continue;
    }
    note(executing(other.name));
    const examined = await examineFolder({ reader, ...other }, []);
    const difference = examined.ok ? examined.value.difference : undefined;
    if (difference === undefined) names.push(other.name);
    else {
      yield keyLine(difference);
      yield wrongNode(other.name);
    }
  }
  if (names.length > 0) yield otherIsWrong(own.name, names);
}
