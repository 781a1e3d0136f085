import {
  bytes,
  choice,
  decode,
  encodeKnown,
  fail,
  list,
  type Result,
  record,
  type TypeOf,
  text,
  uint,
} from '@madang/base';
import type { PreparedTransaction } from '@madang/client';
import { opening } from '@madang/services/document/proof/index.ts';
import { writeWhole } from '../data/found.ts';
import { readWhole } from '../files.ts';
import { type CommandError, commandError } from '../terminal.ts';

/**
 * An act that was signed, with everything that makes receipts of it. It is written before the act
 * is
 * sent: without the salts in the openings nobody could ever prove which files were put on record.
 */
const pendingAct = record({
  kind: choice(['madang/pending']),
  act: text({ max: 64 }),
  id: text({ max: 64 }),
  number: text({ max: 14 }),
  chain: text({ max: 64 }),
  envelope: bytes({ max: 65_536 }),
  expiresAt: uint(),
  openings: list(record({ name: text({ min: 1, max: 1_024 }), opening }), { max: 1_000_000 }),
});
export type PendingAct = TypeOf<typeof pendingAct>;
export type NamedOpening = PendingAct['openings'][number];

const MAX_PENDING_BYTES = 512 * 1024 * 1024;

/** Writes an act that is about to be sent; durable when it returns. */
export function savePending(
  file: string,
  prepared: PreparedTransaction,
  openings: readonly NamedOpening[],
): void {
  const { act, id, number, chain, envelope, expiresAt } = prepared;
  const kind = 'madang/pending' as const;
  writeWhole(
    file,
    encodeKnown(pendingAct, { kind, act, id, number, chain, envelope, expiresAt, openings }),
  );
}

/** Reads an act that was not finished. */
export async function readPending(file: string): Promise<Result<PendingAct, CommandError>> {
  const content = await readWhole(file, MAX_PENDING_BYTES);
  if (!content.ok) return content;
  const pending = decode(pendingAct, content.value, MAX_PENDING_BYTES);
  if (pending.ok) return pending;
  return fail(
    commandError(
      'PENDING_NOT_VALID',
      `${file} is not an act that waits to be sent.`,
      `${file} 파일은 보내기를 기다리는 작업이 아닙니다.`,
    ),
  );
}
