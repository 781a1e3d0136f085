import { CommandLine, Fold, useMessages } from '@madang/ui';
import { ShareButton } from '../parts/share-button.tsx';
import { useHref } from '../router.ts';
import { deskElectionText } from '../text/desk-election.ts';

type InviteProps = { id: string; title: string; what: 'ceremony' | 'mix' | 'decrypt' };

/** Where trustees do their part: a link for each of them, and a command for who prefers one. */
export function TrusteeInvite({ id, title, what }: InviteProps) {
  const text = useMessages(deskElectionText);
  const href = useHref();
  const link = location.origin + href(`/trustee/elections/${id}`);
  const command = `npx madang trustee ${what} ${id} --key trustee.key --at ${location.origin}`;
  return (
    <>
      <p>{text.invite}</p>
      <p class="m-small">
        <a href={link}>{link}</a>
      </p>
      <div>
        <ShareButton
          title={title}
          link={link}
          copyWords={text.inviteCopy}
          shareWords={text.inviteShare}
        />
      </div>
      <Fold title={text.byCommand}>
        <p class="m-small m-sub">{text.keyCommand}</p>
        <CommandLine command={command} />
      </Fold>
    </>
  );
}
