import type { CheckpointRow, Institution, RecordRow } from '../../src/ledger.ts';

/** What a test may ask the hand-made ledger to do; kept in the session storage of its page. */
export type FakeOptions = {
  /** One institution has stopped signing. */
  late?: boolean;
  /** Every question fails as if there were no connection. */
  unreachable?: boolean;
  /** The policy differs from the one first seen. */
  policyChanged?: boolean;
  contradicted?: boolean;
  /** Nothing is on record. */
  empty?: boolean;
  /** Several institutions run the ledger, and this is how their computers are. */
  network?: 'whole' | 'edge' | 'stopped' | 'late' | 'seven';
  /** What the institutions decide together. */
  governed?: 'open' | 'planned' | 'activated' | 'cancelled' | 'lapsed' | 'unasked';
  /** What the light client says; absent: there is none. */
  decided?: 'passed' | 'old' | 'failed' | 'unchecked';
  /** The vault takes no copies. */
  noVault?: boolean;
  /** The first so many tries to send fail. */
  failSends?: number;
};

/** Reads the options of the page. */
export function fakeOptions(): FakeOptions {
  return JSON.parse(sessionStorage.getItem('fake') ?? '{}') as FakeOptions;
}

const one = { ko: '시연 컴퓨터 한 대', en: 'One computer of the demo' };

/** The four institutions of the demo city. */
export function fakeInstitutions(): Institution[] {
  const lateMs = fakeOptions().late === true ? 14 * 60_000 : 0;
  const names = [
    ['gaon-city', '가온시청', 'Gaon City Hall'],
    ['naru-district', '나루구청', 'Naru District Office'],
    ['gaon-university', '가온대학교', 'Gaon University'],
    ['citizen-auditors', '시민감사단', 'Citizen Auditors'],
  ] as const;
  return names.map(([id, ko, en]) => ({
    id,
    names: { ko, en },
    operator: one,
    role: 'executor' as const,
    signedAtMs: Date.now() - 9000 - (id === 'naru-district' ? lateMs : 0),
  }));
}

const shapes: readonly Pick<RecordRow, 'act' | 'subject' | 'code'>[] = [
  { act: 'document.notarise', subject: { kind: 'file', count: 1 }, code: 0 },
  { act: 'document.notarise', subject: { kind: 'file', count: 12, as: 'gaon-city' }, code: 0 },
  { act: 'document.notarise', subject: { kind: 'statement', count: 1 }, code: 0 },
  { act: 'document.revoke', subject: {}, code: 0 },
  { act: 'document.notarise', subject: { kind: 'file', count: 1 }, code: 2003 },
  { act: 'governance.grantRole', subject: { as: 'gaon-university' }, code: 0 },
];

/** How many records the hand-made ledger holds. */
export const fakeTotal = 184;

/** One record of the hand-made ledger; everything follows from its number. */
export function fakeRow(index: number): RecordRow {
  const shape = shapes[index % shapes.length] ?? { act: 'document.notarise', subject: {}, code: 0 };
  const seed = (index * 2654435761) % 4294967296;
  const id = seed.toString(16).padStart(8, '0').repeat(8);
  const number = seed
    .toString(32)
    .toUpperCase()
    .replace(/[ILOU]/g, 'X')
    .padStart(12, '7');
  return { ...shape, index, id, number, timeMs: Date.now() - (fakeTotal - index) * 97_000 };
}

/** The newest checkpoints. */
export function fakeCheckpoints(): CheckpointRow[] {
  const late = fakeOptions().late === true;
  const all = fakeInstitutions().map(({ id }) => id);
  return Array.from({ length: 6 }, (_, turn) => ({
    size: fakeTotal - turn * 7,
    timeMs: Date.now() - 9000 - turn * 10_000,
    added: 7,
    signers: late ? all.filter((id) => id !== 'naru-district') : all,
  }));
}

/** A policy text of the right form with made-up keys. */
export const fakePolicy = [
  '# Gaon City',
  'log madang/gaon/0f3c+1a2b3c4d+AZ6m0lJx2cZkq7w8u3b1v5n9s4d2f6g8h0j1k3l5m7q9',
  'witness gaon-city madang/gaon/gaon-city+11223344+BAx1y2z3',
  'witness naru-district madang/gaon/naru-district+22334455+BAx1y2z3',
  'witness gaon-university madang/gaon/gaon-university+33445566+BAx1y2z3',
  'witness citizen-auditors madang/gaon/citizen-auditors+44556677+BAx1y2z3',
  'group executors 3 gaon-city naru-district gaon-university citizen-auditors',
  'quorum executors',
].join('\n');
