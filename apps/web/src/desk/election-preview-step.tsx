import { Skeleton, useMessages } from '@madang/ui';
import { useEffect, useMemo, useState } from 'preact/hooks';
import type { Chosen } from '../ballot/choice.ts';
import { useInstitutionNames } from '../decision/use-names.ts';
import { ResidentContext } from '../resident/context.ts';
import { deskElectionNewText } from '../text/desk-election-new.ts';
import type { ElectionPlan } from './election-plan.ts';
import { useDesk } from './gate.tsx';
import { previewElection, previewLink, previewRoom, type VoterParts } from './preview-room.ts';
import '../pages/link.css';

/** The pages of a voter, drawn by the same parts from what is planned. */
export function ElectionPreviewStep({ plan }: { plan: ElectionPlan }) {
  const text = useMessages(deskElectionNewText);
  const [parts, setParts] = useState<VoterParts>();
  useEffect(() => void import('../pages/ballot-way.tsx').then(setParts), []);
  return (
    <div class="part">
      <p>{text.previewWords}</p>
      {parts === undefined ? (
        <Skeleton label={text.stepPreview} />
      ) : (
        <VoterPages parts={parts} plan={plan} />
      )}
    </div>
  );
}

function VoterPages({ parts, plan }: { parts: VoterParts; plan: ElectionPlan }) {
  const text = useMessages(deskElectionNewText);
  const { at } = useDesk();
  const names = useInstitutionNames();
  const [isChoosing, setChoosing] = useState(false);
  const [chosen, setChosen] = useState<readonly Chosen[]>([]);
  const room = useMemo(() => previewRoom(parts, plan), [plan]);
  const id = at.session.institution;
  const election = previewElection(plan, {
    id,
    name: names.get(id) ?? { ko: id, en: id },
    count: names.size,
  });
  const { BallotContext, ChooseStep, LandingStep } = parts;
  if (election?.announced.state !== 'here') return null;
  return (
    <>
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
    </>
  );
}
