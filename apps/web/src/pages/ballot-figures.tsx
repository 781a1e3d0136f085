import { formatCount, formatPercent, Meter, useMessages } from '@madang/ui';
import type { Election } from '../ballot/election.ts';
import { percentOf } from '../resident/shares.ts';
import { ballotAfterText } from '../text/ballot-after.ts';

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
