import type { EndingKey, Governed, OpenProposal, Upgrade } from '../../src/governed.ts';
import type {
  Attendance,
  Decided,
  DecidedGround,
  Institution,
  Network,
  NodeFound,
} from '../../src/ledger.ts';
import { fakeInstitutions, fakeOptions, fakeRow } from './fake-data.ts';

const dayMs = 86_400_000;
const city = 'gaon-city';
const district = 'naru-district';
const university = 'gaon-university';

type Nodes = Pick<
  Network,
  'engine' | 'records' | 'stillMs' | 'votes' | 'governed' | 'history' | 'institutions'
>;

const keysOf = (n: number) => ({
  governance: fakeRow(n).id,
  consensus: fakeRow(n + 10).id,
  cosigner: fakeRow(n + 20).id,
});

/** Three more institutions, so that one can be down and one more can be spared. */
function more(): readonly Institution[] {
  return ['port', 'library', 'clinic'].map((id) => ({
    id,
    names: { ko: `가온 ${id}`, en: `Gaon ${id}` },
    operator: { ko: `${id} 전산실`, en: `Computing of ${id}` },
    role: 'unlisted',
  }));
}

function nodeOf(id: string, network: string): NodeFound {
  const height = network === 'stopped' && id === university ? 40 : 92;
  const isOut = network !== 'whole' && network !== 'late' && id === district;
  if (isOut) return { state: 'silent' };
  return { state: height === 92 ? 'keeps-up' : 'behind', height, size: 2 * height };
}

/** Minutes of a day. */
const DAY_MINUTES = 1_440;

/**
 * Thirty days of counts, or, where one of the nodes is out, three; of the district with a day on
 * which it was away for hours. The institutions that came last have none yet.
 */
function attendanceOf(id: string, network: string): Pick<Institution, 'attendance'> {
  if (!fakeInstitutions().some((one) => one.id === id)) return {};
  const counted = network === 'whole' ? 30 : 3;
  const missed = id === district ? [200, 1] : [1, 0];
  const days = Array.from({ length: 30 }, (_, n) => {
    if (n < 30 - counted) return { minutes: 0, attended: 0 };
    return { minutes: DAY_MINUTES, attended: DAY_MINUTES - (missed[29 - n] ?? 0) };
  });
  const last = (count: number) =>
    days.slice(30 - count).reduce(
      (sum, { minutes, attended }) => ({
        minutes: sum.minutes + minutes,
        attended: sum.attended + attended,
      }),
      { minutes: 0, attended: 0 },
    );
  const longest = counted === 30 ? ('month' as const) : ('since' as const);
  const spans: Attendance['spans'] = [
    { span: longest, ...last(30) },
    ...(counted === 30 ? [{ span: 'week' as const, ...last(7) }] : []),
    { span: 'day', ...last(1) },
  ];
  const firstDayMs = Date.UTC(2026, 9, 24, 15);
  return { attendance: { sinceMs: Date.now() - (counted + 0.1) * dayMs, spans, firstDayMs, days } };
}

const proposal = (n: number): Omit<OpenProposal, 'wish'> => ({
  id: fakeRow(n).id,
  index: n,
  by: city,
  untilMs: Date.now() + 20 * dayMs,
  approvals: [city, university],
  objections: [],
  needed: 3,
});

const proposals = (): readonly OpenProposal[] => [
  {
    ...proposal(30),
    wish: {
      kind: 'admit',
      names: { ko: '가온항만공사', en: 'Gaon Port Authority' },
      operator: { ko: '정보화팀', en: 'Information team' },
    },
  },
  { ...proposal(31), objections: ['citizen-auditors'], wish: { kind: 'remove', member: district } },
  { ...proposal(32), wish: { kind: 'rotate', member: university, use: 'consensus' } },
  {
    ...proposal(33),
    wish: {
      kind: 'params',
      maxExpiryMs: 600_000,
      maxBlockCostUs: 500_000,
      maxTransactionBytes: 32_768,
    },
  },
  {
    ...proposal(34),
    wish: { kind: 'upgrade', height: 52_000, version: 2, release: fakeRow(5).id },
  },
  { ...proposal(35), wish: { kind: 'cancel' } },
];

