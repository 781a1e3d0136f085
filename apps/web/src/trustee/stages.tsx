import { Alert, Icon, useLanguage, useMessages } from '@madang/ui';
import { useHref } from '../router.ts';
import { trusteeWorkText } from '../text/trustee-work.ts';
import { usePersonName } from './trouble.tsx';
import type { Seen, VoidedRound } from './working.ts';

const order = ['commit', 'reveal', 'deal', 'accept', 'rehearse'] as const;

/** The stages of the ceremony in their order, and what each of them shows. */
export function Stages({ seen }: { seen: Seen }) {
  const text = useMessages(trusteeWorkText);
  const names: readonly string[] = order;
  const now = seen.stage === 'ready' ? order.length : names.indexOf(seen.stage);
  const stateAt = (at: number) => {
    if (at < now) return 'done';
    return at === now ? 'now' : 'later';
  };
  const words = { done: text.stageDone, now: text.stageNow, later: text.stageLater };
  return (
    <section class="m-stack" aria-labelledby="stages">
      <h2 id="stages">{text.stages}</h2>
      <ol class="trustee-stages">
        {order.map((stage, at) => {
          const state = stateAt(at);
          return (
            <li key={stage} data-is={state} aria-current={state === 'now' ? 'step' : undefined}>
              <b>
                {text[stage]}
                <span>
                  {state === 'done' && <Icon name="check" small />}
                  {words[state]}
                </span>
              </b>
              <p>{text[`${stage}Words`]}</p>
            </li>
          );
        })}
      </ol>
    </section>
  );
}

/** Who the trustees are, and how far each has come. */
export function People({ seen }: { seen: Seen }) {
  const text = useMessages(trusteeWorkText);
  const nameOf = usePersonName(seen.seats);
  return (
    <section class="m-stack" aria-labelledby="people">
      <h2 id="people">{text.people}</h2>
      <ul class="trustee-people">
        {seen.next.map((_, at) => {
          const number = at + 1;
          return (
            <li key={number}>
              <b>
                {nameOf(number)}
                {number === seen.number && <span class="m-tag">{text.me}</span>}
              </b>
              <span>
                <State seen={seen} number={number} />
              </span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function State({ seen, number }: { seen: Seen; number: number }) {
  const text = useMessages(trusteeWorkText);
  const { status, missing, stage, sums, mix } = seen;
  if (sums.length > 0) {
    const done = sums.filter(({ givenBy }) => givenBy.includes(number)).length;
    return <>{text.personOpened(String(done), String(sums.length))}</>;
  }
  if (mix !== undefined) {
    return <>{mix.mixed.includes(number) ? text.personMixed : text.personNotMixed}</>;
  }
  if (status !== 'draft' || stage === 'ready') return <>{text.personReady}</>;
  return <>{missing.includes(number) ? text.personWaits(text[stage]) : text.personDone}</>;
}

/** Which round it is, and what became of those before. */
export function Rounds({ seen }: { seen: Seen }) {
  const text = useMessages(trusteeWorkText);
  if (seen.round === 0) return null;
  return (
    <Alert tone="warn" title={text.roundTitle(String(seen.round + 1))} announce="new">
      <p>{text.roundWords}</p>
      <ul class="trustee-rounds">
        {seen.voided.map((voided) => (
          <li key={voided.record}>
            <Voided voided={voided} seats={seen.seats} />
          </li>
        ))}
      </ul>
    </Alert>
  );
}

function Voided({ voided, seats }: { voided: VoidedRound; seats: Seen['seats'] }) {
  const text = useMessages(trusteeWorkText);
  const language = useLanguage();
  const href = useHref();
  const nameOf = usePersonName(seats);
  const { round, why, blamed, reason, record } = voided;
  const who = blamed.length === 0 ? text.nobody : blamed.map(nameOf).join(', ');
  return (
    <>
      {text[`why_${why}`](String(round + 1), who)}
      {reason !== undefined && <> {text.reason(reason[language])}</>}{' '}
      <a href={href(`/records/${String(record)}`)}>{text.record}</a>
    </>
  );
}
