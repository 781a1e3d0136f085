import { fail, ok, type Result } from '@madang/base';
import { printFingerprint } from '@madang/protocol';
import type { Arguments, Command } from '../command.ts';
import { writeWhole } from '../data/found.ts';
import { invitationFingerprint, invitationOf, invitationText } from '../network/invitation.ts';
import { mustRunInNetwork } from '../network/settings.ts';
import type { CommandError, Terminal } from '../terminal.ts';
import { givenLedger, nodeFolderOption } from './given-folder.ts';

/** `madang invite`: what a newcomer's node begins with, from a member. Its node may run. */
export const invite: Command = {
  name: 'invite',
  operands: 'FILE',
  summary: {
    en: 'Writes what the node of a newcomer begins with: `madang join` takes it. All of it is public.',
    ko: '새 기관의 노드가 시작할 때 필요한 것을 한 파일에 씁니다(madang join 이 읽습니다). 비밀은 없습니다.',
  },
  options: [nodeFolderOption],
  count: { min: 1, max: 1 },
  run: runInvite,
};

async function runInvite(
  given: Arguments,
  terminal: Terminal,
): Promise<Result<number, CommandError>> {
  const found = givenLedger(given);
  if (!found.ok) return found;
  const layout = found.value;
  const settings = mustRunInNetwork(layout);
  if (!settings.ok) return settings;
  const invitation = invitationOf(layout, settings.value);
  if (!invitation.ok) return fail(invitation.error);
  const [file = ''] = given.positionals;
  writeWhole(file, invitationText(invitation.value));
  terminal.say(printFingerprint(invitationFingerprint(invitation.value)));
  return ok(0);
}
