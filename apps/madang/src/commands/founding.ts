import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { fail, ok, type Result } from '@madang/base';
import { lockFolder, syncFolder } from '@madang/node';
import { folderState, missing } from '../data/city.ts';
import { foundLedger, writeWhole } from '../data/found.ts';
import type { Layout } from '../data/layout.ts';
import type { CityPlan } from '../demo/gaon.ts';
import { nodeFailure } from '../server/open-city.ts';
import { type CommandError, commandError } from '../terminal.ts';

/** Which ledger a new folder gets. */
export interface FoundingWish {
  readonly plan: CityPlan;
  /** The time of its genesis, ms. */
  readonly timeMs: number;
  /** The demo is made before {@link Founding.finish}; cut short, all of it is made anew. */
  readonly isDemoToFollow: boolean;
}

/** A ledger that was there, or was founded. */
export interface Founding {
  readonly isNew: boolean;
  /** Everything is made: from now on nothing here is ever removed. Lets others have the folder. */
  readonly finish: () => void;
  /** Lets others have the folder without saying so; after `finish` it does nothing. */
  readonly release: () => void;
}

/** Whether a ledger is to be founded here. A folder of something else is refused. */
export function isToBeFounded(layout: Layout): Result<boolean, CommandError> {
  switch (folderState(layout)) {
    case 'ledger':
      return existsSync(layout.moved) ? fail(moved(layout)) : ok(false);
    case 'new':
    case 'half-made':
      return ok(true);
    case 'ceremony':
      return fail(
        commandError(
          'CEREMONY_UNFINISHED',
          `${layout.folder} takes part in a ceremony that is not finished; finish it with: madang ceremony finish`,
          `${layout.folder} 폴더의 시작 절차가 끝나지 않았습니다. madang ceremony finish 로 마치십시오.`,
        ),
      );
    case 'joining':
      return fail(
        commandError(
          'JOINING_UNFINISHED',
          `${layout.folder} was made to join a network, and not to the end; do it again: madang join`,
          `${layout.folder} 폴더의 네트워크 참여가 중간에 멈췄습니다. madang join 을 다시 실행하십시오.`,
        ),
      );
    case 'unnamed':
      return fail(missing(layout.city));
    case 'other':
      return fail(
        commandError(
          'DATA_NOT_OURS',
          `${layout.folder} holds other things than a ledger; choose another folder with --data.`,
          `${layout.folder} 폴더에 원장이 아닌 것이 있습니다. --data 로 다른 폴더를 고르십시오.`,
        ),
      );
  }
}

function moved({ folder }: Layout): CommandError {
  return commandError(
    'LEDGER_MOVED',
    `The ledger of ${folder} goes on as a network; run here too it would contradict itself.`,
    `${folder} 의 원장은 네트워크로 옮겨졌습니다. 여기서 다시 실행하면 서로 어긋나게 됩니다.`,
  );
}

/**
 * Founds a ledger where there is none. A demo whose making was cut short counts as none: nobody was
 * served from it, so it is removed, except for its keys. The folder is locked meanwhile, so that no
 * other process takes a demo that is being made for one that was cut short. Fails with
 * `NODE_FOLDER_IN_USE`, `DATA_NOT_OURS`, `DATA_MISSING`, or as {@link foundLedger}.
 */
export function foundIfNew(layout: Layout, wish: FoundingWish): Result<Founding, CommandError> {
  const before = isToBeFounded(layout);
  if (!before.ok) return before;
  if (!before.value) return ok(NOTHING_TO_FOUND);
  mkdirSync(layout.folder, { recursive: true, mode: 0o700 });
  const lock = lockFolder(layout.folder);
  if (!lock.ok) return fail(nodeFailure(lock.error));
  let isHeld = true;
  const release = (): void => {
    if (isHeld) lock.value.release();
    isHeld = false;
  };
  const finish = (): void => {
    removeMark(layout);
    release();
  };
  let isNew = false;
  try {
    const founded = foundLocked(layout, wish);
    if (!founded.ok) return founded;
    isNew = founded.value;
    return ok(isNew ? { isNew, finish, release } : NOTHING_TO_FOUND);
  } finally {
    if (!isNew) release();
  }
}

const NOTHING_TO_FOUND: Founding = {
  isNew: false,
  finish: () => undefined,
  release: () => undefined,
};

/** Another process may have finished while this one waited for nothing: so it looks again. */
function foundLocked(
  layout: Layout,
  { plan, timeMs, isDemoToFollow }: FoundingWish,
): Result<boolean, CommandError> {
  const isNew = isToBeFounded(layout);
  if (!isNew.ok || !isNew.value) return isNew;
  if (folderState(layout) === 'half-made') removeHalfMade(layout);
  if (isDemoToFollow) {
    writeWhole(layout.halfMade, 'The demo is being made. If it was cut short it is made anew.\n');
    syncFolder(layout.folder);
  }
  const founded = foundLedger(layout, plan, timeMs);
  return founded.ok ? ok(true) : founded;
}

/** What founding and the demo make, by name: nothing else in the folder is touched. */
function removeHalfMade(layout: Layout): void {
  const { ledger, vault, files, views, genesis, policy, city, demoLinks } = layout;
  const tables = ['', '-wal', '-shm'].map((end) => `${views}${end}`);
  for (const made of [ledger, vault, files, ...tables, genesis, policy, city, demoLinks]) {
    rmSync(made, { recursive: true, force: true });
  }
  removeMark(layout);
}

/** Durably: a mark that came back after a power cut would cost the records that were made since. */
function removeMark({ halfMade, folder }: Layout): void {
  rmSync(halfMade, { force: true });
  syncFolder(folder);
}
