import {
  Alert,
  Button,
  ButtonLink,
  Fold,
  formatCount,
  formatDayAndTime,
  Hash,
  Progress,
  Skeleton,
  Tag,
  useLanguage,
  useMessages,
} from '@madang/ui';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { statusWord } from '../election/words.ts';
import { useHref } from '../router.ts';
import { trusteeText } from '../text/trustee.ts';
import { trusteeWorkText } from '../text/trustee-work.ts';
import { Account } from './own-key.tsx';
import { useTrusteeRoom } from './room.ts';
import { People, Rounds, Stages } from './stages.tsx';
import { TroubleAlert, usePersonName } from './trouble.tsx';
import { dueIn, type RunningWork, startWork, takeTurn, type Work } from './work.ts';
import type { KeyFacts, Seen, SeenMix } from './working.ts';

/** So long a window may wait for its turn before it says that another is at work, ms. */
const turnMs = 500;

/** The work of this window in an election, and whether it is this window’s turn. */
function useWork(id: string) {
  const room = useTrusteeRoom();
  const [work, setWork] = useState<Work>({ isBusy: false, isAuto: false });
  const [turn, setTurn] = useState<'asking' | 'elsewhere' | 'mine'>('asking');
  const running = useRef<RunningWork>(undefined);
  useEffect(() => {
    const late = setTimeout(() => setTurn('elsewhere'), turnMs);
    const giveUp = takeTurn(id, () => {
      clearTimeout(late);
      setTurn('mine');
      running.current = startWork(id, room, setWork);
    });
    return () => {
      clearTimeout(late);
      giveUp();
      running.current?.stop();
    };
  }, [id]);
  const controls = useMemo(
    () => ({
      start: () => running.current?.start(),
      pause: () => running.current?.pause(),
      once: () => running.current?.once(),
    }),
    [],
  );
  return { work, turn, controls };
}

type Controls = Omit<RunningWork, 'stop'>;

/** What an election asks of the trustee of this device. */
export function TrusteeElection({ id, of }: { id: string; of: KeyFacts }) {
  const text = useMessages(trusteeWorkText);
  const key = useMessages(trusteeText);
  const { work, turn, controls } = useWork(id);
  const { seen, trouble } = work;
  if (turn === 'elsewhere') {
    return (
      <div class="m-task">
        <h1>{key.title}</h1>
        <Alert tone="info" title={text.elsewhere} announce="new">
          <p>{text.elsewhereWords}</p>
        </Alert>
      </div>
    );
  }
  if (seen === undefined) {
    return (
      <div class="m-task">
        <h1>{key.title}</h1>
        {trouble === undefined ? (
          <Skeleton label={text.looking} />
        ) : (
          <TroubleAlert trouble={trouble} />
        )}
        {trouble?.code === 'NOT_A_TRUSTEE' && <Account account={of.account} />}
      </div>
    );
  }
  return (
    <div class="m-task">
      <Head seen={seen} />
      {trouble !== undefined && <TroubleAlert trouble={trouble} seats={seen.seats} />}
      {seen.status === 'draft' && <Rounds seen={seen} />}
      <Now id={id} work={work} seen={seen} controls={controls} />
      {seen.status === 'draft' && <Stages seen={seen} />}
      <People seen={seen} />
      <Trust seen={seen} />
    </div>
  );
}

function Head({ seen }: { seen: Seen }) {
  const text = useMessages(trusteeWorkText);
  const language = useLanguage();
  const { number, next, title, status, seats, provenAt } = seen;
  const seat = seats[number - 1]?.[language] ?? '';
  const who = text.who(formatCount(number), formatCount(next.length));
  return (
    <div class="m-stack-s">
      <p class="m-small m-sub">{seat === '' ? who : `${who} · ${seat}`}</p>
      <h1>{title[language]}</h1>
      <p class="m-row">
        <Tag tone={status === 'open' ? 'action' : 'plain'}>{statusWord(status, language)}</Tag>
      </p>
      <p class="m-small m-sub">
        {text.proven(
          formatCount(provenAt.institutions),
          formatDayAndTime(provenAt.asOfMs, language),
        )}
      </p>
    </div>
  );
}

type NowProps = { id: string; work: Work; seen: Seen; controls: Controls };

/** What is asked of this trustee now. */
function Now({ id, work, seen, controls }: NowProps) {
  const text = useMessages(trusteeWorkText);
  const language = useLanguage();
  const href = useHref();
  const { status, stage, threshold, closesAt } = seen;
  if (status === 'draft' && stage !== 'ready') {
    return <CeremonyNow work={work} seen={seen} controls={controls} />;
  }
  if (status === 'closed') return <OpeningNow work={work} seen={seen} controls={controls} />;
  if (status === 'draft') {
    return (
      <Alert tone="checked" title={text.keyReady} announce="new">
        <p>{text.keyReadyWords(formatCount(threshold))}</p>
        <p>{text.keepFile}</p>
      </Alert>
    );
  }
  if (seen.mix !== undefined)
    return <MixNow work={work} mix={seen.mix} seen={seen} controls={controls} />;
  if (status === 'registering' || status === 'mixing') {
    return (
      <Alert tone="info" title={text.registering}>
        <p>{text.registeringWords}</p>
      </Alert>
    );
  }
  if (status === 'open' || status === 'paused') {
    return (
      <Alert tone="info" title={text.running}>
        <p>{text.runningWords(formatDayAndTime(closesAt, language))}</p>
        <p>{text.keepFile}</p>
      </Alert>
    );
  }
  const words = {
    decided: text.decidedWords,
    undisclosed: text.undisclosedWords,
    'called-off': text.calledOffWords,
  }[status];
  return (
    <Alert tone={status === 'decided' ? 'checked' : 'info'} title={text[status]} announce="new">
      <p>{words}</p>
      <p>
        <a href={href(`/elections/${id}`)}>{text.toResult}</a>
      </p>
    </Alert>
  );
}

