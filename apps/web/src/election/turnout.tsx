import { formatCount, useLanguage, useMessages } from '@madang/ui';
import { electionsText } from '../text/elections.ts';
import type { ElectionFacts } from './election-facts.ts';
import { ByBuilding, ShareTaken } from './share-taken.tsx';
import { isShare, shareWords } from './share-words.ts';

const wholeBp = 10_000;

/** How many have voted, in all and by building, beside what the rule asks for. */
export function Turnout({ facts }: { facts: ElectionFacts }) {
  const text = useMessages(electionsText);
  const language = useLanguage();
  const { took, turnout: needed } = facts.now;
  const isMet = needed === undefined || isShare(needed, took.ballots, took.voters);
  const bp = needed === undefined ? 0 : Math.trunc((needed.num * wholeBp) / needed.den);
  const rows = facts.turnout.map(({ voters, ballots }, at) => ({
    name: facts.buildings[at] ?? '',
    voters,
    taken: ballots,
  }));
  return (
    <section class="part" aria-labelledby="turnout">
      <h2 id="turnout">{text.turnout}</h2>
      <ShareTaken
        label={text.turnout}
        says={text.turnoutOf(formatCount(took.ballots), formatCount(took.voters))}
        taken={took.ballots}
        voters={took.voters}
        threshold={{ bp, isMet }}
      >
        <p class="m-small m-sub">
          {needed === undefined
            ? text.turnoutNone
            : text.turnoutNeeded(shareWords(needed, language))}
        </p>
        {needed !== undefined && (
          <p class={isMet ? 'met' : 'm-small'}>{isMet ? text.turnoutMet : text.turnoutShort}</p>
        )}
      </ShareTaken>
      <ByBuilding
        label={text.byBuilding}
        heads={{ taken: text.ballots, rate: text.rate }}
        rows={rows}
      />
    </section>
  );
}
