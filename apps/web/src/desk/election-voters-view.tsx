import { toHex } from '@madang/base';
import type { DeskSentAnswer, DeskVoter, ElectionDesk } from '@madang/client';
import { Alert, Button, formatCount, useMessages } from '@madang/ui';
import { useEffect, useState } from 'preact/hooks';
import { problemOf } from '../decision/city-client.ts';
import { type ElectionFacts, electionBytes } from '../election/election-facts.ts';
import type { Answer, Problem } from '../ledger.ts';
import { Unanswered } from '../parts/unanswered.tsx';
import { deskMixingText } from '../text/desk-mixing.ts';
import { deskVotersText } from '../text/desk-voters.ts';
import { electionDesk } from './election-desk.ts';
import { useDesk } from './gate.tsx';
import { OutboxFacts } from './outbox-facts.tsx';
import { sendElectionAct } from './send-election-act.ts';
import type { AtDesk } from './session.ts';

type Props = { facts: ElectionFacts; onDone: () => void };

/** Who has voted and who has not, links, reminders, and what became of the messages. */
export function ElectionVotersView({ facts, onDone }: Props) {
  const text = useMessages(deskVotersText);
  const { at } = useDesk();
  const [voters, setVoters] = useState<readonly DeskVoter[]>();
  const [problem, setProblem] = useState<Problem>();
  const { id, now } = facts;
  useEffect(() => {
    void electionDesk(at)
      .voters(id)
      .then((answer) => {
        if (answer.ok) setVoters(answer.value);
        else setProblem(problemOf(answer.error));
      });
  }, [id, now.acts]);
  const words = useWords(facts);
  const takes = ['registering', 'open', 'paused'].includes(now.status);
  const owing = voters?.filter(words.isOwing) ?? [];
  return (
    <div class="part narrow">
      <p>{words.lead}</p>
      {problem !== undefined && <Unanswered problem={problem} />}
      <OutboxFacts register={toHex(now.register)} />
      {words.notNow !== undefined && <Alert tone="info" title={words.notNow} />}
      {takes && (
        <Sending
          title={text.links}
          words={text.linksWords}
          said={text.linksSent}
          send={() => electionDesk(at).sendLinks(id)}
          note={(sent) => noteSent(at, id, 'link', sent)}
          onDone={onDone}
        />
      )}
      {takes && owing.length > 0 && (
        <Sending
          title={words.remind(formatCount(owing.length))}
          words={words.remindWords}
          said={text.reminded}
          send={() => electionDesk(at).remind(id)}
          note={(sent) => noteSent(at, id, 'reminder', sent)}
          onDone={onDone}
        />
      )}
      {words.isUnknown && <Alert title={words.unknown}>{words.unknownWords}</Alert>}
      {words.isKnown && voters !== undefined && (
        <Owing voters={owing} all={voters.length} words={words} />
      )}
    </div>
  );
}

/**
 * What is said of those who have something to do: to vote or, where keys are mixed, to register a
 * key. Once keys are mixed nobody knows who has something to do.
 */
function useWords({ now }: ElectionFacts) {
  const text = useMessages(deskVotersText);
  const mixing = useMessages(deskMixingText);
  const isMixed = now.mixing !== undefined;
  const isKnown = !isMixed || now.status === 'draft' || now.status === 'registering';
  const isOwing = ({ hasVoted, isRegistered }: DeskVoter): boolean =>
    isMixed ? isKnown && !isRegistered : hasVoted === false;
  const { silent, remind, remindWords, lead, notYet } = isMixed ? mixing : text;
  const notNow: Readonly<Record<string, string>> = { draft: notYet, mixing: mixing.mixingNow };
  return {
    ...{ isKnown, isOwing, silent, remind, remindWords, lead },
    /** Why no message is sent now. */
    notNow: notNow[now.status],
    isUnknown: !isKnown && now.status !== 'mixing',
    everybody: isMixed ? mixing.everybody : text.nobody,
    unknown: mixing.unknown,
    unknownWords: mixing.unknownWords,
  };
}

