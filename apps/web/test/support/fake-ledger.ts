import type {
  Answer,
  Ledger,
  NotariseRequest,
  Prepared,
  Problem,
  RecordDetail,
} from '../../src/ledger.ts';
import { fakeCheck, fakeReceipt, hexOf, rememberRevoked, sha256 } from './fake-check.ts';
import {
  fakeCheckpoints,
  fakeInstitutions,
  fakeOptions,
  fakePolicy,
  fakeRow,
  fakeTotal,
} from './fake-data.ts';
import { fakeDecided, fakeNodes } from './fake-network.ts';

const offline: Problem = { code: 'CLIENT_OFFLINE', offline: true };

async function answer<T>(value: T): Promise<Answer<T>> {
  await new Promise((resolve) => setTimeout(resolve, 5));
  return fakeOptions().unreachable === true ? { ok: false, problem: offline } : { ok: true, value };
}

const hours = [0, 0, 0, 0, 0, 0, 5, 20, 36, 51, 63, 58, 67, 62, 76, 28, 0, 0, 0, 0, 0, 0, 0, 0];

function detail(index: number): RecordDetail {
  const row = fakeRow(index);
  return {
    ...row,
    height: Math.trunc(index / 2),
    signatures: [{ suite: 'ed25519', key: row.id, account: row.id }],
    envelope: new TextEncoder().encode(`envelope of ${index} `.repeat(20)),
    bodyText: JSON.stringify({ act: row.act, payload: row.subject }, undefined, 2),
    events: [{ name: 'documentNotarised', text: JSON.stringify({ count: 1 }, undefined, 2) }],
    later: index % 12 === 0 ? [fakeRow(index + 3)] : [],
  };
}

async function prepare(request: NotariseRequest): Promise<Answer<Prepared>> {
  if (fakeOptions().unreachable === true) return { ok: false, problem: offline };
  const id = hexOf(crypto.getRandomValues(new Uint8Array(32)));
  const openings =
    request.kind === 'file'
      ? request.files.map(({ name, digest }) => ({ name, opening: digest }))
      : [{ name: 'statement', opening: new TextEncoder().encode(request.statement) }];
  const number = `7K2M9QXD${id.slice(0, 4).toUpperCase()}`;
  const common = {
    act: 'document.notarise',
    chain: id,
    envelope: new Uint8Array(300),
    expiresAtMs: Date.now() + 300_000,
  };
  return { ok: true, value: { id, number, ...common, kind: request.kind, openings } };
}

const send: Ledger['send'] = async (prepared, { signal, onTry }) => {
  const fails = fakeOptions().failSends ?? 0;
  for (let tries = 1; tries <= fails + 1; tries += 1) {
    onTry(tries);
    await new Promise((resolve) => setTimeout(resolve, tries <= fails ? 500 : 50));
    if (signal.aborted) return { ok: false, problem: { code: 'CLIENT_CANCELLED', offline: false } };
  }
  const receipts = prepared.openings.map(({ name, opening }) => ({
    name,
    bytes: fakeReceipt({
      index: 102,
      number: prepared.number,
      ...(prepared.kind === 'statement'
        ? { statement: new TextDecoder().decode(opening) }
        : { digest: hexOf(opening) }),
    }),
  }));
  return { ok: true, value: receipts };
};

async function digest(file: Blob, onProgress: (doneBytes: number) => void) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  onProgress(bytes.length);
  return sha256(bytes);
}

/** A ledger made by hand for the tests of pages; it proves nothing. */
export function connectLedger(): Ledger {
  const total = () => (fakeOptions().empty === true ? 0 : fakeTotal);
  return {
    about: () =>
      answer({
        place: { ko: '가온시', en: 'Gaon City' },
        demo: true,
        vault: true,
        oneComputer: true,
      }),
    overview: () =>
      answer({
        totalRecords: total(),
        todayByHour: hours,
        institutions: fakeInstitutions(),
        needed: 3,
        checkpoint: { size: fakeTotal, timeMs: Date.now() - 9000, state: 'passed' as const },
      }),
    records: ({ before = total(), limit }) => {
      const first = Math.max(before - limit, 0);
      const indexes = Array.from({ length: before - first }, (_, turn) => before - 1 - turn);
      const rest = first > 0 ? { before: first } : {};
      return answer({ rows: indexes.map(fakeRow), total: total(), ...rest });
    },
    record: async (index) =>
      index < total()
        ? answer(detail(index))
        : { ok: false, problem: { code: 'api.NOT_FOUND', offline: false } },
    find: (text) => answer(/^\d+$/.test(text) ? { index: Number(text) } : undefined),
    receipt: (index) => answer(fakeReceipt({ index, number: fakeRow(index).number })),
    network: () =>
      answer({
        ...fakeNodes(),
        height: 92,
        totalRecords: total(),
        needed: 3,
        checkpoints: fakeCheckpoints(),
        policyText: fakePolicy,
        fingerprint: fakeRow(7).id,
        contradictions:
          fakeOptions().contradicted === true
            ? [
                {
                  names: [undefined, { ko: '가온대학교', en: 'Gaon University' }],
                  sizes: [1_204, 1_377],
                  file: new Uint8Array([1]),
                },
              ]
            : [],
        pin: fakeOptions().policyChanged === true ? ('changed' as const) : ('same' as const),
      }),
    status: async () => [
      { key: 'answer', state: fakeOptions().unreachable === true ? 'unknown' : 'ok' },
      { key: 'blocks', state: 'ok', sinceMs: Date.now() - 9000 },
      { key: 'checkpoints', state: fakeOptions().late === true ? 'late' : 'ok' },
      { key: 'lists', state: 'ok' },
      { key: 'vault', state: 'ok' },
    ],
    check: fakeCheck,
    decided: async () => fakeDecided(),
    digest,
    prepare,
    send,
    revoke: () => {
      rememberRevoked(102);
      return answer(undefined);
    },
    keepCopy: async () =>
      fakeOptions().noVault === true
        ? { ok: false, problem: { code: 'api.NO_VAULT', offline: false } }
        : answer({ copy: 'c', token: 't' }),
    eraseCopy: () => answer(undefined),
  };
}
