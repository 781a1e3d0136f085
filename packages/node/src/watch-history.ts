import { setTimeout } from 'node:timers/promises';
import { equalBytes } from '@madang/base';
import { checkCosignature, cosignerName, type Genesis } from '@madang/protocol';
import { type Colleague, type CosignerKey, noteOf } from './colleagues.ts';
import { type NodeError, nodeError } from './failure.ts';
import type { Head } from './store/head.ts';

/** What {@link watchHistory} looks at. */
export interface WatchedLedger {
  readonly origin: string;
  readonly genesis: Pick<Genesis, 'name'>;
  head(): Pick<Head, 'height' | 'timeMs' | 'logSize' | 'logRoot'>;
  /** The cosigner keys in force after the block of this time, ms. */
  cosignersAt(timeMs: number): readonly CosignerKey[];
  status(): { readonly agreedSize: number };
  /** Told once that the history here is another one; nothing is watched after that. */
  halt(reason: NodeError): void;
}

/** How often it is looked whether the newest head stands, ms. */
const LOOK_MS = 1_000;
/** A head that is not agreed on for so long makes the node ask the others, ms. */
const WAIT_MS = 5_000;

/**
 * Watches that this node has the history of the others. Where a newest block is not agreed on for
 * some seconds, the nodes of the other institutions are asked what they have signed at the same
 * size. If more than a third of all institutions signed another root, at least one of them is
 * honest, and the fault is here: the ledger halts with `NODE_HISTORY_DIFFERS`. Gives what ends the
 * watch.
 */
export function watchHistory(
  ledger: WatchedLedger,
  colleagues: () => readonly Colleague[],
  paceMs: { readonly look: number; readonly wait: number } = { look: LOOK_MS, wait: WAIT_MS },
): () => void {
  const ending = new AbortController();
  const watch = async (): Promise<void> => {
    let since = performance.now();
    let size = -1;
    for (;;) {
      await setTimeout(paceMs.look, undefined, { signal: ending.signal, ref: false });
      const head = ledger.head();
      const now = performance.now();
      const stands = ledger.status().agreedSize >= head.logSize;
      if (stands || head.logSize !== size) since = now;
      size = head.logSize;
      if (now - since < paceMs.wait) continue;
      const others = await signersOfAnother(ledger, colleagues());
      if (ending.signal.aborted) return;
      if (3 * others.length > ledger.cosignersAt(head.timeMs).length) {
        ledger.halt(historyDiffers(head, others));
        return;
      }
      since = performance.now();
    }
  };
  watch().catch(() => undefined);
  return () => {
    ending.abort();
  };
}

function historyDiffers({ height, logSize }: Pick<Head, 'height' | 'logSize'>, others: string[]) {
  return nodeError(
    'NODE_HISTORY_DIFFERS',
    `The ledger of this node is not that of the others: at block ${String(height)}, log size ${String(logSize)}, ${others.join(', ')} signed another root. It stopped and signs nothing; take the ledger anew from them (madang network resync) and start it again.`,
  );
}

/** The institutions that have signed another root than this node's at the size of its head. */
async function signersOfAnother(
  ledger: WatchedLedger,
  colleagues: readonly Colleague[],
): Promise<string[]> {
  const { logSize, logRoot, timeMs } = ledger.head();
  const keys = ledger.cosignersAt(timeMs);
  const asked = colleagues.map(async (colleague): Promise<string[]> => {
    const { checkpoint, note } = await noteOf(colleague.url, logSize);
    const isOfHead = checkpoint.origin === ledger.origin && checkpoint.size === logSize;
    if (!isOfHead || equalBytes(checkpoint.root, logRoot)) return [];
    const { institution } = colleague;
    const known = keys.find((one) => one.institution === institution);
    if (known === undefined) return [];
    const name = cosignerName(ledger.genesis.name, institution);
    const wanted = { name, key: known.key, checkpoint, note };
    return (await checkCosignature(wanted)) === undefined ? [] : [institution];
  });
  const settled = await Promise.allSettled(asked);
  const found = settled.flatMap((one) => (one.status === 'fulfilled' ? one.value : []));
  return [...new Set(found)];
}
