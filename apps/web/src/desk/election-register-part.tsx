import type { DeskKnownRegister } from '@madang/client';
import {
  Alert,
  Choice,
  Facts,
  formatCount,
  formatDay,
  Skeleton,
  useLanguage,
  useMessages,
} from '@madang/ui';
import { useEffect, useState } from 'preact/hooks';
import { problemOf } from '../decision/city-client.ts';
import { levelWords } from '../decision/status-words.ts';
import type { Problem } from '../ledger.ts';
import { Unanswered } from '../parts/unanswered.tsx';
import { deskRegisterText } from '../text/desk-register.ts';
import { electionDesk } from './election-desk.ts';
import type { ElectionStepProps } from './election-rule-step.tsx';
import { useDesk } from './gate.tsx';
import { HomesToTick } from './homes-to-tick.tsx';
import { placedVoters, type TakenPerson, takenRoll, withVoter } from './register-roll.ts';

/** Chooses a register that is there already, and who of it is not put on the roll. */
export function ElectionRegisterPart({ plan, change }: ElectionStepProps) {
  const text = useMessages(deskRegisterText);
  const { at } = useDesk();
  const [known, setKnown] = useState<readonly DeskKnownRegister[]>();
  const [problem, setProblem] = useState<Problem>();
  const [taking, setTaking] = useState<string>();
  const { taken } = plan;
  useEffect(() => {
    void electionDesk(at)
      .registers()
      .then((answer) => {
        if (answer.ok) setKnown(answer.value);
        else setProblem(problemOf(answer.error));
      });
  }, []);
  const take = async (one: DeskKnownRegister): Promise<void> => {
    setTaking(one.register);
    setProblem(undefined);
    const persons = await electionDesk(at).registerPersons(one.register);
    setTaking(undefined);
    if (persons.ok) change({ taken: takenRoll(one, persons.value), level: one.level });
    else setProblem(problemOf(persons.error));
  };
  if (known === undefined && problem === undefined) return <Skeleton label={text.loading} />;
  const isChosen = ({ register }: DeskKnownRegister) => register === (taking ?? taken?.register);
  return (
    <div class="part">
      {problem !== undefined && <Unanswered problem={problem} />}
      {known?.length === 0 && <Alert tone="info" title={text.none} />}
      {known !== undefined && known.length > 0 && (
        <fieldset class="choices">
          <legend class="m-label">{text.which}</legend>
          {known.map((one) => (
            <RegisterChoice
              key={one.register}
              known={one}
              isChosen={isChosen(one)}
              onTake={() => void take(one)}
            />
          ))}
        </fieldset>
      )}
      <p role="status">{taking === undefined ? '' : text.taking}</p>
      {taken !== undefined && taking === undefined && (
        <Preview
          key={taken.register}
          taken={taken}
          onTick={(person, isIn) => change({ taken: withVoter(taken, person, isIn) })}
        />
      )}
    </div>
  );
}

type ChoiceProps = { known: DeskKnownRegister; isChosen: boolean; onTake: () => void };

function RegisterChoice({ known, isChosen, onTake }: ChoiceProps) {
  const text = useMessages(deskRegisterText);
  const language = useLanguage();
  const { matters, openedAt, persons, level } = known;
  const [first, ...others] = matters.map((title) => title[language]);
  const more = others.length === 0 ? '' : ` ${text.andMore(formatCount(others.length))}`;
  const opened = formatDay(openedAt, language);
  const counted = text.persons(formatCount(persons), levelWords(level, language));
  return (
    <Choice
      group="register"
      title={first === undefined ? text.unused(opened) : `${first}${more}`}
      hint={`${text.opened(opened)} ${counted}`}
      checked={isChosen}
      onChange={onTake}
    />
  );
}

type PreviewProps = {
  taken: NonNullable<ElectionStepProps['plan']['taken']>;
  onTick: (person: number, isIn: boolean) => void;
};

/** Who comes on the roll, in numbers and home by home. */
function Preview({ taken, onTick }: PreviewProps) {
  const text = useMessages(deskRegisterText);
  const { buildings, voters } = placedVoters(taken);
  const countIn = (at: number) => voters.filter(({ building }) => building === at).length;
  return (
    <>
      <section class="waits" aria-labelledby="taken">
        <h2 id="taken">{text.taken}</h2>
        <Facts
          layout="wide"
          facts={[
            { term: text.voters, value: formatCount(voters.length) },
            {
              term: text.noPhone,
              value: formatCount(voters.filter(({ isReached }) => !isReached).length),
            },
            { term: text.left, value: formatCount(taken.left.size) },
            ...(taken.homeless === 0
              ? []
              : [{ term: text.homeless, value: formatCount(taken.homeless) }]),
            {
              term: text.byBuilding,
              value: buildings.map((name, at) => `${name} ${formatCount(countIn(at))}`).join(', '),
            },
          ]}
        />
      </section>
      <p>{text.oneEach}</p>
      <HomesToTick
        homes={taken.persons}
        nameOf={({ home }) => home}
        namesOf={({ homes }) => homes}
        words={{ find: text.find, who: text.who, more: text.more }}
      >
        {(one) => <PersonChoice key={one.person} one={one} taken={taken} onTick={onTick} />}
      </HomesToTick>
    </>
  );
}

type PersonProps = PreviewProps & { one: TakenPerson };

function PersonChoice({ one, taken, onTick }: PersonProps) {
  const text = useMessages(deskRegisterText);
  const { person, home, homes, isReached } = one;
  const together = taken.persons.filter((other) => other.home === home).length;
  const others = homes.filter((other) => other !== home);
  const hints = [
    ...(together > 1 ? [text.together(formatCount(together))] : []),
    ...(others.length > 0 ? [text.alsoHas(others.join(', '))] : []),
    ...(isReached ? [] : [text.noContact]),
  ];
  return (
    <Choice
      title={text.person(home, String(person))}
      {...(hints.length === 0 ? {} : { hint: hints.join(' ') })}
      checked={!taken.left.has(person)}
      onChange={(isIn) => onTick(person, isIn)}
    />
  );
}
