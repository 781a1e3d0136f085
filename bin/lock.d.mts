/** See lock.mjs. */
export function takeLock(file: string): Promise<(() => void) | undefined>;
