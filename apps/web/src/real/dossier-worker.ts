import { matterOf } from '@madang/protocol';
import { checkDecisionDossier } from './decision-dossier.ts';
import type { DossierAnswer, DossierAsk, DossierResult } from './dossier-messages.ts';
import { checkElectionDossier } from './election-dossier.ts';

// The thread of its own in which dossiers are checked: thousands of proofs take their time, and the
// page stays alive meanwhile.

/** Nobody sees more pictures of a bar in a second. */
const PROGRESS_EVERY_MS = 100;

function answer(said: DossierAnswer): void {
  postMessage(said);
}

async function check({ bytes, policyText }: DossierAsk): Promise<DossierResult> {
  let toldMs = 0;
  // A file that names no matter is shown to be no dossier by either of them.
  const isElection = matterOf(bytes) === 'election.election';
  const checkMatter = isElection ? checkElectionDossier : checkDecisionDossier;
  return checkMatter(bytes, policyText, {
    onPart: (step) => answer({ kind: 'part', step }),
    onProgress: (done, all) => {
      const nowMs = performance.now();
      if (nowMs - toldMs < PROGRESS_EVERY_MS && done < all) return;
      toldMs = nowMs;
      answer({ kind: 'progress', done, all });
    },
  });
}

addEventListener('message', ({ data }: MessageEvent<DossierAsk>) => {
  check(data).then(
    (result) => answer({ kind: 'result', result }),
    () => answer({ kind: 'broken' }),
  );
});
