import type { Result } from '@madang/base';
import type {
  CheckpointAnswer,
  InstitutionAnswer,
  PolicyState,
  StatisticsAnswer,
} from '@madang/client';
import {
  type AttendanceAnswer,
  askNetwork,
  attendedSpans,
  type NetworkAnswer,
} from '@madang/client/network';
import { checkCheckpoint, judgeCheckpoint, type Policy, parsePolicy } from '@madang/protocol';
import { languageOfPath } from '@madang/ui';
import type {
  Answer,
  Attendance,
  CheckpointRow,
  Institution,
  Ledger,
  Network,
  Overview,
  StatusPart,
} from '../ledger.ts';
import { about } from './about.ts';
import { governedNow } from './governed.ts';
import { type Failure, refusedBy } from './problem.ts';
import type { Room } from './room.ts';

const newestCount = 12;
/** A checkpoint or block older than this is called late. */
const lateAfterMs = 2 * 60 * 1000;

type Signed = {
  row: CheckpointRow;
  state: 'passed' | 'failed' | 'unchecked';
  times: Map<string, number>;
};

/** Checks the signatures of one checkpoint under the policy that this device keeps. */
async function signedUnder(
  policy: Policy | undefined,
  { note, size, time }: CheckpointAnswer,
): Promise<Signed> {
  const row = { size, timeMs: time, signers: [] };
  const times = new Map<string, number>();
  const checked = policy === undefined ? undefined : await checkCheckpoint(policy, note);
  if (checked?.ok !== true) return { row, state: 'unchecked', times };
  for (const { witness, timeMs } of checked.value.witnesses) {
    if (timeMs !== undefined) times.set(witness, timeMs);
  }
  const { state } = judgeCheckpoint(checked.value, 'institutions', 'quorum');
  return { row: { ...row, signers: [...times.keys()] }, state, times };
}

function withAdded(signed: readonly Signed[]): readonly CheckpointRow[] {
  return signed.map(({ row }, turn) => {
    const older = signed[turn + 1];
    return older === undefined ? row : { ...row, added: row.size - older.row.size };
  });
}

function institutionOf(
  { id, names, operator }: InstitutionAnswer,
  policy: Policy | undefined,
  signed: readonly Signed[],
): Institution {
  const times = signed.flatMap(({ times: each }) => each.get(id) ?? []);
  const isExecutor = policy === undefined || policy.executors.members.includes(id);
  return {
    id,
    names,
    operator,
    role: isExecutor ? 'executor' : 'witness',
    ...(times.length === 0 ? {} : { signedAtMs: Math.max(...times) }),
  };
}

type Keepers = {
  institutions: readonly Institution[];
  needed: number;
  signed: readonly Signed[];
  policyState: PolicyState;
};

/** Who keeps the ledger, and which of their signatures this device found to be right. */
async function keepers({ client }: Room, checkpointCount: number): Promise<Answer<Keepers>> {
  const [policyState, institutions, checkpoints] = await Promise.all([
    client.policy(),
    client.institutions(),
    client.checkpoints(checkpointCount),
  ]);
  if (!policyState.ok) return refusedBy(policyState.error);
  if (!institutions.ok) return refusedBy(institutions.error);
  if (!checkpoints.ok) return refusedBy(checkpoints.error);
  const parsed = parsePolicy(policyState.value.pinned.text);
  const policy = parsed.ok ? parsed.value : undefined;
  const signed = await Promise.all(
    checkpoints.value.checkpoints.map((each) => signedUnder(policy, each)),
  );
  const listed = institutions.value.institutions.filter(({ inPolicy }) => inPolicy);
  return {
    ok: true,
    value: {
      institutions: listed.map((each) => institutionOf(each, policy, signed)),
      needed: policy?.executors.threshold ?? institutions.value.threshold,
      signed,
      policyState: policyState.value,
    },
  };
}

async function overview(room: Room): Promise<Answer<Overview>> {
  const [kept, statistics, ledger] = await Promise.all([
    keepers(room, 1),
    room.client.statistics(),
    room.client.ledger(),
  ]);
  if (!kept.ok) return kept;
  const hours = hoursOf(statistics);
  if (!hours.ok) return hours;
  if (!ledger.ok) return refusedBy(ledger.error);
  const { institutions, needed, signed } = kept.value;
  const newest = signed[0];
  const timeMs = Math.max(newest?.row.timeMs ?? 0, ...(newest?.times.values() ?? []));
  return {
    ok: true,
    value: {
      totalRecords: ledger.value.size,
      todayByHour: hours.value,
      institutions,
      needed,
      checkpoint: { size: newest?.row.size ?? 0, timeMs, state: newest?.state ?? 'unchecked' },
    },
  };
}

/** The server began from a snapshot, and does not have everything that came before it yet. */
function isHistoryMissing({ code }: Failure): boolean {
  return code === 'api.HISTORY_FETCHING' || code === 'api.HISTORY_ABSENT';
}

