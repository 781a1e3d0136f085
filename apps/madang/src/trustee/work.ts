import { fail, ok, type Result, toHex } from '@madang/base';
import { randomBytes, type Signer } from '@madang/crypto';
import { accountOf } from '@madang/protocol';
import {
  type AnnounceAct,
  type ReadProven,
  type TrusteeAct,
  type TrusteeProblem,
  type TrusteeRoom,
  trusteeSeed,
  UNKNOWN_ELECTION,
  type WorkProblem,
} from '@madang/services/election/intake/index.ts';
import { fromClient, type RemoteLedger, refusedBy, sendPrepared } from '../remote.ts';
import { type CommandError, commandError } from '../terminal.ts';

/** What a trustee's machine signs with, and from which all secrets of ceremonies follow. */
export interface TrusteeSecret {
  readonly signer: Signer;
  /** The 32 secret bytes of the key that signs. */
  readonly secret: Uint8Array;
}

/** The work of a trustee at a ledger. */
export function trusteeRoom(
  ledger: RemoteLedger,
  election: Uint8Array,
  { signer, secret }: TrusteeSecret,
): TrusteeRoom<CommandError> {
  return {
    election,
    key: { account: accountOf(signer.suite, signer.publicKey), seed: trusteeSeed(secret) },
    read: provenBy(ledger),
    told: async (sum) => {
      const told = await ledger.query('election.sumOf', { election, sum });
      return told.ok ? told : fail(fromClient(told.error));
    },
    send: (act) => send(ledger, signer, act),
    chance: () => randomBytes(64),
  };
}

/** Reads from a ledger what enough institutions have signed, checked in this process. */
function provenBy(ledger: RemoteLedger): ReadProven {
  return async (stateKey) => {
    const verdict = await ledger.checkAbsence(stateKey);
    if (verdict.kind === 'absent') return ok(undefined);
    return verdict.kind === 'present' ? ok(verdict.value) : fail(verdict.code);
  };
}

async function send(
  ledger: RemoteLedger,
  signer: Signer,
  { act, payload }: TrusteeAct | AnnounceAct,
): Promise<Result<void, CommandError>> {
  const sent = await sendPrepared(ledger, await ledger.act(act, payload, [signer]));
  if (!sent.ok) return sent;
  const { outcome } = sent.value;
  return outcome.code === 0 ? ok(undefined) : fail(refusedBy(outcome));
}

/** What a problem of a trustee is to a command. */
export function problemWith(problem: WorkProblem<CommandError>, account: Uint8Array): CommandError {
  switch (problem.kind) {
    case 'not-proven':
      return notProven(problem.code);
    case 'no-trustee':
      return noTrustee(account);
    case 'not-closed':
      return notClosed();
    case 'not-mixing':
      return notMixing();
    case 'not-taken':
      return problem.error;
    default:
      return doesNotHold(problem);
  }
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

function notMixing(): CommandError {
  return commandError(
    'NOT_MIXING',
    'In this election keys are not being mixed: registration is not over, or it has been opened, or it mixes none.',
    '지금은 투표 키를 섞는 때가 아닙니다. 등록이 끝나지 않았거나, 이미 열렸거나, 섞지 않는 선거입니다.',
  );
}

function doesNotHold(problem: TrusteeProblem): CommandError {
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
