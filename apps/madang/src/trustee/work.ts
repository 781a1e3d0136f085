import { equalBytes, fail, ok, type Result, toHex } from '@madang/base';
import { randomBytes, type Signer } from '@madang/crypto';
import { accountOf } from '@madang/protocol';
import {
  type Ceremony,
  countsIn,
  decryptionOf,
  nextCeremonyAct,
  type ProvenElection,
  provenCeremony,
  provenElection,
  provenSum,
  type ReadProven,
  type Trustee,
  type TrusteeAct,
  type TrusteeProblem,
  UNKNOWN_ELECTION,
} from '@madang/services/election/intake/index.ts';
import { fromClient, type RemoteLedger, refusedBy, sendPrepared } from '../remote.ts';
import { type CommandError, commandError } from '../terminal.ts';

/** A trustee at a ledger. */
export interface TrusteeRoom {
  readonly ledger: RemoteLedger;
  readonly signer: Signer;
  readonly election: Uint8Array;
  /** From which all secrets of ceremonies follow; 32 bytes. */
  readonly seed: Uint8Array;
}

/** How far a ceremony is, as it was proven, and which trustee this one is. */
export interface Seen {
  readonly proven: ProvenElection;
  readonly ceremony: Ceremony;
  readonly trustee: Trustee;
}

const chance = (): Uint8Array => randomBytes(64);

/** Reads from a ledger what enough institutions have signed, checked in this process. */
export function provenBy(ledger: RemoteLedger): ReadProven {
  return async (stateKey) => {
    const verdict = await ledger.checkAbsence(stateKey);
    if (verdict.kind === 'absent') return ok(undefined);
    return verdict.kind === 'present' ? ok(verdict.value) : fail(verdict.code);
  };
}

/** What is proven of an election and its ceremony; fails where this key is no trustee's. */
export async function look(room: TrusteeRoom): Promise<Result<Seen, CommandError>> {
  const { ledger, election, signer, seed } = room;
  const read = provenBy(ledger);
  const proven = await provenElection(read, election);
  if (!proven.ok) return fail(notProven(proven.error));
  const account = accountOf(signer.suite, signer.publicKey);
  const at = proven.value.election.trustees.findIndex((one) => equalBytes(one, account));
  if (at < 0) return fail(noTrustee(account));
  const ceremony = await provenCeremony(read, election, proven.value);
  if (!ceremony.ok) return fail(notProven(ceremony.error));
  const trustee = { election, number: at + 1, seed };
  return ok({ proven: proven.value, ceremony: ceremony.value, trustee });
}

/** Does what is due in the ceremony; gives the act that was done, or nothing. */
export async function doDue(
  room: TrusteeRoom,
  { ceremony, trustee }: Seen,
): Promise<Result<TrusteeAct['act'] | undefined, CommandError>> {
  const next = nextCeremonyAct(trustee, ceremony, chance);
  if (!next.ok) return fail(problemWith(next.error));
  if (next.value === undefined) return ok(undefined);
  const sent = await send(room, next.value);
  return sent.ok ? ok(next.value.act) : sent;
}

/** What became of the sums of an election that is being decrypted. */
export interface Decrypted {
  /** Sums of which this trustee gave their part now. */
  readonly given: number;
  /** Sums whose counts were announced now, as enough trustees had given theirs. */
  readonly announced: number;
  readonly sums: number;
}

/** Decrypts this trustee's part of every sum, and announces what can be. */
export async function decryptDue(
  room: TrusteeRoom,
  { proven, ceremony, trustee }: Seen,
): Promise<Result<Decrypted, CommandError>> {
  const { election, progress, bound } = proven;
  if (progress.status !== 'closed' || bound === undefined) return fail(notClosed());
  const read = provenBy(room.ledger);
  const told = { told: ceremony, fingerprint: bound.fingerprint };
  let [given, announced] = [0, 0];
  for (let sum = 0; sum < progress.sums; sum++) {
    const found = await provenSum(read, room.election, proven, sum);
    if (!found.ok) return fail(notProven(found.error));
    if (found.value === undefined || found.value.counts !== undefined) continue;
    const { selections, decryptions } = found.value;
    if (!decryptions.some((one) => one.trustee === trustee.number)) {
      const part = decryptionOf(trustee, told, { sum, selections }, chance);
      if (!part.ok) return fail(problemWith(part.error));
      const sent = await send(room, part.value);
      if (!sent.ok) return sent;
      given += 1;
    }
    const done = await announce(room, sum, election.threshold);
    if (!done.ok) return done;
    announced += done.value ? 1 : 0;
  }
  return ok({ given, announced, sums: progress.sums });
}

