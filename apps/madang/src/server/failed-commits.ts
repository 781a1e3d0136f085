/**
 * A commit that fails, on a full disk say, is told to the store, which stops the ledger with the
 * reason. The database library tells it a second time through a promise that nobody can reach; that
 * one must not end the process before the reason was said. Every other unhandled rejection does.
 */
export function keepFailedCommitsQuiet(): () => void {
  const listen = (reason: unknown): void => {
    const isSecond = reason instanceof Error && 'commitError' in reason;
    if (!isSecond) throw reason;
  };
  process.on('unhandledRejection', listen);
  return () => {
    process.off('unhandledRejection', listen);
  };
}
