import { decode } from '@madang/base';
import { createSha256 } from '@madang/crypto';
import { decodeReceipt } from '@madang/protocol';
import { opening } from '@madang/services/document/proof/index.ts';
import type { CheckOptions, Ledger, Verdict } from '../ledger.ts';
import { checkReceiptHere } from './check-receipt.ts';
import type { Room } from './room.ts';

const pieceBytes = 1024 * 1024;

/** SHA-256 of a file of any size, read in pieces. */
export async function digestOf(
  file: Blob,
  onProgress: (doneBytes: number) => void,
): Promise<Uint8Array> {
  const hash = createSha256();
  for (let at = 0; at < file.size; at += pieceBytes) {
    hash.update(new Uint8Array(await file.slice(at, at + pieceBytes).arrayBuffer()));
    onProgress(Math.min(at + pieceBytes, file.size));
  }
  return hash.digest();
}

/** The words of a notarised statement, where the receipt carries them. */
function statementOf(receipt: Uint8Array): string | undefined {
  const decoded = decodeReceipt(receipt);
  if (!decoded.ok || decoded.value.opening === undefined) return undefined;
  const opened = decode(opening, decoded.value.opening);
  return opened.ok ? opened.value.statement : undefined;
}

async function check(room: Room, receipt: Uint8Array, options: CheckOptions): Promise<Verdict> {
  const { file, ...rest } = options;
  const fileDigest = file === undefined ? undefined : await digestOf(file, () => undefined);
  return checkReceiptHere({ ...room, statementOf }, receipt, {
    ...rest,
    ...(fileDigest === undefined ? {} : { fileDigest }),
  });
}

/** Checks on this device. */
export function checkAnswers(room: Room): Pick<Ledger, 'check' | 'decided' | 'digest'> {
  return {
    check: (receipt, options) => check(room, receipt, options),
    // The light client comes when somebody first needs it.
    decided: async (file) => {
      const loaded = await import('./decided.ts').catch(() => undefined);
      return loaded?.decidedHere(room, file);
    },
    digest: digestOf,
  };
}
