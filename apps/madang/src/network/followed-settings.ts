import { statSync } from 'node:fs';
import type { Layout } from '../data/layout.ts';
import { type NetworkSettings, readNetworkSettings } from './settings.ts';

/** The settings of a network as its file says now. */
export interface FollowedSettings {
  readonly now: () => NetworkSettings;
  readonly stop: () => void;
}

/** What {@link followSettings} is given. */
export interface FollowedFile {
  readonly layout: Layout;
  readonly first: NetworkSettings;
  /** Told that the file says something else, and it is taken. */
  readonly onChange: () => void;
  /** Told of a file that cannot be taken: what was before goes on. */
  readonly noteFailure: (failure: string) => void;
  readonly everyMs?: number;
}

const LOOK_MS = 2_000;

/**
 * Looks at `network.json` every two seconds, so that an institution that joins becomes known
 * without
 * a stop of the ledger. Whose node it is and where it listens do not change while it runs.
 */
export function followSettings(given: FollowedFile): FollowedSettings {
  const { layout, onChange, noteFailure } = given;
  let now = given.first;
  let seen = stampOf(layout);
  const look = (): void => {
    const stamp = stampOf(layout);
    if (stamp === seen) return;
    seen = stamp;
    const read = readNetworkSettings(layout);
    if (!read.ok || read.value?.institution !== now.institution) {
      noteFailure(`${layout.network} is not taken: it does not say with whom this node runs.`);
      return;
    }
    now = { ...now, nodes: read.value.nodes };
    onChange();
  };
  const timer = setInterval(look, given.everyMs ?? LOOK_MS);
  timer.unref();
  return {
    now: () => now,
    stop: () => {
      clearInterval(timer);
    },
  };
}

function stampOf({ network }: Layout): string {
  const found = statSync(network, { throwIfNoEntry: false });
  return found === undefined ? '' : `${found.mtimeMs} ${found.ino} ${found.size}`;
}