type DoingProps = { work: Work; seen: Seen; controls: Controls };

function CeremonyNow({ work, seen, controls }: DoingProps) {
  const text = useMessages(trusteeWorkText);
  const nameOf = usePersonName(seen.seats);
  const { stage, missing, number } = seen;
  const others = missing.filter((one) => one !== number).map(nameOf);
  const isMine = missing.includes(number);
  return (
    <section class="m-stack" aria-labelledby="now">
      <div class="m-stack-s">
        <h2 id="now">{isMine ? text.nowAct(text[stage]) : text.waiting}</h2>
        {isMine && stage !== 'ready' && <p>{text[`${stage}Words`]}</p>}
        {others.length > 0 && <p>{text.waitingFor(others.join(', '))}</p>}
      </div>
      <Buttons work={work} seen={seen} controls={controls} mainWords={text.start} />
    </section>
  );
}

/** One button that starts, one for a single step; what came of it is said below. */
function Buttons({ work, seen, controls, mainWords }: DoingProps & { mainWords: string }) {
  const text = useMessages(trusteeWorkText);
  const { isAuto, isBusy, stopped, done } = work;
  const isDue = dueIn(seen) !== undefined;
  const doneWords = done === undefined ? '' : text[doneWord(done)];
  return (
    <>
      {isAuto ? (
        <div class="trustee-auto">
          <p>
            <b>{text.goingOn}</b>
          </p>
          <div>
            <Button kind="plain" onClick={controls.pause}>
              {text.pause}
            </Button>
          </div>
        </div>
      ) : (
        <div class="m-stack-s">
          <Button size="l" busy={isBusy} busyWords={text.busy} onClick={controls.start}>
            {mainWords}
          </Button>
          <p class="m-small m-sub">{text.startWords}</p>
          {isDue && seen.status === 'draft' && !isBusy && (
            <Button kind="quiet" onClick={controls.once}>
              {text.step}
            </Button>
          )}
        </div>
      )}
      <p role="status">{isBusy ? text.busy : doneWords}</p>
      {stopped !== undefined && <TroubleAlert trouble={stopped} seats={seen.seats} />}
    </>
  );
}

type Done = NonNullable<Work['done']>;

function doneWord(done: Done) {
  const name = done.replace('election.', '');
  return `done_${name}` as `done_${Done extends `election.${infer Name}` ? Name : never}`;
}

function MixNow({ work, mix, seen, controls }: DoingProps & { mix: SeenMix }) {
  const text = useMessages(trusteeWorkText);
  const isOver = mix.mixed.includes(seen.number);
  const titles = isOver ? text.mixOver : text.mixWaits;
  return (
    <section class="m-stack" aria-labelledby="now">
      <div class="m-stack-s">
        <h2 id="now">{mix.isMine ? text.mixTitle : titles}</h2>
        <p>{isOver ? text.mixOverWords : text.mixWords}</p>
      </div>
      <Progress
        label={text.mixLabel}
        done={mix.done}
        total={mix.lists}
        says={text.mixProgress(formatCount(mix.done), formatCount(mix.lists))}
      />
      {!isOver && <Buttons work={work} seen={seen} controls={controls} mainWords={text.mixNow} />}
    </section>
  );
}

function OpeningNow({ work, seen, controls }: DoingProps) {
  const text = useMessages(trusteeWorkText);
  const { sums, number, threshold } = seen;
  const given = sums.filter(({ givenBy }) => givenBy.includes(number)).length;
  const [done, all] = [formatCount(given), formatCount(sums.length)];
  const fewest = Math.min(...sums.map(({ givenBy }) => givenBy.length));
  const isOpened = given === sums.length;
  const missing = Math.max(threshold - fewest, 0);
  return (
    <section class="m-stack" aria-labelledby="now">
      <div class="m-stack-s">
        <h2 id="now">{isOpened ? text.opened : text.openTitle}</h2>
        <p>{text.openWords}</p>
      </div>
      <Progress
        label={text.progressLabel}
        done={given}
        total={sums.length}
        says={text.progress(done, all)}
      />
      {isOpened ? (
        <p role="status">
          {missing > 0 ? text.openedWords(formatCount(missing)) : text.openedLast}
        </p>
      ) : (
        <OpenButton work={work} controls={controls} />
      )}
      {work.stopped !== undefined && <TroubleAlert trouble={work.stopped} seats={seen.seats} />}
    </section>
  );
}

function OpenButton({ work, controls }: Omit<DoingProps, 'seen'>) {
  const text = useMessages(trusteeWorkText);
  return (
    <Button
      size="l"
      busy={work.isBusy || work.isAuto}
      busyWords={text.opening}
      onClick={controls.start}
    >
      {text.openNow}
    </Button>
  );
}

/** By which list of institutions this device believes what it sees. */
function Trust({ seen }: { seen: Seen }) {
  const text = useMessages(trusteeWorkText);
  const href = useHref();
  return (
    <div class="m-stack">
      <Fold title={text.trust}>
        <p>{text.trustWords}</p>
        <p class="m-small m-sub">{text.trustPrint}</p>
        <Hash hex={seen.policy} />
      </Fold>
      <div>
        <ButtonLink kind="plain" size="s" href={href('/trustee')}>
          {text.toKey}
        </ButtonLink>
      </div>
    </div>
  );
}
