import { randomBytes } from '@madang/crypto';
import { openRerun } from '@madang/kernel/rerun';
import { checkToEnd } from '@madang/protocol';
import { services } from '@madang/services';
import { readAnnouncement } from '@madang/services/election/intake/index.ts';
import {
  checkElection,
  type ElectionFacts,
  electionReader,
  verifyHere,
} from '@madang/services/election/proof/index.ts';
import type { DossierCheck, ElectionShown } from './dossier-messages.ts';

const CHANCE_BYTES = 32;

/**
 * Checks the dossier of an election: the roll, the key, the proof of every ballot, and the count
 * from the ballots to the result.
 */
export const checkElectionDossier: DossierCheck = async (bytes, policyText, listener) => {
  const reader = electionReader();
  const pushed = reader.push(bytes);
  const checks = checkElection({
    read: pushed.ok ? reader.end() : pushed,
    policyText,
    openAgain: (chain) => openRerun(services, chain),
    verifier: verifyHere(() => randomBytes(CHANCE_BYTES)),
    onProgress: listener.onProgress,
  });
  const { verdict, facts } = await checkToEnd(checks, ({ part, state, code }) => {
    listener.onPart({ part, state, code });
  });
  return facts === undefined ? { verdict } : { verdict, election: shown(facts) };
};

function shown({ announcement, ...facts }: ElectionFacts): ElectionShown {
  const words = announcement && readAnnouncement(announcement, facts.draft.text);
  return words?.ok === true ? { ...facts, words: words.value } : facts;
}
