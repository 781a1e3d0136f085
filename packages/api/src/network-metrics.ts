import type { Attended, NetworkAnswer } from '@madang/client/network';
import type { Metric } from './metrics.ts';

/** Figures of the network as this node sees it; of one computer only whether it records. */
export function networkMetrics(network: NetworkAnswer): readonly Metric[] {
  const { records, stillMs, votes, institutions } = network;
  const made = gauge(
    'records_made',
    'Whether new records are being made.',
    Number(records === 'made'),
  );
  if (votes === undefined) return [made];
  return [
    made,
    gauge('still_seconds', 'So long at least no block has come.', stillMs / 1000),
    gauge('votes', 'Votes of all institutions.', votes.total),
    gauge('votes_running', 'Votes of nodes that answer and keep up.', votes.running),
    gauge('votes_needed', 'Least votes with which a block is decided.', votes.needed),
    gauge('bears_failures', 'How many more nodes can stop before new records do.', votes.bears),
    ...answering(institutions),
    ...heights(institutions),
    ...attended(institutions),
  ];
}

type Keepers = NetworkAnswer['institutions'];

function answering(institutions: Keepers): readonly Metric[] {
  return institutions.flatMap(({ id, node }) => {
    if (node === undefined) return [];
    const answers = Number(node.state !== 'silent');
    const help = 'Whether the node of an institution answers.';
    return [{ ...gauge('node_answers', help, answers), labels: { institution: id } }];
  });
}

function heights(institutions: Keepers): readonly Metric[] {
  return institutions.flatMap(({ id, node }) => {
    if (node?.height === undefined) return [];
    const help = 'Height at which the node of an institution says that it stands.';
    return [{ ...gauge('node_height', help, node.height), labels: { institution: id } }];
  });
}

/** Counts and not shares: how much of a span is counted shows. */
function attended(institutions: Keepers): readonly Metric[] {
  const of = (name: string, help: string, read: (one: Attended) => number): readonly Metric[] =>
    institutions.flatMap(({ id, attendance }) =>
      attendance === undefined
        ? []
        : (['day', 'week', 'month'] as const).map((span) => ({
            ...gauge(name, help, read(attendance[span])),
            labels: { institution: id, span },
          })),
    );
  return [
    ...of(
      'validator_blocks',
      'Blocks of the newest 24 hours, 7 or 30 days in which an institution was a validator.',
      ({ blocks }) => blocks,
    ),
    ...of(
      'validator_signed',
      'Of these, those that it signed in time for their commit.',
      ({ signed }) => signed,
    ),
    ...of(
      'validator_minutes',
      'Minutes of the newest 24 hours, 7 or 30 days with blocks in which it was a validator.',
      ({ minutes }) => minutes,
    ),
    ...of(
      'validator_minutes_attended',
      'Of these, those in which it signed one block at least in time.',
      ({ attended }) => attended,
    ),
  ];
}

function gauge(name: string, help: string, value: number): Metric {
  return { name: `madang_network_${name}`, help, kind: 'gauge', value };
}
