import type { RecordSummary } from '@madang/client';
import {
  Button,
  type Column,
  formatCount,
  formatFullMoment,
  formatStamp,
  Hash,
  Table,
  Timeline,
  useLanguage,
  useMessages,
} from '@madang/ui';
import { useState } from 'preact/hooks';
import { fieldsOf } from '../decision/decision-facts.ts';
import { useHref } from '../router.ts';
import { electionListText } from '../text/election-list.ts';
import { electionsText } from '../text/elections.ts';
import {
  type BallotLine,
  ballotsIn,
  type ElectionNow,
  type SumNow,
  wrongPartsIn,
} from './election-facts.ts';

const shownAtFirst = 20;

type BoardProps = { chain: Uint8Array; now: ElectionNow; records: readonly RecordSummary[] };

/** Every ballot that was taken, by the fingerprint that its voter has; the newest first. */
export function Board({ chain, now, records }: BoardProps) {
  const text = useMessages(electionsText);
  const list = useMessages(electionListText);
  const href = useHref();
  const [shown, setShown] = useState(shownAtFirst);
  const ballots = ballotsIn(chain, now, records).toReversed();
  const columns: readonly Column<BallotLine>[] = [
    {
      key: 'record',
      head: text.record,
      kind: 'row',
      cell: ({ index }) => <a href={href(`/records/${String(index)}`)}>{formatCount(index)}</a>,
    },
    { key: 'time', head: text.time, cell: ({ time }) => formatStamp(time) },
    {
      key: 'fingerprint',
      head: text.fingerprint,
      cell: ({ fingerprint }) => <Hash hex={fingerprint} short />,
    },
  ];
  return (
    <section class="part" aria-labelledby="board">
      <h2 id="board">
        {text.board} {formatCount(ballots.length)}
      </h2>
      <p class="m-sub">{ballots.length === 0 ? text.boardNone : text.boardWords}</p>
      {ballots.length > 0 && (
        <Table
          label={text.board}
          columns={columns}
          rows={ballots.slice(0, shown)}
          rowKey={({ index }) => index}
        />
      )}
      {shown < ballots.length && (
        <div>
          <Button kind="plain" size="s" onClick={() => setShown(shown + shownAtFirst)}>
            {list.showMore}
          </Button>
        </div>
      )}
    </section>
  );
}

type StageLogProps = { records: readonly RecordSummary[]; sums: readonly SumNow[] };

/** What has happened in an election but for ballots and keys, the newest first. */
export function StageLog({ records, sums }: StageLogProps) {
  const text = useMessages(electionsText);
  const language = useLanguage();
  const href = useHref();
  const entries = stagesIn(records, sums).toReversed();
  return (
    <section class="part" aria-labelledby="log">
      <h2 id="log">{text.log}</h2>
      <Timeline
        entries={entries.map((stage) => {
          const reason = fieldsOf(fieldsOf(stage.payload)['reason'])[language];
          return {
            key: stage.index,
            title: titleOf(stage, text),
            detail: (
              <>
                <a href={href(`/records/${String(stage.index)}`)}>
                  {formatFullMoment(stage.time, language)}
                </a>
                {typeof reason === 'string' && <> · {text.reason(reason)}</>}
              </>
            ),
          };
        })}
      />
    </section>
  );
}

/** The turns of two trustees are told each by itself. */
function isOfOne({ act, payload }: Stage, next: unknown): boolean {
  return act !== 'mixKeys' || fieldsOf(payload)['trustee'] === fieldsOf(next)['trustee'];
}

type Words = (typeof electionsText)['ko'];