/** Puts on record how many voters were sent something, and how many could not be. */
function noteSent(
  at: AtDesk,
  id: string,
  kind: 'link' | 'reminder',
  { homes, undelivered }: DeskSentAnswer,
): Promise<Answer<unknown>> {
  const payload = { election: electionBytes(id), kind, voters: homes, undelivered };
  return sendElectionAct(at, 'election.noteMessages', payload);
}

type SendingProps = {
  title: string;
  words: string;
  said: (homes: string, missed: string) => string;
  send: () => ReturnType<ElectionDesk['sendLinks']>;
  note: (sent: DeskSentAnswer) => Promise<Answer<unknown>>;
  onDone: () => void;
};

function Sending({ title, words, said, send, note, onDone }: SendingProps) {
  const text = useMessages(deskVotersText);
  const [isBusy, setBusy] = useState(false);
  const [sent, setSent] = useState<DeskSentAnswer>();
  const [problem, setProblem] = useState<Problem>();
  const [isAgain, setAgain] = useState(false);
  const run = async (): Promise<void> => {
    setBusy(true);
    setSent(undefined);
    setProblem(undefined);
    const answer = await send();
    if (answer.ok) {
      setSent(answer.value);
      await put(answer.value);
    } else setProblem(problemOf(answer.error));
    setBusy(false);
  };
  // What was sent is sent; only its number may still have to come on record.
  const put = async (those: DeskSentAnswer): Promise<void> => {
    setProblem(undefined);
    const noted = await note(those);
    setAgain(!noted.ok);
    if (noted.ok) onDone();
    else setProblem(noted.problem);
  };
  return (
    <div class="m-stack-s">
      <div>
        <Button kind="second" busy={isBusy} busyWords={text.sending} onClick={() => void run()}>
          {title}
        </Button>
      </div>
      <p class="m-small m-sub" role="status">
        {sent === undefined ? words : said(formatCount(sent.homes), formatCount(sent.undelivered))}
      </p>
      {problem !== undefined && <Unanswered problem={problem} />}
      {isAgain && sent !== undefined && (
        <Alert tone="warn" title={text.notNoted}>
          <Button size="s" onClick={() => void put(sent)}>
            {text.noteAgain}
          </Button>
        </Alert>
      )}
    </div>
  );
}

const shownAtFirst = 100;

type OwingProps = {
  voters: readonly DeskVoter[];
  all: number;
  words: Pick<ReturnType<typeof useWords>, 'silent' | 'everybody'>;
};

/** The homes that have something to do, as the office knows them. */
function Owing({ voters, all, words }: OwingProps) {
  const text = useMessages(deskVotersText);
  const [shown, setShown] = useState(shownAtFirst);
  const named = voters
    .map(({ person, homes, isReached }) => ({
      person,
      name: homes.length === 0 ? text.number(String(person)) : homes.join(', '),
      isReached,
    }))
    .toSorted((one, other) => one.name.localeCompare(other.name, 'ko', { numeric: true }));
  return (
    <section class="part" aria-labelledby="silent">
      <h2 id="silent">{words.silent(formatCount(voters.length), formatCount(all))}</h2>
      <p class="m-small m-sub">{text.silentWords}</p>
      {voters.length === 0 && <p class="met">{words.everybody}</p>}
      <ul class="silent-homes">
        {named.slice(0, shown).map(({ person, name, isReached }) => (
          <li key={person}>
            {name}
            {!isReached && <small class="m-sub"> {text.noContact}</small>}
          </li>
        ))}
      </ul>
      {named.length > shown && (
        <div>
          <Button kind="plain" size="s" onClick={() => setShown(shown + shownAtFirst)}>
            {text.more(formatCount(named.length - shown))}
          </Button>
        </div>
      )}
    </section>
  );
}
