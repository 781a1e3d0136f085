import { parseJson } from '@madang/base';
import { statusAnswer } from '@madang/client';

const ANSWER_MS = 3_000;

/** Where a node says that it stands. */
export interface NodeHeight {
  readonly height: number;
  readonly size: number;
}

/** Asks the API at an address for its newest block; nothing where nobody answers in 3 seconds. */
export async function askHeight(api: string): Promise<NodeHeight | undefined> {
  try {
    const signal = AbortSignal.timeout(ANSWER_MS);
    const response = await fetch(`${api}/api/status`, { signal });
    const answer = parseJson(statusAnswer, await response.json());
    return answer.ok ? { height: answer.value.height, size: answer.value.size } : undefined;
  } catch {
    return undefined;
  }
}
