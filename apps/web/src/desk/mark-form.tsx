import { MAX_BATCH } from '@madang/services/elections.ts';
import { Alert, Button, Choice, formatCount, useLanguage, useMessages } from '@madang/ui';
import { useEffect, useState } from 'preact/hooks';
import type { ElectionFacts } from '../election/election-facts.ts';
import type { Problem } from '../ledger.ts';
import { Unanswered } from '../parts/unanswered.tsx';
import { deskPaperText } from '../text/desk-paper.ts';
import { useDesk } from './gate.tsx';
import { HomesToTick } from './homes-to-tick.tsx';
import { type KeptBatch, markingPlace } from './kept-batch.ts';
import { SelectField } from './moment-field.tsx';
import { advised } from './paper-advice.ts';
import { type PaperGroup, type PaperVoter, readPaperGroups } from './paper-roll.ts';
import { beginMarking, endMarking, nextMarking, type PaperRoom } from './paper-work.ts';
import { WorkSteps } from './work-steps.tsx';

type MarkProps = {
  facts: ElectionFacts;
  room: PaperRoom;
  kept: KeptBatch | undefined;
  onDone: () => void;
};

type Chosen = { group: PaperGroup; voters: readonly PaperVoter[] };

/** Chooses who votes on paper and marks them; marking that stopped on the way goes on. */
export function MarkPart({ facts, room, kept, onDone }: MarkProps) {
  const text = useMessages(deskPaperText);
  const [chosen, setChosen] = useState<Chosen>();
  return (
    <section class="part" aria-labelledby="mark">
      <h2 id="mark">{text.mark}</h2>
      <p>{text.markWords}</p>
      <p class="m-small m-sub">{text.markWhere}</p>
      {kept === undefined && chosen === undefined ? (
        <MarkForm facts={facts} onChosen={setChosen} />
      ) : (
        <Marking
          id={facts.id}
          room={room}
          wish={chosen}
          kept={kept}
          onDone={onDone}
          onBack={() => setChosen(undefined)}
        />
      )}
    </section>
  );
}

function AskWords({ voters }: Pick<Chosen, 'voters'>) {
  const text = useMessages(deskPaperText);
  const voted = voters.filter(({ hasVoted }) => hasVoted).length;
  return (
    <>
      <p>{text.markAsk(formatCount(voters.length))}</p>
      {voted > 0 && <Alert tone="warn" title={text.markAskVoted(formatCount(voted))} />}
    </>
  );
}

type MarkingProps = Pick<MarkProps, 'room' | 'kept' | 'onDone'> & {
  id: string;
  wish: Chosen | undefined;
  onBack: () => void;
};

function Marking({ room, kept, wish, id, onDone, onBack }: MarkingProps) {
  const text = useMessages(deskPaperText);
  const language = useLanguage();
  const place = markingPlace(id);
  const [hasBegun, setBegun] = useState(kept !== undefined);
  const begin =
    wish === undefined
      ? {}
      : {
          begin: async () => {
            setBegun(true);
            const persons = wish.voters.map(({ person }) => person);
            const { building } = wish.group;
            return advised(await beginMarking(room, { id, building, persons }), language);
          },
        };
  const end = async (): Promise<void> => {
    const found = await place.find();
    if (found !== undefined) await endMarking(found);
    onDone();
  };
  return (
    <>
      <WorkSteps
        work={{
          place,
          ...begin,
          next: async (batch) => advised(await nextMarking(room, batch), language),
          count: ({ marked, persons }) => ({ done: marked, total: persons.length }),
        }}
        {...(kept === undefined ? {} : { kept })}
        words={{
          start: text.markNow,
          goOn: text.markGoOn,
          busy: text.marking,
          beginning: text.markingBegins,
          step: text.markingStep,
          stopped: text.stopped,
          stoppedWords: text.markStopped,
        }}
        finished={() => <Marked onDone={onDone} />}
      >
        {wish !== undefined && <AskWords voters={wish.voters} />}
      </WorkSteps>
      <div>
        <Button kind="plain" onClick={hasBegun ? () => void end() : onBack}>
          {hasBegun ? text.markEnd : text.chooseAgain}
        </Button>
      </div>
    </>
  );
}

