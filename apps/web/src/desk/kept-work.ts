import { getValue, putValue, removeValue } from '../device/database.ts';

/** Where this device keeps one piece of work that is on its way to the record. */
export type KeptPlace<W> = {
  /** What lies here; undefined if there is nothing. */
  find: () => Promise<W | undefined>;
  keep: (work: W) => Promise<void>;
  /** What is on record stays there. */
  forget: () => Promise<void>;
};

/**
 * The place of a name. What lies there has no name and no telephone number of anybody: those went
 * into the vault before.
 */
export function keptPlace<W>(name: string): KeptPlace<W> {
  return {
    find: async () => {
      const kept = await getValue('desk', name).catch(() => undefined);
      return kept as W | undefined;
    },
    // A private window keeps nothing: then the page itself is all that can go on.
    keep: (work) => putValue('desk', name, work).catch(() => undefined),
    forget: () => removeValue('desk', name).catch(() => undefined),
  };
}
