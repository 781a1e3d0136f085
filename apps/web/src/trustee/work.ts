import type { TrusteeRoom } from './room.ts';
import type { Doings, Seen, SeenSum, Trouble } from './working.ts';

/** Between two looks at what the others have done, ms. */
const lookAgainMs = 2_000;
/** So long what was sent may take to be proven, before it is sent once more, ms. */
const settleMs = 15_000;

/** What a trustee's page knows of an election, and what it is doing. */
export type Work = {
  seen?: Seen | undefined;
  /** Why the last look failed. */
  trouble?: Trouble | undefined;
  /** Why the last thing that was due was not done. */
  stopped?: Trouble | undefined;
  /** What was done last in this window. */
  done?: Doings['act']['gives'];
  isBusy: boolean;
  /** Goes on by itself. */
  isAuto: boolean;
};

/** The work of one window, and what a person may ask of it. */
export type RunningWork = {
  start: () => void;
  pause: () => void;
  once: () => void;
  stop: () => void;
};

/** What is due for a trustee, named so that no two things are alike; nothing if it waits. */
export function dueIn(seen: Seen): string | undefined {
  const { status, number, missing, round, stage, sums, threshold, mix } = seen;
  if (status === 'draft') return missing.includes(number) ? `${round} ${stage}` : undefined;
  if (mix !== undefined) return mix.isMine ? `mix ${mix.mixed.length} ${mix.done}` : undefined;
  if (status !== 'closed') return undefined;
  const isDue = (sum: SeenSum) =>
    !sum.isAnnounced && (!sum.givenBy.includes(number) || sum.givenBy.length >= threshold);
  const due = sums.filter(isDue);
  return due.length === 0 ? undefined : `sums ${due.length}`;
}

/** Whether there is work: sums are opened when a person says so, not by what ran before. */
function isAtWork({ status, stage, mix, number }: Seen): boolean {
  if (mix !== undefined) return !mix.mixed.includes(number);
  return status === 'closed' || (status === 'draft' && stage !== 'ready');
}

/** Whether a page that is loaded again goes on by itself: kept for the life of its tab. */
const autoName = (id: string) => `madang.trustee ${id}`;

/** What is done while an election is where it is. */
const doings: Readonly<Record<string, 'act' | 'mix' | 'decrypt'>> = {
  draft: 'act',
  mixing: 'mix',
  closed: 'decrypt',
};

/** Looks again and again at an election, and does what is due when it is told to. */
export function startWork(
  id: string,
  { ask }: TrusteeRoom,
  show: (work: Work) => void,
): RunningWork {
  let work: Work = { isBusy: false, isAuto: sessionStorage.getItem(autoName(id)) !== null };
  let isCurrent = true;
  const sent = { due: '', atMs: 0 };
  const change = (some: Partial<Work>): void => {
    work = { ...work, ...some };
    if (isCurrent) show(work);
  };
  const isOver = () => !isCurrent;
  const setAuto = (isAuto: boolean): void => {
    if (isAuto) sessionStorage.setItem(autoName(id), 'on');
    else sessionStorage.removeItem(autoName(id));
    change({ isAuto, stopped: undefined });
  };
  const doIt = async ({ status }: Seen): Promise<boolean> => {
    change({ isBusy: true, stopped: undefined });
    const did = await ask(doings[status] ?? 'act', { election: id });
    if (did.ok) {
      change({ isBusy: false, done: did.value ?? work.done });
      return true;
    }
    // What could not be reached is tried again; what does not hold is for a person to look at.
    if (!did.trouble.offline) setAuto(false);
    change({ isBusy: false, stopped: did.trouble });
    return false;
  };
  const doDue = async (seen: Seen): Promise<void> => {
    const due = dueIn(seen);
    const isUnderWay = sent.due === due && Date.now() - sent.atMs < settleMs;
    if (due === undefined || isUnderWay || work.isBusy) return;
    if (await doIt(seen)) Object.assign(sent, { due, atMs: Date.now() });
  };
  // Ends when the window does, even while a look is under way.
  const run = async (): Promise<void> => {
    for (let afterMs = 0; isCurrent; afterMs = lookAgainMs) {
      const looked = await ask('look', { election: id, afterMs });
      change(looked.ok ? { seen: looked.value, trouble: undefined } : { trouble: looked.trouble });
      if (looked.ok && work.isAuto && !isAtWork(looked.value)) setAuto(false);
      if (looked.ok && work.isAuto && !isOver()) await doDue(looked.value);
    }
  };
  void run();
  return {
    start: () => {
      setAuto(true);
      if (work.seen !== undefined) void doDue(work.seen);
    },
    pause: () => setAuto(false),
    once: () => {
      if (work.seen !== undefined) void doDue(work.seen);
    },
    stop: () => {
      isCurrent = false;
    },
  };
}

/** Takes the work of an election for this window, as soon as no other window has it. */
export function takeTurn(id: string, onTaken: () => void): () => void {
  if (!('locks' in navigator)) {
    onTaken();
    return () => undefined;
  }
  const ending = new AbortController();
  let release: () => void = () => undefined;
  const hold = () => {
    onTaken();
    return new Promise<void>((resolve) => {
      release = resolve;
    });
  };
  navigator.locks
    .request(`madang trustee ${id}`, { signal: ending.signal }, hold)
    .catch(() => undefined);
  return () => {
    ending.abort();
    release();
  };
}
