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

/** Any log has a checkpoint of this size: its first entry is the ledger's beginning. */
const FIRST_SIZE = 1;

/**
 * Asks for the newest standing of a state key and checks on this device, under the kept policy,
 * that nothing stands there, or what does.
 */
export async function checkAbsence(
  { http, pinning }: AbsenceRoom,
  stateKey: Uint8Array,
): Promise<AbsenceVerdict> {
  const [state, answer] = await Promise.all([
    readPolicy(pinning),
    http.bytes({
      ...standingAsk([stateKey], FIRST_SIZE),
      maxSizeBytes: MAX_STANDING_SIZE_BYTES,
    }),
  ]);
  if (!answer.ok) return unchecked(answer.error.code);
  if (!state.ok) return unchecked(state.error.code);
  const policy = parsePolicy(state.value.pinned.text);
  if (!policy.ok) return unchecked('VERIFY_POLICY_NOT_VALID');
  const opened = openStanding(answer.value);
  if (!opened.ok) return failed(opened.error.code);
  return checkOpened(policy.value, opened.value, stateKey);
}

async function checkOpened(
  policy: Policy,
  { standing, block, checkpoint }: OpenedStanding,
  stateKey: Uint8Array,
): Promise<AbsenceVerdict> {
  const note = standing.checkpoint;
  if (note === undefined || checkpoint === undefined) return failed('STANDING_NOT_VALID');
  const verdict = await checkCheckpoint(policy, note);
  if (!verdict.ok) return failed(verdict.error.code);
  const doubt = doubtOf(verdict.value);
  if (doubt !== undefined) return doubt;
  const { inclusion, claims } = standing;
  const state = { checkpoint: note, block: standing.block, inclusion, claims };
  const proven = checkProvenState({ state, checkpoint, block }, [stateKey]);
  if (proven.kind === 'block-wrong') return failed('VERIFY_BLOCK_WRONG');
  if (proven.kind !== 'proven') return failed('VERIFY_CLAIM_WRONG');
  const at = provenAt(verdict.value);
  const value = claims[0]?.value;
  return value === undefined ? { kind: 'absent', ...at } : { kind: 'present', value, ...at };
}

/** Why a checkpoint proves nothing; undefined if it does. */
function doubtOf(verdict: CheckpointVerdict): AbsenceVerdict | undefined {
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

function unchecked(code: string): AbsenceVerdict {
  return { kind: 'unchecked', code };
}

function failed(code: string): AbsenceVerdict {
  return { kind: 'failed', code };
}
