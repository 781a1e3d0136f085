import { encodeKnown, fromHex, ok, type Result, utf8 } from '@madang/base';
import type { ClientError, PreparedTransaction } from '@madang/client';
import { randomBytes, sha256 } from '@madang/crypto';
import { buildBatch, opening } from '@madang/services/document/proof/index.ts';
import { findActKey, makeActKey } from '../device/act-keys.ts';
import type { Answer, Ledger, NotariseRequest, Prepared, Receipts } from '../ledger.ts';
import { refusedBy } from './problem.ts';
import type { Room } from './room.ts';

const saltBytes = 32;
/** Between two tries to fetch a receipt whose act is already on record. */
const receiptWaitMs = 1000;

type Leaf = { name: string; digest: Uint8Array; statement?: string };

function leavesOf(request: NotariseRequest): readonly Leaf[] {
  if (request.kind === 'file') return request.files;
  const { statement } = request;
  return [{ name: 'statement', digest: sha256(utf8(statement)), statement }];
}

function openingsOf(
  leaves: readonly Leaf[],
  salts: readonly Uint8Array[],
  paths: readonly Uint8Array[],
) {
  return leaves.map(({ name, digest, statement }, leaf) => ({
    name,
    opening: encodeKnown(opening, {
      leaf,
      digest,
      salt: salts[leaf] ?? new Uint8Array(),
      path: paths[leaf] ?? new Uint8Array(),
      ...(statement === undefined ? {} : { statement }),
    }),
  }));
}

async function prepare({ client }: Room, request: NotariseRequest): Promise<Answer<Prepared>> {
  const leaves = leavesOf(request);
  const salts = leaves.map(() => randomBytes(saltBytes));
  const batch = buildBatch(
    leaves.map(({ digest }) => digest),
    salts,
  );
  const key = await makeActKey();
  const { root, count } = batch;
  const payload = { kind: request.kind, root, count };
  const made = await client.act('document.notarise', payload, [key.signer]);
  if (!made.ok) return refusedBy(made.error);
  await key.keep(made.value.id).catch(() => undefined);
  const { id, number, act, chain, envelope, expiresAt } = made.value;
  return {
    ok: true,
    value: {
      id,
      number: number.replaceAll(' ', ''),
      kind: request.kind,
      act,
      chain,
      envelope,
      expiresAtMs: expiresAt,
      openings: openingsOf(leaves, salts, batch.paths),
    },
  };
}

function transactionOf(prepared: Prepared): PreparedTransaction {
  const { act, id, number, chain, envelope, expiresAtMs } = prepared;
  return { act, id, number, chain, envelope, expiresAt: expiresAtMs };
}

/** Each file's receipt: the act's, with the opening that never left this device. */
async function withOpenings(
  { client }: Room,
  prepared: Prepared,
  bytes: Uint8Array,
): Promise<Result<Receipts, ClientError>> {
  const receipts: { name: string; bytes: Uint8Array }[] = [];
  for (const { name, opening: own } of prepared.openings) {
    const opened = await client.openReceipt(bytes, own);
    if (!opened.ok) return opened;
    receipts.push({ name, bytes: opened.value });
  }
  return ok(receipts);
}

const pause = (waitMs: number) => new Promise((resolve) => setTimeout(resolve, waitMs));

/** The act is on record already, so its receipts are asked for until they are there. */
async function fetchReceipts(
  room: Room,
  prepared: Prepared,
  signal: AbortSignal,
): Promise<Answer<Receipts>> {
  for (;;) {
    const bare = await room.client.receipt(prepared.id);
    const answer = bare.ok ? await withOpenings(room, prepared, bare.value) : bare;
    if (answer.ok) return { ok: true, value: answer.value };
    if (!answer.error.retryable) return refusedBy(answer.error);
    if (signal.aborted) return { ok: false, problem: { code: 'CLIENT_CANCELLED', offline: true } };
    await pause(receiptWaitMs);
  }
}

const send =
  (room: Room): Ledger['send'] =>
  async (prepared, { signal, onTry }) => {
    onTry(1);
    const sent = await room.client.send(transactionOf(prepared), {
      signal,
      onWait: (attempt: number, _reason: ClientError) => onTry(attempt + 1),
    });
    if (!sent.ok) return refusedBy(sent.error);
    const { code, name, message } = sent.value.outcome;
    if (code === 0) return fetchReceipts(room, prepared, signal);
    const problem = { code: name ?? String(code), offline: false };
    return {
      ok: false,
      problem: message === undefined ? problem : { ...problem, detail: message },
    };
  };

async function revoke({ client }: Room, id: string): Promise<Answer<undefined>> {
  const signer = await findActKey(id);
  const document = fromHex(id);
  if (signer === undefined || !document.ok) {
    return { ok: false, problem: { code: 'KEY_NOT_HERE', offline: false } };
  }
  const payload = { document: document.value, reason: 'withdrawn' as const };
  const made = await client.act('document.revoke', payload, [signer]);
  if (!made.ok) return refusedBy(made.error);
  const sent = await client.send(made.value);
  if (!sent.ok) return refusedBy(sent.error);
  const { code, name } = sent.value.outcome;
  if (code === 0) return { ok: true, value: undefined };
  return { ok: false, problem: { code: name ?? String(code), offline: false } };
}

/** Everything that puts something on record, ends it, or leaves a copy. */
export function notariseAnswers(
  room: Room,
): Pick<Ledger, 'prepare' | 'send' | 'revoke' | 'keepCopy' | 'eraseCopy'> {
  const { client } = room;
  return {
    prepare: (request) => prepare(room, request),
    send: send(room),
    revoke: (id) => revoke(room, id),
    keepCopy: async (file) => {
      const answer = await client.deposit(new Uint8Array(await file.arrayBuffer()));
      if (!answer.ok) return refusedBy(answer.error);
      return { ok: true, value: { copy: answer.value.deposit, token: answer.value.secret } };
    },
    eraseCopy: async ({ copy, token }) => {
      const answer = await client.eraseDeposit(copy, token);
      return answer.ok ? { ok: true, value: undefined } : refusedBy(answer.error);
    },
  };
}