const titles: Readonly<Record<string, (stage: Stage, text: Words) => string>> = {
  draftElection: (_, text) => text.logDraft,
  enterVoters: ({ count }, text) => text.logRoll(formatCount(count)),
  acceptShares: (_, text) => text.logKey,
  complain: (stage, text) => text.logVoid(roundIn(stage)),
  restartCeremony: (stage, text) => text.logVoid(roundIn(stage)),
  openRegistration: (_, text) => text.logRegistration,
  closeRegistration: ({ payload }, text) =>
    text.logRegistered(formatCount(Number(fieldsOf(payload)['keys']))),
  mixKeys: ({ payload, count }, text) =>
    text.logMixed(String(fieldsOf(payload)['trustee']), formatCount(count)),
  openElection: ({ isMixed }, text) => (isMixed ? text.logOpenMixed : text.logOpen),
  openBatch: (_, text) => text.logBatch,
  surrenderKey: ({ count }, text) => text.logSurrendered(formatCount(count)),
  markPaper: ({ count }, text) => text.logMarked(formatCount(count)),
  confirmBatch: ({ payload }, text) =>
    text.logPapers(formatCount(Number(fieldsOf(payload)['papers']))),
  pauseElection: (_, text) => text.logPause,
  resumeElection: (_, text) => text.logResume,
  extendElection: (_, text) => text.logExtend,
  noteMessages: ({ payload }, text) => {
    const { kind, voters, undelivered } = fieldsOf(payload);
    const [sent, missed] = [formatCount(Number(voters)), formatCount(Number(undelivered))];
    return kind === 'link' ? text.logLinks(sent, missed) : text.logReminded(sent, missed);
  },
  closeElection: ({ payload }, text) =>
    fieldsOf(payload)['how'] === 'over' ? text.logClose : text.logCalledOff,
  decryptSum: ({ payload, isWrong }, text) =>
    text[isWrong ? 'logWrong' : 'logDecrypt'](String(fieldsOf(payload)['trustee'])),
  announceCounts: (_, text) => text.logCounts,
};

function titleOf(stage: Stage, text: Words): string {
  return titles[stage.act]?.(stage, text) ?? stage.act;
}

function roundIn({ payload }: Stage): string {
  return formatCount(Number(fieldsOf(payload)['round']) + 1);
}

type Stage = {
  index: number;
  time: number;
  act: string;
  payload: unknown;
  count: number;
  /** A part of a decryption that is not used. */
  isWrong: boolean;
  /** Keys were mixed before it. */
  isMixed: boolean;
};

/** Acts that come one for each ballot, or many times in the ceremony. */
const notStages: ReadonlySet<string> = new Set([
  'castBallot',
  'registerKey',
  'commitOpening',
  'revealOpening',
  'dealShares',
  'rehearse',
]);

/** Acts that come one after another, and are told as one. */
const together: ReadonlySet<string> = new Set([
  'enterVoters',
  'acceptShares',
  'markPaper',
  'mixKeys',
  'surrenderKey',
]);

/** Those among them of which each is one of what is counted: a list of keys, a key. */
const counted: ReadonlySet<string> = new Set(['mixKeys', 'surrenderKey']);

/**
 * The stages among acts: pages of the roll as one, marks of paper as well, the lists that a trustee
 * mixes, and the key once all have accepted.
 */
function stagesIn(records: readonly RecordSummary[], sums: readonly SumNow[]): readonly Stage[] {
  const wrong = wrongPartsIn(records, sums);
  const stages: Stage[] = [];
  for (const { index, time, act: full, payload } of records) {
    const act = full.replace(/^election\./, '');
    const last = stages.at(-1);
    const { voters, persons } = fieldsOf(payload);
    const those = voters ?? persons;
    const count = Array.isArray(those) ? those.length : Number(counted.has(act));
    const isMixed = stages.some((stage) => stage.act === 'mixKeys');
    if (notStages.has(act)) continue;
    const isMore = last?.act === act && together.has(act) && isOfOne(last, payload);
    if (isMore) stages[stages.length - 1] = { ...last, index, time, count: last.count + count };
    else stages.push({ index, time, act, payload, count, isWrong: wrong.has(index), isMixed });
  }
  return stages;
}
