import {
  type Column,
  formatCount,
  formatDayAndTime,
  Table,
  useLanguage,
  useMessages,
} from '@madang/ui';
import { mixingText } from '../text/mixing.ts';
import { type ElectionFacts, type MixNow, registeredIn } from './election-facts.ts';
import { KeyLists } from './key-lists.tsx';
import { ByBuilding, ShareTaken } from './share-taken.tsx';

/** Registering and mixing keys, with the reason why nobody sees who has voted. */
export function Mixing({ facts }: { facts: ElectionFacts }) {
  const text = useMessages(mixingText);
  const language = useLanguage();
  const { mix, now } = facts;
  const until = formatDayAndTime(now.mixing?.registersUntil ?? now.closesAt, language);
  return (
    <section class="part" aria-labelledby="mixing">
      <h2 id="mixing">{text.title}</h2>
      <p>
        <b>{text.why}</b>
      </p>
      <p class="m-sub">{text.whyWords}</p>
      {mix === undefined && <p>{text.notYet(until)}</p>}
      {now.status === 'registering' && <p>{text.until(until)}</p>}
      {mix !== undefined && <Registered facts={facts} mix={mix} />}
      {mix !== undefined && now.status !== 'registering' && (
        <>
          <Turns facts={facts} mix={mix} />
          <KeyLists facts={facts} mix={mix} />
        </>
      )}
    </section>
  );
}

type MixProps = { facts: ElectionFacts; mix: MixNow };

/** How many have registered a key, in all and by building. */
function Registered({ facts, mix }: MixProps) {
  const text = useMessages(mixingText);
  const { voters } = facts.now.took;
  const keys = registeredIn(mix);
  const rows = mix.registered.map((count, at) => ({
    name: facts.buildings[at] ?? '',
    voters: facts.turnout[at]?.voters ?? 0,
    taken: count,
  }));
  return (
    <>
      <ShareTaken
        label={text.registered}
        says={text.registeredOf(formatCount(keys), formatCount(voters))}
        taken={keys}
        voters={voters}
      />
      <ByBuilding
        label={text.byBuilding}
        heads={{ taken: text.keys, rate: text.rate }}
        rows={rows}
      />
    </>
  );
}

type Turn = { number: number; seat: string };

/** Which trustees have mixed, who is at it, and who could. */
function Turns({ facts, mix }: MixProps) {
  const text = useMessages(mixingText);
  const language = useLanguage();
  const rows: readonly Turn[] = facts.seats.map((seat, at) => ({
    number: at + 1,
    seat: seat[language],
  }));
  const stateOf = ({ number }: Turn): string => {
    const { mixed, turn, lists } = mix;
    const at = mixed.indexOf(number);
    if (at >= 0) return text.turnDone(formatCount(at + 1));
    if (turn?.trustee === number) {
      const since = formatDayAndTime(turn.begunAt, language);
      return text.turnNow(formatCount(turn.lists), formatCount(lists), since);
    }
    return facts.now.status === 'mixing' ? text.turnWaits : text.turnNone;
  };
  const columns: readonly Column<Turn>[] = [
    {
      key: 'trustee',
      head: text.trustee,
      kind: 'row',
      cell: ({ number, seat }) => `${formatCount(number)}. ${seat}`,
    },
    { key: 'turn', head: text.turn, cell: stateOf },
  ];
  return (
    <div class="m-stack-s">
      <h3>{text.turns}</h3>
      <p class="m-sub">{text.turnsWords(formatCount(facts.now.threshold))}</p>
      <Table label={text.turns} columns={columns} rows={rows} rowKey={({ number }) => number} />
    </div>
  );
}
