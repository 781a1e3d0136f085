import type { Result } from '@madang/base';
import type { ClientError } from '@madang/client';
import { useEffect, useState } from 'preact/hooks';
import type { Problem } from '../ledger.ts';
import { problemOf } from './city-client.ts';

const pageSize = 50;

/** Asks for a page of a list: those behind `after`, or the first ones. */
type AskLines<L> = (asked: { after?: Uint8Array }) => Promise<Result<readonly L[], ClientError>>;

/** A list of the ledger, read page by page. */
export function useLines<L extends { id: Uint8Array }>(ask: AskLines<L>) {
  const [lines, setLines] = useState<readonly L[]>();
  const [problem, setProblem] = useState<Problem>();
  const [more, setMore] = useState(false);
  const read = async (after: Uint8Array | undefined): Promise<void> => {
    const answer = await ask(after === undefined ? {} : { after });
    if (!answer.ok) {
      setProblem(problemOf(answer.error));
      return;
    }
    setProblem(undefined);
    setMore(answer.value.length === pageSize);
    setLines((before) => [...(after === undefined ? [] : (before ?? [])), ...answer.value]);
  };
  useEffect(() => void read(undefined), []);
  return { lines, problem, more, next: () => void read(lines?.at(-1)?.id) };
}
