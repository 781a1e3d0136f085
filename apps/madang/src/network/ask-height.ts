import { parseJson } from '@madang/base';
import { statusAnswer } from '@madang/client';
import { type HistoryAnswer, historyAnswer } from '@madang/client/network';

const ANSWER_MS = 3_000;

/** Where a node says that it stands. */
export interface NodeHeight {
  readonly height: number;
  readonly size: number;
  /** What of the older log is still to come there. */
  readonly history?: HistoryAnswer;
}

/** Asks the API at an address for its newest block; nothing where nobody answers in 3 seconds. */
export async function askHeight(api: string): Promise<NodeHeight | undefined> {
  try {
    const signal = AbortSignal.timeout(ANSWER_MS);
    const response = await fetch(`${api}/api/status`, { signal });
    const answer = parseJson(statusAnswer, await response.json());
    if (!answer.ok) return undefined;
    const { height, size, history } = answer.value;
    const coming = parseJson(historyAnswer, history);
    return { height, size, ...(coming.ok ? { history: coming.value } : {}) };
  } catch {
    return undefined;
  }
}
