import type {
  DossierAnswer,
  DossierAsk,
  DossierListener,
  DossierResult,
} from './dossier-messages.ts';

/** A check of a dossier that is running in a thread of its own. */
export type RunningCheck = {
  /** Fails by throwing where this device could not do it. */
  result: Promise<DossierResult>;
  stop: () => void;
};

const broken = () => new Error('A dossier could not be checked on this device.');

/** Begins to check the dossier of a decision or of an election in this browser. */
export function startDossierCheck(
  asked: DossierAsk,
  { onPart, onProgress }: DossierListener,
): RunningCheck {
  const worker = new Worker(new URL('./dossier-worker.ts', import.meta.url), { type: 'module' });
  const result = new Promise<DossierResult>((resolve, reject) => {
    worker.addEventListener('error', () => reject(broken()));
    worker.addEventListener('message', ({ data }: MessageEvent<DossierAnswer>) => {
      if (data.kind === 'part') onPart(data.step);
      else if (data.kind === 'progress') onProgress(data.done, data.all);
      else if (data.kind === 'result') resolve(data.result);
      else reject(broken());
    });
    worker.postMessage(asked);
  });
  return { result: result.finally(() => worker.terminate()), stop: () => worker.terminate() };
}