/** Announces the counts of a sum, if enough trustees have decrypted it and nobody has yet. */
async function announce(
  { ledger, election, signer }: TrusteeRoom,
  sum: number,
  threshold: number,
): Promise<Result<boolean, CommandError>> {
  const told = await ledger.query('election.sumOf', { election, sum });
  if (!told.ok) return fail(fromClient(told.error));
  if (told.value.counts !== undefined) return ok(false);
  const counts = countsIn(told.value, threshold);
  if (counts === undefined) return ok(false);
  const payload = { election, sum, counts: [...counts] };
  const sent = await sendPrepared(
    ledger,
    await ledger.act('election.announceCounts', payload, [signer]),
  );
  return sent.ok ? ok(sent.value.outcome.code === 0) : sent;
}

async function send(
  { ledger, signer }: TrusteeRoom,
  { act, payload }: TrusteeAct,
): Promise<Result<void, CommandError>> {
  const sent = await sendPrepared(ledger, await ledger.act(act, payload, [signer]));
  if (!sent.ok) return sent;
  const { outcome } = sent.value;
  return outcome.code === 0 ? ok(undefined) : fail(refusedBy(outcome));
}

function notProven(code: string): CommandError {
  if (code === UNKNOWN_ELECTION) {
    return commandError(
      'UNKNOWN_ELECTION',
      'There is no such election on this ledger.',
      '이 원장에 없는 선거입니다.',
    );
  }
  return commandError(
    'NOT_PROVEN',
    `What the server tells could not be proven (${code}); nothing was done.`,
    `서버의 답을 증명할 수 없어(${code}) 아무것도 하지 않았습니다.`,
  );
}

function noTrustee(account: Uint8Array): CommandError {
  return commandError(
    'NOT_A_TRUSTEE',
    `The account ${toHex(account)} is that of no trustee of this election.`,
    `계정 ${toHex(account)}은(는) 이 선거의 열쇠 보관인이 아닙니다.`,
  );
}

function notClosed(): CommandError {
  return commandError(
    'NOT_DECRYPTING',
    'The election is not closed, or is decided already: there is nothing to decrypt.',
    '마감되지 않았거나 이미 확정된 선거라 풀 것이 없습니다.',
  );
}

function problemWith(problem: TrusteeProblem): CommandError {
  switch (problem.kind) {
    case 'opening-wrong':
      return commandError(
        'OPENING_WRONG',
        `The opening of trustee ${String(problem.trustee)} does not hold; nothing was sealed for it.`,
        `열쇠 보관인 ${String(problem.trustee)}의 공개값이 맞지 않아 아무것도 보내지 않았습니다.`,
      );
    case 'another-seed':
      return commandError(
        'ANOTHER_KEY',
        'What this trustee committed to was made with another key file; bring that one.',
        '이 열쇠 보관인의 약속은 다른 키 파일로 만들었습니다. 그 파일을 쓰세요.',
      );
    case 'another-ceremony':
      return commandError(
        'ANOTHER_CEREMONY',
        'What the server tells is no ceremony of this election; nothing was done.',
        '서버가 알려 준 것이 이 선거의 키 만들기가 아니어서 아무것도 하지 않았습니다.',
      );
    case 'share-differs':
      return commandError(
        'SHARE_DIFFERS',
        `What trustee ${String(problem.trustee)} dealt is not what you accepted; nothing was done.`,
        `열쇠 보관인 ${String(problem.trustee)}의 몫이 확인한 것과 달라 아무것도 하지 않았습니다.`,
      );
    case 'key-differs':
      return commandError(
        'KEY_DIFFERS',
        'The key of the election does not follow from what the trustees revealed; nothing was done.',
        '선거의 키가 열쇠 보관인들이 공개한 값에서 나오지 않아 아무것도 하지 않았습니다.',
      );
  }
}
