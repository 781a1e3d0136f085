import { apiErrors, type Officer, type Proposal } from '@madang/api';
import { decode, equalBytes, ok, type Result, toHex } from '@madang/base';
import type { DeskPending } from '@madang/client';
import { verifySignatureSync } from '@madang/crypto';
import { type Refusal, refuse } from '@madang/kernel';
import type { Ledger } from '@madang/node';
import { accountOf, body as bodyCodec, bodyHashOf, signedMessage } from '@madang/protocol';

/** How long an act may wait for the second officer, ms. */
const WAIT_MS = 10 * 60_000;
/** Acts that may wait at once. */
const MAX_PENDING = 100;
/** Acts that two officers sign. */
const ACTS_OF_TWO: ReadonlySet<string> = new Set([
  'vote.enterPapers',
  'vote.enterWithdrawals',
  'vote.enterProxies',
  'people.attestKey',
  'people.revokeKeys',
  'election.confirmBatch',
]);

/** Acts that wait for a second officer. In memory: who waits in vain signs again. */
export interface Pending {
  readonly leave: (officer: Officer, proposal: Proposal) => Result<void, Refusal>;
  readonly list: (officer: Officer) => readonly DeskPending[];
}

interface Waiting extends DeskPending {
  readonly institution: string;
  readonly hash: Uint8Array;
}

/** Nothing waits at first. `now` gives ms. */
export function openPending(ledger: Ledger, now: () => number): Pending {
  let waiting: readonly Waiting[] = [];
  const alive = (): readonly Waiting[] => {
    waiting = waiting.filter(
      ({ expiresAt, hash }) => expiresAt > now() && ledger.indexOf(hash) === undefined,
    );
    return waiting;
  };
  return {
    leave: (officer, proposal) => {
      const read = readProposal(ledger, officer, proposal, now());
      if (read === undefined) return refuse(apiErrors.PROPOSAL_NOT_VALID, {});
      const others = alive().filter(({ id }) => id !== read.id);
      if (others.length >= MAX_PENDING) return refuse(apiErrors.PENDING_FULL, { max: MAX_PENDING });
      waiting = [...others, read];
      return ok(undefined);
    },
    list: ({ institution, roles }) =>
      alive()
        .filter((one) => one.institution === institution && isOf(roles, one.act))
        .map(({ institution: _institution, hash: _hash, ...shown }) => shown),
  };
}

/** Whether an act is for those of these roles: of decisions, of elections, or of persons. */
function isOf(roles: Officer['roles'], act: string): boolean {
  const [service = ''] = act.split('.');
  return service === 'people' || roles.some((role) => role.startsWith(`${service}.`));
}

/** The act, if it is one for two officers and whoever leaves it has signed it. */
function readProposal(
  { chain }: Ledger,
  { account, institution, roles }: Officer,
  { body, key, signature }: Proposal,
  nowMs: number,
): Waiting | undefined {
  const decoded = decode(bodyCodec, body);
  if (!decoded.ok || !equalBytes(decoded.value.chain, chain)) return undefined;
  if (!equalBytes(accountOf('ed25519', key), account)) return undefined;
  const hash = bodyHashOf(body);
  if (!verifySignatureSync('ed25519', key, signedMessage(chain, hash), signature)) return undefined;
  const { act } = decoded.value;
  const expiresAt = Math.min(decoded.value.expiresAt, nowMs + WAIT_MS);
  const isTaken = ACTS_OF_TWO.has(act) && isOf(roles, act);
  if (!isTaken || expiresAt <= nowMs) return undefined;
  return {
    id: toHex(hash),
    act,
    body: toHex(body),
    key: toHex(key),
    suite: 'ed25519',
    signature: toHex(signature),
    expiresAt,
    institution,
    hash,
  };
}
