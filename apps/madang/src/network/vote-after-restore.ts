import { fail, ok, type Result } from '@madang/base';
import type { Layout } from '../data/layout.ts';
import { type CommandError, commandError } from '../terminal.ts';
import { askHeight } from './ask-height.ts';
import { isLater, keepLastSigned, readLastSigned, signOnlyFrom } from './last-signed.ts';
import { readNetworkSettings } from './settings.ts';

/** What is known about the votes of a validator since its backup. */
export interface KnownVotes {
  /** The folder that the restored one takes the place of. */
  readonly replaced?: Layout;
  /** The newest height at which it may have voted, as its operator says. */
  readonly signedTo?: number;
}

/**
 * So many blocks are left out above the newest that another node has: the one that it works on, and
 * those which a node that did not answer may be ahead.
 */
const LEFT_OUT = 5;

/**
 * Sees to it that a restored validator votes on nothing that it may have voted on since the backup:
 * two votes at one height are a proof against it. It goes on behind what the folder says that it
 * replaces, else behind what its operator says, else some blocks above what the others have. Gives
 * the first height on which it votes, or nothing for a ledger that one process runs. Fails with
 * `SIGNED_UNKNOWN` where nobody knows.
 */
export async function voteAfterRestore(
  restored: Layout,
  { replaced, signedTo }: KnownVotes,
): Promise<Result<number | undefined, CommandError>> {
  const settings = readNetworkSettings(restored);
  if (!settings.ok) return settings;
  if (settings.value === undefined) return ok(undefined);
  const before = readLastSigned(restored);
  const since = replaced === undefined ? undefined : readLastSigned(replaced);
  if (since !== undefined) {
    const later = before !== undefined && isLater(before, since) ? before : since;
    keepLastSigned(restored, later);
    return ok(later.height);
  }
  const { institution, nodes } = settings.value;
  const others = nodes.filter((node) => node.institution !== institution);
  const known = signedTo ?? (await newestOf(others.map(({ api }) => api)));
  if (known === undefined) return fail(signedUnknown());
  // The backup itself has a later place: that stays, with the signature in it.
  if (before !== undefined && before.height > known) return ok(before.height);
  signOnlyFrom(restored, known + 1);
  return ok(known + 1);
}

async function newestOf(apis: readonly string[]): Promise<number | undefined> {
  const heights = (await Promise.all(apis.map(askHeight))).flatMap((one) =>
    one === undefined ? [] : [one.height + LEFT_OUT],
  );
  return heights.length === 0 ? undefined : Math.max(...heights);
}

function signedUnknown(): CommandError {
  return commandError(
    'SIGNED_UNKNOWN',
    'No other node says how far the network is, so this validator could vote twice on one block; start another node first, or name the newest height on which it may have voted: --signed-to HEIGHT.',
    '다른 노드가 네트워크의 현재 높이를 알려 주지 않아, 이 검증 노드가 같은 블록에 두 번 투표할 수 있습니다. 다른 노드를 먼저 시작하거나, 투표했을 수 있는 가장 높은 블록을 --signed-to HEIGHT 로 지정하십시오.',
  );
}
