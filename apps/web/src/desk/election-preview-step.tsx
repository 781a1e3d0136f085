import { useMessages } from '@madang/ui';
import { useMemo, useState } from 'preact/hooks';
import type { Chosen } from '../ballot/choice.ts';
import { BallotContext } from '../ballot/room.ts';
import { useInstitutionNames } from '../decision/use-names.ts';
import { ChooseStep } from '../pages/ballot-choose.tsx';
import { LandingStep } from '../pages/ballot-landing.tsx';
import { ResidentContext } from '../resident/context.ts';
import { deskElectionNewText } from '../text/desk-election-new.ts';
import type { ElectionPlan } from './election-plan.ts';
import { useDesk } from './gate.tsx';
import { previewElection, previewLink, previewRoom } from './preview-room.ts';
import '../pages/ballot.css';
import '../pages/link.css';

/** The pages of a voter, drawn by the same parts from what is planned. */
export function ElectionPreviewStep({ plan }: { plan: ElectionPlan }) {
  const text = useMessages(deskElectionNewText);
  const { at } = useDesk();
  const names = useInstitutionNames();
  const [isChoosing, setChoosing] = useState(false);
  const [chosen, setChosen] = useState<readonly Chosen[]>([]);
  const room = useMemo(() => previewRoom(plan), [plan]);
  const id = at.session.institution;
  const election = previewElection(plan, {
    id,
    name: names.get(id) ?? { ko: id, en: id },
    count: names.size,
  });
  if (election?.announced.state !== 'here') return null;
  return (
    <div class="part">
      <p>{text.previewWords}</p>
      <div class="flt" role="group" aria-label={text.stepPreview}>
        <button type="button" aria-pressed={!isChoosing} onClick={() => setChoosing(false)}>
          {text.previewFirst}
        </button>
        <button type="button" aria-pressed={isChoosing} onClick={() => setChoosing(true)}>
          {text.previewChoose}
        </button>
      </div>
      <div class="phone voter-preview">
        <ResidentContext.Provider value={room}>
          <BallotContext.Provider value={room}>
            {isChoosing ? (
              <ChooseStep
                election={election}
                words={election.announced.words}
                chosen={chosen}
                onChosen={setChosen}
                onReview={() => undefined}
              />
            ) : (
              <LandingStep
                link={previewLink(text.previewName, text.previewHome)}
                election={election}
                onAgain={() => undefined}
                onStep={() => setChoosing(true)}
              />
            )}
          </BallotContext.Provider>
        </ResidentContext.Provider>
      </div>
    </div>
  );
}