/** The records of today by hours: none where they cannot be counted yet. */
function hoursOf(statistics: Result<StatisticsAnswer, Failure>): Answer<readonly number[]> {
  if (statistics.ok) return { ok: true, value: statistics.value.hours };
  return isHistoryMissing(statistics.error) ? { ok: true, value: [] } : refusedBy(statistics.error);
}

function comingOf({ history }: NetworkAnswer): Pick<Network, 'history'> {
  if (history === undefined) return {};
  const { size, entries, asked, from, state } = history;
  const percent = size === 0 ? 100 : Math.floor((50 * (entries + asked)) / size);
  return { history: { percent, from, waits: state === 'waiting' } };
}

const pins = {
  'first-use': 'first',
  same: 'same',
  offline: 'same',
  chained: 'chained',
  changed: 'changed',
} as const;

/** A change that was signed is said for as long as the policy stays, not only once. */
function pinOf({ kind, pinned }: PolicyState): Network['pin'] {
  return kind !== 'changed' && pinned.follows !== undefined ? 'chained' : pins[kind];
}

function attendanceOf(answer: AttendanceAnswer, timeMs: number): Attendance {
  const { since, firstDay, days } = answer;
  const spans = attendedSpans(answer, timeMs);
  return { sinceMs: since, spans, firstDayMs: firstDay, days };
}

/** All members of now, with what is known of them from their signatures and from their nodes. */
function membersOf(
  { institutions, time }: NetworkAnswer,
  kept: readonly Institution[],
): readonly Institution[] {
  return institutions.map(({ id, names, operator, keys, power, node, attendance }) => ({
    ...(kept.find((one) => one.id === id) ?? { id, names, operator, role: 'unlisted' as const }),
    keys,
    ...(power === undefined ? {} : { power }),
    ...(node === undefined ? {} : { node }),
    ...(attendance === undefined ? {} : { attendance: attendanceOf(attendance, time) }),
  }));
}

async function network(room: Room): Promise<Answer<Network>> {
  const language = () => languageOfPath(location.pathname);
  // What checks contradictions is loaded by this page alone.
  const [kept, asked, governed, { contradictionsOf }] = await Promise.all([
    keepers(room, newestCount),
    askNetwork({ baseUrl: '', language }),
    governedNow(room.client),
    import('./contradictions.ts'),
  ]);
  if (!kept.ok) return kept;
  if (!asked.ok) return refusedBy(asked.error);
  const { institutions, needed, signed, policyState } = kept.value;
  const { engine, height, size, records, stillMs, votes } = asked.value;
  return {
    ok: true,
    value: {
      engine,
      height,
      totalRecords: size,
      needed,
      records,
      stillMs,
      ...(votes === undefined ? {} : { votes }),
      ...comingOf(asked.value),
      ...(governed === undefined ? {} : { governed }),
      institutions: membersOf(asked.value, institutions),
      checkpoints: withAdded(signed),
      policyText: policyState.pinned.text,
      fingerprint: policyState.pinned.fingerprint,
      pin: pinOf(policyState),
      contradictions: await contradictionsOf({ policyText: policyState.pinned.text, institutions }),
      ...(policyState.kind === 'changed'
        ? { offeredFingerprint: policyState.offered.fingerprint }
        : {}),
    },
  };
}

async function status({ client }: Room): Promise<readonly StatusPart[]> {
  const [answer, lists, ledger] = await Promise.all([
    client.status(),
    client.records({ limit: 1 }),
    client.ledger(),
  ]);
  if (!answer.ok) {
    const keys = ['answer', 'blocks', 'checkpoints', 'lists', 'vault'] as const;
    return keys.map((key) => ({ key, state: 'unknown' }));
  }
  const { time, lastBlockTime, pending, cosigners } = answer.value;
  const signedAt = Math.max(0, ...cosigners.flatMap(({ lastSignedAt }) => lastSignedAt ?? []));
  const behind = pending > 0 && time - lastBlockTime > lateAfterMs;
  return [
    { key: 'answer', state: 'ok', sinceMs: time },
    { key: 'blocks', state: behind ? 'late' : 'ok', sinceMs: lastBlockTime },
    {
      key: 'checkpoints',
      state: time - signedAt > lateAfterMs ? 'late' : 'ok',
      ...(signedAt === 0 ? {} : { sinceMs: signedAt }),
    },
    { key: 'lists', state: lists.ok ? 'ok' : isHistoryMissing(lists.error) ? 'late' : 'down' },
    { key: 'vault', state: ledger.ok && ledger.value.vault ? 'ok' : 'unknown' },
  ];
}

/** Everything that pages ask about who keeps the ledger. */
export function networkAnswers(
  room: Room,
): Pick<Ledger, 'about' | 'overview' | 'network' | 'status'> {
  return {
    about: () => about(room.client),
    overview: () => overview(room),
    network: () => network(room),
    status: () => status(room),
  };
}
