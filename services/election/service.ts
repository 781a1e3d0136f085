import { defineService } from '@madang/kernel/define';
import { acceptShares } from './chain/accept-shares.ts';
import { announceCounts } from './chain/announce-counts.ts';
import { castBallot } from './chain/cast-ballot.ts';
import { closeElection } from './chain/close-election.ts';
import { closeRegistration } from './chain/close-registration.ts';
import { commitOpening } from './chain/commit-opening.ts';
import { complain } from './chain/complain.ts';
import { confirmBatch } from './chain/confirm-batch.ts';
import { dealShares } from './chain/deal-shares.ts';
import { decryptSum } from './chain/decrypt-sum.ts';
import { draftElection, registerOf } from './chain/draft-election.ts';
import { enterVoters } from './chain/enter-voters.ts';
import { errors } from './chain/errors.ts';
import { extendElection } from './chain/extend-election.ts';
import {
  keysAreOfVoters,
  mixedKeysAreListed,
  sumsHideBallots,
  turnoutsAreExact,
} from './chain/invariants.ts';
import { markPaper } from './chain/mark-paper.ts';
import { mixKeys } from './chain/mix-keys.ts';
import { noteMessages } from './chain/note-messages.ts';
import { openBatch } from './chain/open-batch.ts';
import { openElection } from './chain/open-election.ts';
import { openRegistration } from './chain/open-registration.ts';
import { batchesAreOfMarked, surrenderedKeysVoteNoMore } from './chain/paper-invariants.ts';
import { pauseElection } from './chain/pause-election.ts';
import { queries } from './chain/queries.ts';
import { personOf, registerKey } from './chain/register-key.ts';
import { rehearse } from './chain/rehearse.ts';
import { restartCeremony } from './chain/restart-ceremony.ts';
import { resumeElection } from './chain/resume-election.ts';
import { revealOpening } from './chain/reveal-opening.ts';
import { events, officer } from './chain/schema.ts';
import { tables } from './chain/state.ts';
import { surrenderKey } from './chain/surrender-key.ts';

/**
 * Secret ballots: nobody can see a vote, nobody can change one, everybody can check the count. See
 * README.md.
 */
export const election = defineService({
  name: 'election',
  version: 1,
  doc: {
    en: 'Elections by secret ballot: encrypted on the voter’s device, decrypted only in sums, by trustees together.',
    ko: '비밀투표: 투표자의 기기에서 잠그고, 열쇠 보관인들이 모여 합계만 엽니다.',
  },
  errors,
  tables,
  events,
  roles: [officer],
  transactions: [
    draftElection,
    enterVoters,
    commitOpening,
    revealOpening,
    dealShares,
    acceptShares,
    complain,
    rehearse,
    restartCeremony,
    openRegistration,
    registerKey,
    closeRegistration,
    mixKeys,
    openElection,
    castBallot,
    openBatch,
    surrenderKey,
    markPaper,
    confirmBatch,
    pauseElection,
    resumeElection,
    extendElection,
    noteMessages,
    closeElection,
    decryptSum,
    announceCounts,
  ],
  queries,
  invariants: [
    turnoutsAreExact,
    keysAreOfVoters,
    batchesAreOfMarked,
    mixedKeysAreListed,
    surrenderedKeysVoteNoMore,
    sumsHideBallots,
  ],
  matters: { field: 'election', begins: 'election.drafted' },
  uses: [personOf, registerOf],
  proof: () => import('./proof/index.ts'),
  text: { ko: () => import('./text/ko.ts'), en: () => import('./text/en.ts') },
});