function upgradeOf(state: Upgrade['state']): Upgrade {
  return {
    id: fakeRow(40).id,
    index: 40,
    state,
    version: 2,
    height: state === 'planned' ? 1_092 : 80,
    release: fakeRow(6).id,
    ready: state === 'planned' ? [city, university] : [],
    needed: 4,
  };
}

const endingKeys = (): readonly EndingKey[] => [
  { institution: university, use: 'cosigner', endsAtMs: Date.now() + 28 * dayMs, hasEnded: false },
  { institution: city, use: 'consensus', endsAtMs: Date.now() - dayMs, hasEnded: true },
];

function governed(): Pick<Network, 'governed'> {
  const how = fakeOptions().governed;
  if (how === 'unasked') return {};
  const nothing: Governed = { proposals: [], endingKeys: [], version: 1 };
  if (how === undefined) return { governed: nothing };
  if (how === 'open') {
    return { governed: { ...nothing, proposals: proposals(), endingKeys: endingKeys() } };
  }
  const version = how === 'activated' ? 2 : 1;
  return { governed: { ...nothing, version, upgrade: upgradeOf(how) } };
}

/** The computers of the institutions, in the state that the test asks for. */
export function fakeNodes(): Nodes {
  const { network } = fakeOptions();
  const four = fakeInstitutions().map((each, n) => ({ ...each, keys: keysOf(n) }));
  if (network === undefined) {
    const common = { engine: 'solo', records: 'made', stillMs: 900 } as const;
    return { ...common, ...governed(), institutions: four };
  }
  const members = network === 'seven' ? [...four, ...more()] : four;
  const institutions = members.map((each) => ({
    ...each,
    operator: each.id === city ? { ko: '스마트도시과', en: 'Smart City Division' } : each.operator,
    power: 1,
    node: nodeOf(each.id, network),
    ...attendanceOf(each.id, network),
  }));
  const running = institutions.filter(({ node }) => node.state === 'keeps-up').length;
  const votes = {
    whole: { total: 4, running, needed: 3, bears: 1 },
    late: { total: 4, running, needed: 3, bears: 1 },
    edge: { total: 4, running, needed: 3, bears: 0 },
    stopped: { total: 4, running, needed: 3, bears: 0 },
    seven: { total: 7, running, needed: 5, bears: 1 },
  }[network];
  const records = network === 'stopped' || network === 'late' ? network : 'made';
  const stillMs = records === 'made' ? 900 : 42_000;
  const history = { percent: 62, from: [university], waits: false };
  const coming = network === 'edge' ? { history } : {};
  return { engine: 'comet', records, stillMs, votes, ...governed(), ...coming, institutions };
}

function fakeGround(decided: 'passed' | 'old'): DecidedGround {
  if (decided === 'passed') return { kind: 'genesis' };
  const asOfMs = Date.now() - 4_000;
  return { kind: 'policy', signed: 3, members: 4, asOfMs, fingerprint: '5f2c'.repeat(16) };
}

/** What the light client says, as the test asks for it. */
export function fakeDecided(): Decided | undefined {
  const { decided } = fakeOptions();
  if (decided === undefined) return undefined;
  if (decided === 'failed') return { state: decided, code: 'CONSENSUS_TOO_FEW_VOTES' };
  if (decided === 'unchecked') return { state: decided, code: 'api.CONSENSUS_SILENT' };
  return {
    state: 'passed',
    size: 184,
    height: 93,
    timeMs: Date.now() - 9_000,
    signed: 3,
    total: 4,
    ground: fakeGround(decided),
    validators: fakeInstitutions().map(({ id, names }, n) => ({
      key: `0000000${String(n)}`,
      voted: id !== district,
      // In the older ledger one has another key now, and its name did not come.
      ...(decided === 'passed' || n > 0 ? { name: names } : {}),
    })),
  };
}
