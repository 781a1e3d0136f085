import { toHex } from '@madang/base';
import type { Opening } from '@madang/services/ballot.ts';
import { Alert, Button, Field, inGroups, useLanguage, useMessages } from '@madang/ui';
import { useEffect, useMemo, useState } from 'preact/hooks';
import './link.css';
import { type Election, loadElection } from '../ballot/election.ts';
import { notedOf, openedIn, readNoted } from '../ballot/opened-link.ts';
import { BallotContext, createBallotRoom, useBallotRoom } from '../ballot/room.ts';
import { useAsked } from '../ledger-context.ts';
import { Unanswered } from '../parts/unanswered.tsx';
import { ResidentContext } from '../resident/context.ts';
import { createResidentRoom } from '../resident/room.ts';
import type { Page } from '../router.ts';
import { ballotText } from '../text/ballot.ts';
import { ballotTestText } from '../text/ballot-test.ts';
import { Help, Notice, Waiting } from './link-parts.tsx';

/** What was locked in the ballot, in the words of its announcement. */
function Inside({ election, opening }: { election: Election; opening: Opening }) {
  const text = useMessages(ballotTestText);
  const words = useMessages(ballotText);
  const language = useLanguage();
  const { announced } = election;
  const asked = announced.state === 'here' ? announced.words.questions : [];
  return (
    <section class="m-stack" aria-labelledby="inside">
      <h2 id="inside">{text.inside}</h2>
      <dl class="m-facts">
        {opening.chosen.map((chosen, at) => {
          const names = chosen.map(
            (answer) =>
              asked[at]?.answers[answer]?.title[language] ?? words.number(String(answer + 1)),
          );
          const none =
            election.fixed.questions[at]?.choice?.blank === true ? words.blank : words.nobody;
          return (
            <div key={String(at)}>
              <dt>{asked[at]?.title[language] ?? String(at + 1)}</dt>
              <dd>{names.length === 0 ? none : names.join(', ')}</dd>
            </div>
          );
        })}
      </dl>
      <p class="m-small m-sub">{text.neverCast}</p>
    </section>
  );
}

/** Compares the fingerprint that somebody wrote down with that of the ballot made again. */
function Compare({ fingerprint }: { fingerprint: Uint8Array }) {
  const text = useMessages(ballotTestText);
  const [typed, setTyped] = useState('');
  const [found, setFound] = useState<'same' | 'differs' | 'short'>();
  const compare = () => {
    const noted = readNoted(typed);
    if (noted === undefined) setFound('short');
    else setFound(noted === notedOf(fingerprint) ? 'same' : 'differs');
  };
  return (
    <form
      class="m-stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        compare();
      }}
    >
      <Field
        label={text.noted}
        value={typed}
        onInput={(value) => {
          setTyped(value);
          setFound(undefined);
        }}
        {...(found === 'short' ? { error: text.short } : {})}
      />
      <Button type="submit">{text.compare}</Button>
      {found === 'same' && (
        <Alert tone="checked" title={text.same} announce="new">
          {text.sameWords}
        </Alert>
      )}
      {found === 'differs' && (
        <Alert tone="failed" title={text.differs} announce="new">
          {text.differsWords}
        </Alert>
      )}
    </form>
  );
}

function Remade({ election, opening }: { election: Election; opening: Opening }) {
  const text = useMessages(ballotTestText);
  const { sealer } = useBallotRoom();
  const [made, setMade] = useState<Uint8Array | 'none'>();
  const { open } = election;
  useEffect(() => {
    if (open === undefined) return;
    sealer.reopen(open.bound, opening).then(
      (fingerprint) => setMade(fingerprint ?? 'none'),
      () => setMade('none'),
    );
  }, []);
  if (made === undefined) return <Waiting />;
  if (made === 'none') {
    return (
      <Notice title={text.notAllowed}>
        <p>{text.notAllowedWords}</p>
      </Notice>
    );
  }
  return (
    <div class="m-task">
      <div class="m-stack-s">
        <h1>{text.remade}</h1>
        <p>{text.remadeWords}</p>
      </div>
      <Compare fingerprint={made} />
      <Inside election={election} opening={opening} />
      <p class="m-small m-sub">
        {text.code} {inGroups(toHex(made))}
      </p>
      <Help />
    </div>
  );
}

function Loaded({ opening }: { opening: Opening }) {
  const text = useMessages(ballotTestText);
  const room = useBallotRoom();
  const id = toHex(opening.election);
  const [asked, again] = useAsked(id, () => loadElection(room, id));
  if (asked.state === 'asking') return <Waiting />;
  const isProven = asked.state === 'answered' && asked.value.open !== undefined;
  if (isProven) return <Remade election={asked.value} opening={opening} />;
  const code =
    asked.state === 'answered' && asked.value.proof.state !== 'proven'
      ? asked.value.proof.code
      : 'ELECTION_NOT_OPEN';
  const problem = asked.state === 'unanswered' ? asked.problem : { code, offline: false };
  return (
    <div class="m-task">
      <h1>{text.unproven}</h1>
      <Unanswered problem={problem} onAgain={again} />
      <Help />
    </div>
  );
}

/** Where another device makes an opened ballot again, from what stands behind `#`. */
function BallotCheck() {
  const text = useMessages(ballotTestText);
  const resident = useMemo(createResidentRoom, []);
  const room = useMemo(() => createBallotRoom(resident), []);
  const opening = useMemo(() => openedIn(location.hash), []);
  useEffect(() => () => room.sealer.stop(), []);
  if (opening === undefined) {
    return (
      <Notice title={text.notReadable}>
        <p>{text.notReadableWords}</p>
      </Notice>
    );
  }
  return (
    <ResidentContext.Provider value={resident}>
      <BallotContext.Provider value={room}>
        <Loaded opening={opening} />
      </BallotContext.Provider>
    </ResidentContext.Provider>
  );
}

/** The test of a ballot that another device opened in place of casting it. */
export const page: Page = {
  title: (language) => ballotTestText[language].checkTitle,
  Content: BallotCheck,
};
