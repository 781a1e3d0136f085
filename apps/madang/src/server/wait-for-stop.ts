import type { Ledger } from '@madang/node';
import type { CommandError } from '../terminal.ts';
import { nodeFailure } from './open-city.ts';

const LOOK_MS = 500;

/** Waits until somebody stops this process, or the ledger stops by itself: then with the reason. */
export function waitForStop(ledger: Ledger): Promise<CommandError | undefined> {
  return new Promise((resolve) => {
    const finish = (failure: CommandError | undefined): void => {
      clearInterval(timer);
      process.off('SIGINT', stop);
      process.off('SIGTERM', stop);
      resolve(failure);
    };
    const stop = (): void => {
      finish(undefined);
    };
    const timer = setInterval(() => {
      const { failure } = ledger.status();
      if (failure !== undefined) finish(nodeFailure(failure));
    }, LOOK_MS);
    process.on('SIGINT', stop);
    process.on('SIGTERM', stop);
  });
}
