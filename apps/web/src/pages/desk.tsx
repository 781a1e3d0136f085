import { toHex } from '@madang/base';
import { ButtonLink, EmptyState, Skeleton, useMessages } from '@madang/ui';
import { DecisionLink, useDecisions } from '../decision/list.tsx';
import { DeskFrame } from '../desk/frame.tsx';
import { DeskGate, useDesk } from '../desk/gate.tsx';
import { DraftingNotice, OpeningNotice } from '../desk/opening-notice.tsx';
import { PendingPart } from '../desk/pending-part.tsx';
import { Elections } from '../election/list.tsx';
import { Unanswered } from '../parts/unanswered.tsx';
import { type Page, useHref } from '../router.ts';
import { decisionsText } from '../text/decisions.ts';
import { deskText } from '../text/desk.ts';
import { electionListText } from '../text/election-list.ts';
import './decisions.css';
import './desk.css';

function DeskHomePage() {
  const text = useMessages(deskText);
  const election = useMessages(electionListText);
  const href = useHref();
  const { at, leave } = useDesk();
  const { roles, institution } = at.session;
  const [decides, elects] = [roles.includes('vote.officer'), roles.includes('election.officer')];
  const title = decides ? text.list : text.title;
  const create = {
    key: 'new',
    href: href('/desk/new'),
    label: text.create,
    icon: 'write',
  } as const;
  const createElection = {
    key: 'new-election',
    href: href('/desk/elections/new'),
    label: election.create,
    icon: 'write',
  } as const;
  return (
    <DeskFrame
      groups={[
        {
          title: text.progress,
          items: [
            { key: 'list', href: href('/desk'), label: title, icon: 'book' },
            ...(decides ? [create] : []),
            ...(elects ? [createElection] : []),
          ],
        },
      ]}
      current="list"
      at={at}
      onLeave={leave}
    >
      <header class="desk-head">
        <h1>{title}</h1>
        <div class="m-row">
          {decides && (
            <ButtonLink href={create.href} size="s" icon="write">
              {create.label}
            </ButtonLink>
          )}
          {elects && (
            <ButtonLink
              href={createElection.href}
              kind={decides ? 'second' : 'main'}
              size="s"
              icon="write"
            >
              {createElection.label}
            </ButtonLink>
          )}
        </div>
      </header>
      <main id="main" class="desk-body" tabIndex={-1}>
        {decides && <OpeningNotice />}
        {elects && <DraftingNotice />}
        {decides ? <OwnDecisions /> : <p class="m-sub">{text.needsDecisions}</p>}
        {elects ? (
          <Elections path="/desk/elections" institution={institution} />
        ) : (
          <p class="m-sub">{text.needsElections}</p>
        )}
        <PendingPart />
      </main>
    </DeskFrame>
  );
}

/** The decisions of the officer's institution. */
function OwnDecisions() {
  const words = useMessages(decisionsText);
  const href = useHref();
  const { at } = useDesk();
  const { lines, problem } = useDecisions();
  const own = lines?.filter(({ institution }) => institution === at.session.institution);
  return (
    <>
      {problem !== undefined && <Unanswered problem={problem} />}
      {own === undefined && problem === undefined && <Skeleton label={words.loading} />}
      {own?.length === 0 && (
        <EmptyState title={words.none}>
          <p>{words.noneWords}</p>
        </EmptyState>
      )}
      {own !== undefined && own.length > 0 && (
        <ul class="dlist">
          {own.map((line) => {
            const id = toHex(line.id);
            return <DecisionLink key={id} line={line} href={href(`/desk/${id}`)} />;
          })}
        </ul>
      )}
    </>
  );
}

function Desk() {
  return (
    <DeskGate>
      <DeskHomePage />
    </DeskGate>
  );
}

/** `/desk`: the decisions and elections of an officer's institution. */
export const page: Page = {
  title: (language) => deskText[language].title,
  Content: Desk,
};
