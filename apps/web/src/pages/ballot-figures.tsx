import {
  formatCount,
  formatDayAndTime,
  formatPercent,
  Meter,
  useLanguage,
  useMessages,
  WallIcon,
} from '@madang/ui';
import type { Election } from '../ballot/election.ts';
import type { Verdict } from '../ledger.ts';
import { percentOf } from '../resident/shares.ts';
import { ballotAfterText } from '../text/ballot-after.ts';
import { countedText } from '../text/link-counted.ts';
import { receiptText } from '../text/link-receipt.ts';

/** The four points of a ballot’s receipt, each with what it means. */
export function FourChecks({ verdict }: { verdict: Verdict }) {
  const text = useMessages(ballotAfterText);
  const counted = useMessages(countedText);
  const receipt = useMessages(receiptText);
  const language = useLanguage();
  const { facts } = verdict;
  const signed = facts?.cosigners.filter(({ signedAtMs }) => signedAtMs !== undefined) ?? [];
  const until = formatDayAndTime(facts?.standingAtMs ?? 0, language);
  const rows = [
    { wall: 'signature', title: text.fourProof, words: text.fourProofWords },
    {
      wall: 'place',
      title: counted.fourPlace,
      words: counted.fourPlaceWords(formatCount(facts?.index ?? 0)),
    },
    {
      wall: 'institutions',
      title: receipt.wallInstitutions(formatCount(signed.length)),
      words: signed.map(({ name }) => name[language]).join(', '),
    },
    {
      wall: 'standing',
      title: counted.fourStanding,
      words: text.fourStandingWords(until),
    },
  ] as const;
  return (
    <section class="m-stack" aria-labelledby="four">
      <h2 id="four">{counted.four}</h2>
      <ul class="m-four">
        {rows.map(({ wall, title, words }) => (
          <li key={wall}>
            <WallIcon name={wall} state="passed" />
            <div>
              <b>{title}</b>
              <p>{words}</p>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

const wholeBp = 10_000;

/** How many have voted, beside whether one is counted; and how many have to. */
export function TurnoutFigure({ election: { now, fixed } }: { election: Election }) {
  const text = useMessages(ballotAfterText);
  const { ballots, voters } = now.took;
  const words = [
    formatCount(ballots),
    formatCount(voters),
    formatPercent(ballots, voters),
  ] as const;
  const needed = fixed.turnout;
  const share = needed === undefined ? '' : (percentOf(needed) ?? `${needed.num}/${needed.den}`);
  return (
    <section class="link-counts" aria-labelledby="turnout">
      <div>
        <div class="m-row">
          <h2 id="turnout">{text.turnout}</h2>
          <span class="m-num">{text.turnoutFigure(...words)}</span>
        </div>
        {needed !== undefined && (
          <>
            <Meter
              label={text.turnout}
              says={text.turnoutSays(...words)}
              value={ballots}
              total={voters}
              thresholdBp={Math.floor((needed.num * wholeBp) / needed.den)}
            />
            <p>
              {needed.compare === 'at-least'
                ? text.turnoutAtLeast(share)
                : text.turnoutMoreThan(share)}
            </p>
          </>
        )}
        <p>{text.turnoutNote}</p>
      </div>
    </section>
  );
}
