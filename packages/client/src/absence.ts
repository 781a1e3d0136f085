import {
  type CheckpointVerdict,
  checkCheckpoint,
  checkProvenState,
  judgeCheckpoint,
  MAX_STANDING_SIZE_BYTES,
  type OpenedStanding,
  openStanding,
  type Policy,
  parsePolicy,
} from '@madang/protocol';
import { standingAsk } from './check.ts';
import type { Http } from './http.ts';
import { type PinningRoom, readPolicy } from './pinning.ts';

/** For which checkpoint something of the state is proven. */
export interface ProvenAt {
  /** The moment for which enough institutions signed, ms. */
  readonly asOfMs: number;
  /** Entries of the log under it. */
  readonly size: number;
  /** Short names of the institutions whose signatures were found to be right. */
  readonly institutions: readonly string[];
}

/**
 * What this device found under a state key. `unchecked`: it could not be asked, or not enough has
 * signed. `failed`: what the server sent does not hold.
 */
export type AbsenceVerdict =
  | (ProvenAt & { readonly kind: 'absent' })
  | (ProvenAt & { readonly kind: 'present'; readonly value: Uint8Array })
  | { readonly kind: 'unchecked'; readonly code: string }
  | { readonly kind: 'failed'; readonly code: string };

/** What it takes to check that something is not on the ledger. */
export interface AbsenceRoom {
  readonly http: Http;
  readonly pinning: PinningRoom;
}

/** Most claims of one standing (docs/spec/receipt.md). */
const MAX_CLAIMS = 8;

/** Any log has a checkpoint of this size: its first entry is the ledger's beginning. */
const FIRST_SIZE = 1;

/** Finds out what stands under a state key, or that nothing does. */
export type CheckAbsence = (stateKey: Uint8Array) => Promise<AbsenceVerdict>;

/** A state key, and what is told the verdict on it. */
type Asked = readonly [
  stateKey: Uint8Array,
  tell: (verdict: AbsenceVerdict | PromiseLike<AbsenceVerdict>) => void,
];

/**
 * Asks for the newest standing of a state key and checks on this device, under the kept policy,
 * that nothing stands there, or what does. Keys that are asked for at the same moment come in one
 * standing: what they say is then of one moment, too.
 */
export function createAbsenceCheck(room: AbsenceRoom): CheckAbsence {
  const waiting: Asked[] = [];
  const askAll = (): void => {
    while (waiting.length > 0) {
      const asked = waiting.splice(0, MAX_CLAIMS);
      const verdicts = checkTogether(
        room,
        asked.map(([stateKey]) => stateKey),
      );
      asked.forEach(([, tell], at) => tell(verdicts.then((verdict) => verdict(at))));
    }
  };
  return (stateKey) =>
    new Promise((tell) => {
      if (waiting.push([stateKey, tell]) === 1) queueMicrotask(askAll);
    });
}

/** The verdict on each of several keys, by its place. */
type Verdicts = (at: number) => AbsenceVerdict;

async function checkTogether(
  { http, pinning }: AbsenceRoom,
  stateKeys: readonly Uint8Array[],
): Promise<Verdicts> {
  const [state, answer] = await Promise.all([
    readPolicy(pinning),
    http.bytes({ ...standingAsk(stateKeys, FIRST_SIZE), maxSizeBytes: MAX_STANDING_SIZE_BYTES }),
  ]);
  if (!answer.ok) return unchecked(answer.error.code);
  if (!state.ok) return unchecked(state.error.code);
  const policy = parsePolicy(state.value.pinned.text);
  if (!policy.ok) return unchecked('VERIFY_POLICY_NOT_VALID');
  const opened = openStanding(answer.value);
  if (!opened.ok) return failed(opened.error.code);
  return checkOpened(policy.value, opened.value, stateKeys);
}

async function checkOpened(
  policy: Policy,
  { standing, block, checkpoint }: OpenedStanding,
  stateKeys: readonly Uint8Array[],
): Promise<Verdicts> {
  const note = standing.checkpoint;
  if (note === undefined || checkpoint === undefined) return failed('STANDING_NOT_VALID');
  const verdict = await checkCheckpoint(policy, note);
  if (!verdict.ok) return failed(verdict.error.code);
  const doubt = doubtOf(verdict.value);
  if (doubt !== undefined) return doubt;
  const { inclusion, claims } = standing;
  const state = { checkpoint: note, block: standing.block, inclusion, claims };
  const proven = checkProvenState({ state, checkpoint, block }, stateKeys);
  if (proven.kind === 'block-wrong') return failed('VERIFY_BLOCK_WRONG');
  if (proven.kind !== 'proven') return failed('VERIFY_CLAIM_WRONG');
  const place = provenAt(verdict.value);
  return (at) => {
    const value = claims[at]?.value;
    return value === undefined
      ? { kind: 'absent', ...place }
      : { kind: 'present', value, ...place };
  };
}

/** Why a checkpoint proves nothing; undefined if it does. */
function doubtOf(verdict: CheckpointVerdict): Verdicts | undefined {
  if (!verdict.isOfLedger) return failed('VERIFY_CHAIN_OTHER');
  for (const needed of ['quorum', 'executors'] as const) {
    const { state, code } = judgeCheckpoint(verdict, 'standing', needed);
    if (state === 'failed') return failed(code);
    if (state === 'unchecked') return unchecked(code);
  }
  return undefined;
}

function provenAt({ checkpoint, witnesses, executorsTimeMs = 0 }: CheckpointVerdict): ProvenAt {
  const signed = witnesses.filter(({ state }) => state === 'signed');
  return {
    asOfMs: executorsTimeMs,
    size: checkpoint.size,
    institutions: signed.map(({ witness }) => witness),
  };
}

/** The same for every key. */
function unchecked(code: string): Verdicts {
  return () => ({ kind: 'unchecked', code });
}

function failed(code: string): Verdicts {
  return () => ({ kind: 'failed', code });
}
