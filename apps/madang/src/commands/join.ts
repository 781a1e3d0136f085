import { fail, ok, type Result } from '@madang/base';
import { printFingerprint } from '@madang/protocol';
import { type Arguments, type Command, optionNotValid } from '../command.ts';
import { acceptInvitation } from '../network/accept-invitation.ts';
import { readInvitation } from '../network/invitation.ts';
import { isHost, type StateSync, stateSyncOf } from '../network/settings.ts';
import type { CommandError, Terminal } from '../terminal.ts';
import { givenLayout } from './given-folder.ts';

/** `madang join`: makes the data folder of a newcomer's node from a member's invitation. */
export const join: Command = {
  name: 'join',
  operands: 'FILE',
  summary: {
    en: 'Makes the data folder of a node that joins a network, from an invitation of a member and the keys that are there.',
    ko: '회원 기관의 초대장과 이미 만든 키로, 네트워크에 참여할 노드의 데이터 폴더를 만듭니다.',
  },
  options: [
    { name: 'as', value: 'ID', help: { en: 'the institution that joins', ko: '참여하는 기관' } },
    {
      name: 'data',
      value: 'DIR',
      help: {
        en: 'data folder with the keys of `madang govern apply` (.madang)',
        ko: 'madang govern apply 로 만든 키가 있는 데이터 폴더 (.madang)',
      },
    },
    {
      name: 'listen',
      value: 'ADDRESS',
      help: {
        en: 'the address on which this node waits for the others (0.0.0.0)',
        ko: '다른 노드를 기다릴 주소 (0.0.0.0)',
      },
    },
    {
      name: 'rpc',
      value: 'URL',
      isRepeatable: true,
      help: {
        en: 'begins from a snapshot: the RPC of CometBFT at two institutions or more',
        ko: '스냅숏에서 시작: 두 곳 이상 기관의 CometBFT RPC 주소',
      },
    },
    {
      name: 'trust',
      value: 'HEIGHT:HASH',
      help: {
        en: 'begins from a snapshot: a height and the hash of its header, compared at two institutions',
        ko: '스냅숏에서 시작: 두 기관에서 비교한 높이와 헤더 해시',
      },
    },
  ],
  count: { min: 1, max: 1 },
  run: runJoin,
};

async function runJoin(
  given: Arguments,
  terminal: Terminal,
): Promise<Result<number, CommandError>> {
  const institution = given.value('as');
  if (institution === undefined) return fail(optionNotValid('as'));
  const listen = given.value('listen') ?? '0.0.0.0';
  if (!isHost(listen)) return fail(optionNotValid('listen'));
  const stateSync = beginningOf(given);
  if (!stateSync.ok) return stateSync;
  const [file = ''] = given.positionals;
  const invitation = await readInvitation(file);
  if (!invitation.ok) return invitation;
  const layout = givenLayout(given);
  const accepted = await acceptInvitation(layout, invitation.value, {
    institution,
    listen,
    ...(stateSync.value === undefined ? {} : { stateSync: stateSync.value }),
  });
  if (!accepted.ok) return accepted;
  terminal.say(printFingerprint(invitation.value.fingerprint));
  terminal.say(layout.folder);
  return ok(0);
}

/** Where a snapshot comes from: both options or none. */
function beginningOf(given: Arguments): Result<StateSync | undefined, CommandError> {
  const rpcServers = given.values('rpc');
  const trust = given.value('trust');
  if (rpcServers.length === 0 && trust === undefined) return ok(undefined);
  const [, height = '', trustHash = ''] =
    /^([0-9]{1,15}):([0-9A-Fa-f]{64})$/.exec(trust ?? '') ?? [];
  if (height === '') return fail(optionNotValid('trust'));
  const begin = stateSyncOf({ rpcServers, trustHeight: Number(height), trustHash });
  return begin === undefined ? fail(optionNotValid('rpc')) : ok(begin);
}
