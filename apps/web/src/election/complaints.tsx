import { toHex } from '@madang/base';
import { complaintsIn } from '@madang/services/election/intake/index.ts';
import { Alert, formatCount, formatStamp, Hash, Skeleton, Table, useMessages } from '@madang/ui';
import { useAsked } from '../ledger-context.ts';
import { Unanswered } from '../parts/unanswered.tsx';
import { useHref } from '../router.ts';
import { complaintsText } from '../text/complaints.ts';
import { type ComplaintLog, type ComplaintShown, readComplaints } from './complaint-log.ts';

type Row = { number: number; came: ComplaintShown; last: ComplaintShown };

/** Each complaint of a log: how it came, and how it stands. */
function rowsOf({ entries }: ComplaintLog): readonly Row[] {
  const times = new Map(entries.map((one) => [toHex(one.id), one]));
  return complaintsIn(entries).flatMap((some, at) => {
    const [first, last] = [some[0], some.at(-1)].map((one) => one && times.get(toHex(one.id)));
    return first === undefined || last === undefined ? [] : [{ number: at + 1, came: first, last }];
  });
}

/** The complaints about an election, as everybody sees them. */
export function Complaints({ election, turn = 0 }: { election: string; turn?: number }) {
  const text = useMessages(complaintsText);
  const [asked, again] = useAsked(`${election} ${String(turn)}`, () => readComplaints(election));
  return (
    <section class="part" aria-labelledby="complaints">
      <h2 id="complaints">{text.title}</h2>
      <p class="m-small m-sub">{text.lead}</p>
      {asked.state === 'asking' && <Skeleton label={text.loading} />}
      {asked.state === 'unanswered' && <Unanswered problem={asked.problem} onAgain={again} />}
      {asked.state === 'answered' && <Log log={asked.value} />}
    </section>
  );
}

function Log({ log }: { log: ComplaintLog }) {
  const text = useMessages(complaintsText);
  const href = useHref();
  const rows = rowsOf(log);
  return (
    <>
      {rows.length === 0 && <p>{text.none}</p>}
      {rows.length > 0 && (
        <Table
          class="complaints"
          label={`${text.title}: ${text.print}`}
          columns={[
            {
              key: 'number',
              head: text.number,
              kind: 'row',
              cell: (row) => formatCount(row.number),
            },
            {
              key: 'came',
              head: text.came,
              cell: ({ came }) => (
                <a href={href(`/records/${toHex(came.id)}`)}>{formatStamp(came.time)}</a>
              ),
            },
            { key: 'category', head: text.category, cell: ({ came }) => text[came.entry.category] },
            {
              key: 'state',
              head: text.state,
              cell: ({ last }) => text[last.entry.state],
            },
            {
              key: 'settled',
              head: text.answered,
              cell: ({ last }) =>
                last.entry.state === 'received' ? (
                  ''
                ) : (
                  <a href={href(`/records/${toHex(last.id)}`)}>{formatStamp(last.time)}</a>
                ),
            },
            {
              key: 'print',
              head: text.print,
              cell: ({ came }) => <Hash hex={toHex(came.entry.file)} short />,
            },
          ]}
          rows={rows}
          rowKey={({ number }) => number}
        />
      )}
      {log.wrong !== undefined && (
        <Alert tone="failed" title={text.wrong(formatCount(log.wrong))} announce="new" />
      )}
      {rows.length > 0 && <p class="m-small m-sub">{text.limits}</p>}
    </>
  );
}
