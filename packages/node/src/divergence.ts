import { type NodeError, nodeError } from './failure.ts';
import type { BlockChanges, ChangedKey } from './recent-changes.ts';

/** The first difference of what two nodes made of the same blocks. */
export interface Divergence {
  readonly height: number;
  /** Absent where the two changed the same in this block, and differed before it. */
  readonly service?: string;
  /** The key, readable where it is text. */
  readonly key?: string;
  /** Hash of the value at each of the two; absent where the node has none or did not change it. */
  readonly ours?: string;
  readonly theirs?: string;
  /** What to do, in one sentence with a stable code. */
  readonly error: NodeError;
}

/**
 * Compares what two nodes changed in the blocks that both still know: nothing where they agree, or
 * have no block in common.
 */
export function compareChanges(
  ours: readonly BlockChanges[],
  theirs: readonly BlockChanges[],
): Divergence | undefined {
  for (const own of ours) {
    const other = theirs.find(({ height }) => height === own.height);
    if (other === undefined || other.stateRoot === own.stateRoot) continue;
    return differenceAt(own, other);
  }
  return undefined;
}

function differenceAt(own: BlockChanges, other: BlockChanges): Divergence {
  const { height } = own;
  const names = [...own.services, ...other.services].map(({ service }) => service);
  for (const service of [...new Set(names)].sort()) {
    const left = own.services.find((one) => one.service === service);
    const right = other.services.find((one) => one.service === service);
    if (left?.digest === right?.digest) continue;
    const first = firstKey(left?.keys ?? [], right?.keys ?? []);
    if (first !== undefined) return described(height, service, first);
  }
  return {
    height,
    error: splitError(
      height,
      'the change that they first disagree on is older than what they still know',
    ),
  };
}

interface KeyDifference {
  readonly key: string;
  readonly ours?: string;
  readonly theirs?: string;
}

function firstKey(
  ours: readonly ChangedKey[],
  theirs: readonly ChangedKey[],
): KeyDifference | undefined {
  const own = new Map(ours.map((one) => [one.key, one]));
  const other = new Map(theirs.map((one) => [one.key, one]));
  const keys = [...new Set([...own.keys(), ...other.keys()])].sort();
  const key = keys.find((one) => {
    const left = own.get(one);
    const right = other.get(one);
    return left === undefined || right === undefined || left.valueHash !== right.valueHash;
  });
  if (key === undefined) return undefined;
  const left = own.get(key)?.valueHash;
  const right = other.get(key)?.valueHash;
  return {
    key,
    ...(left === undefined ? {} : { ours: left }),
    ...(right === undefined ? {} : { theirs: right }),
  };
}

function described(height: number, service: string, first: KeyDifference): Divergence {
  const key = printKey(first.key);
  const what = `the first key that differs is ${key} of the service ${service}`;
  return { height, service, ...first, key, error: splitError(height, what) };
}

function splitError(height: number, what: string): NodeError {
  return nodeError(
    'NODE_DIVERGED',
    `Two nodes made different states of block ${String(height)}: ${what}; stop the node that fewer of the others agree with, keep its folder for whoever finds out why, and start it again from an empty folder or a backup of one that agrees.`,
  );
}

/** `document/records/` and the rest in hexadecimal, unless it is text. */
function printKey(hex: string): string {
  const bytes = Buffer.from(hex, 'hex');
  const text = bytes.toString('latin1');
  const head = /^[a-z0-9-]+\/[a-z0-9-]+\//.exec(text)?.[0] ?? '';
  const rest = bytes.subarray(head.length);
  const isText = rest.every((byte) => byte >= 0x20 && byte < 0x7f);
  return `${head}${isText ? rest.toString('latin1') : rest.toString('hex')}`;
}
