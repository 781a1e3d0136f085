import { fail, ok, type Result } from '@madang/base';
import type { Signer } from '@madang/crypto';
import { type Refusal, refuse } from '@madang/kernel';
import {
  type Ledger,
  type NodeError,
  NodeFailure,
  type Submission as NodeSubmission,
  type SubmitFailure,
} from '@madang/node';
import { decodeLogEntry, signPromise } from '@madang/protocol';
import { apiErrors } from './api-errors.ts';
import type { ApiLedger, LedgerStanding, Submission } from './ports.ts';
import { historyAbsent } from './record-unknown.ts';

/** A running node, and the node key that signs promises for transactions that come again. */
export interface NodeParts {
  readonly ledger: Ledger;
  readonly nodeKey: Signer;
  /** ms. */
  readonly now: () => number;
}

/** A promise for what is on record already is due at once; this leaves room for slow clocks, ms. */
const PROMISE_MS = 60_000;

/** What the HTTP interface needs, of a node in this process. */
export function apiLedgerOf(parts: NodeParts): ApiLedger {
  const { ledger } = parts;
  return {
    chain: ledger.chain,
    genesis: ledger.genesis,
    genesisBytes: ledger.genesisBytes,
    submit: async (envelope) => {
      const answer = await ledger.submit(envelope);
      if (answer.ok) return answer;
      return (await onRecord(parts, answer.error)) ?? fail(refusalOf(parts, answer.error));
    },
    submissionOf: (bodyHash) => submissionOf(parts, bodyHash),
    indexOf: (bodyHash) => Promise.resolve(ledger.indexOf(bodyHash)),
    bodyHashes: (first, last, limit) => Promise.resolve(ledger.bodyHashes(first, last, limit)),
    checkpoint: () =>
      ledger.checkpoint().then(ok, (thrown: unknown) => {
        if (thrown instanceof NodeFailure) return fail(nodeRefusal(parts, thrown.failure));
        throw thrown;
      }),
    ownNoteAt: async (size) => orRefusal(parts, await ledger.ownNoteAt(size)),
    receipt: async ({ index, stateKeys }) =>
      orRefusal(parts, await ledger.receiptFor(index, stateKeys)),
    standing: async (stateKeys, since) => orRefusal(parts, await ledger.standing(stateKeys, since)),
    institutions: async (asked) => orRefusal(parts, await ledger.institutions(asked)),
    entry: (index) => Promise.resolve(index < ledger.size() ? ledger.entry(index) : undefined),
    envelope: (bodyHash) => Promise.resolve(ledger.envelope(bodyHash)),
    isEnvelopeToCome: (bodyHash) => Promise.resolve(ledger.isEnvelopeToCome(bodyHash)),
    envelopes: (index) => Promise.resolve(ledger.envelopes(index)),
    tile: (level, index, width) => Promise.resolve(ledger.tile(level, index, width)),
    bundle: (index, width) => Promise.resolve(ledger.bundle(index, width)),
    read: (query, params) => {
      const { height, timeMs } = ledger.head();
      return ledger.machine.read(query, params, { height, timeMs, state: ledger.stateReader() });
    },
    now: () => standingOf(ledger),
    head: () => ({ height: ledger.height(), size: ledger.size() }),
    witnesses: () => ledger.status().witnesses,
    attendance: () => ledger.attendance(),
  };
}

/** How a running node stands. */
export function standingOf(ledger: Pick<Ledger, 'status'>): LedgerStanding {
  const { height, timeMs, logSize, pending, absentBefore, failure, history } = ledger.status();
  return {
    ...(history === undefined ? {} : { history }),
    height,
    absentBefore,
    size: logSize,
    lastBlockTimeMs: timeMs,
    pending,
    isRunning: failure === undefined,
  };
}

/**
 * A body that was executed before is the same act: whoever sends it again gets the answer of the
 * record, also under other signatures and after its expiry.
 */
async function onRecord(
  parts: NodeParts,
  failure: SubmitFailure,
): Promise<Result<Submission, Refusal> | undefined> {
  if (failure.kind !== 'refused' || failure.index === undefined) return undefined;
  const known = await submissionAt(parts, failure.index);
  return known === undefined ? undefined : ok(known);
}

async function submissionOf(
  parts: NodeParts,
  bodyHash: Uint8Array,
): Promise<Submission | undefined> {
  const index = parts.ledger.indexOf(bodyHash);
  return index === undefined ? undefined : submissionAt(parts, index);
}

async function submissionAt(
  { ledger, nodeKey, now }: NodeParts,
  index: number,
): Promise<Submission | undefined> {
  const bytes = ledger.entry(index);
  const entry = bytes === undefined ? undefined : decodeLogEntry(bytes);
  if (entry?.ok !== true || entry.value.type !== 'transaction') return undefined;
  const { body, outcome } = entry.value;
  const receivedAt = now();
  const statement = { body, receivedAt, logBy: receivedAt + PROMISE_MS };
  const promise = await signPromise(nodeKey, ledger.chain, statement);
  return { bodyHash: body, index, outcome, promise } satisfies Omit<NodeSubmission, 'entry'>;
}

function refusalOf(parts: NodeParts, failure: SubmitFailure): Refusal {
  return failure.kind === 'refused' ? failure.refusal : nodeRefusal(parts, failure.error);
}

function orRefusal<T>(parts: NodeParts, result: Result<T, NodeError>): Result<T, Refusal> {
  return result.ok ? result : fail(nodeRefusal(parts, result.error));
}

/** What a caller is told of the node's own failures: never a path or a reason of this machine. */
function nodeRefusal({ ledger }: NodeParts, { code }: NodeError): Refusal {
  switch (code) {
    case 'NODE_NOT_FOUND':
      return refuse(apiErrors.RECORD_UNKNOWN, {}).error;
    case 'NODE_ENVELOPE_GONE':
      return refuse(apiErrors.ENVELOPE_NOT_KEPT, {}).error;
    case 'NODE_HISTORY_ABSENT':
      return historyAbsent(standingOf(ledger)).error;
    case 'NODE_BUSY':
      return refuse(apiErrors.BUSY, {}).error;
    default:
      return refuse(apiErrors.NOT_READY, {}).error;
  }
}