function Marked({ onDone }: Pick<MarkProps, 'onDone'>) {
  useEffect(onDone, []);
  return null;
}

type FormProps = { facts: ElectionFacts; onChosen: (chosen: Chosen) => void };

function MarkForm({ facts, onChosen }: FormProps) {
  const text = useMessages(deskPaperText);
  const { at } = useDesk();
  const [groups, setGroups] = useState<readonly PaperGroup[]>();
  const [problem, setProblem] = useState<Problem>();
  const [wanted, setGroup] = useState('');
  useEffect(() => {
    void readPaperGroups(at, facts).then((answer) => {
      if (answer.ok) setGroups(answer.value);
      else setProblem(answer.problem);
    });
  }, [facts.id, facts.now.acts]);
  if (problem !== undefined) return <Unanswered problem={problem} />;
  const group = groups?.find(({ key }) => key === wanted) ?? groups?.[0];
  if (groups === undefined || group === undefined) return null;
  return (
    <>
      <SelectField
        label={text.group}
        value={group.key}
        options={groups.map((one) => ({
          value: one.key,
          words: text.groupWords(groupName(one, text), formatCount(one.voters.length)),
        }))}
        onChange={setGroup}
      />
      {group.fixed > 0 && <p class="m-small m-sub">{text.fixed(formatCount(group.fixed))}</p>}
      {group.voters.length === 0 ? (
        <p>{text.nobodyFree}</p>
      ) : (
        <HomesChoice key={group.key} group={group} onChosen={onChosen} />
      )}
    </>
  );
}

function groupName({ building, weights }: PaperGroup, text: (typeof deskPaperText)['ko']): string {
  return weights === undefined ? building : text.weights(building, weights.join(', '));
}

type HomesProps = { group: PaperGroup; onChosen: (chosen: Chosen) => void };

/** The homes of a group, each to be ticked. */
function HomesChoice({ group, onChosen }: HomesProps) {
  const text = useMessages(deskPaperText);
  const [ticked, setTicked] = useState<ReadonlySet<number>>(new Set());
  const [error, setError] = useState<string>();
  const named = (voter: PaperVoter) => nameOf(voter, text.number);
  const tick = (person: number, isTicked: boolean): void => {
    const next = new Set(ticked);
    if (isTicked) next.add(person);
    else next.delete(person);
    setTicked(next);
    setError(undefined);
  };
  const go = (): void => {
    const voters = group.voters.filter(({ person }) => ticked.has(person));
    if (voters.length === 0) setError(text.chooseSome);
    else if (voters.length > MAX_BATCH) setError(text.tooMany(formatCount(MAX_BATCH)));
    else onChosen({ group, voters });
  };
  return (
    <>
      <HomesToTick
        homes={group.voters}
        nameOf={named}
        namesOf={(voter) => [named(voter)]}
        words={{ find: text.find, who: text.who, more: text.moreHomes }}
        error={error}
      >
        {(voter) => (
          <Choice
            key={voter.person}
            title={named(voter)}
            {...(voter.hasVoted ? { hint: text.hasVoted } : {})}
            checked={ticked.has(voter.person)}
            onChange={(isTicked) => tick(voter.person, isTicked)}
          />
        )}
      </HomesToTick>
      <p role="status">{text.chosen(formatCount(ticked.size))}</p>
      <div>
        <Button kind="second" onClick={go}>
          {text.next}
        </Button>
      </div>
    </>
  );
}

function nameOf({ person, homes }: PaperVoter, number: (person: string) => string): string {
  return homes.length === 0 ? number(String(person)) : homes.join(', ');
}
