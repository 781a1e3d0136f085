import { fail, ok, toHex } from '@madang/base';
import { sha256 } from '@madang/crypto';
import type { Election } from '../ballot/election.ts';
import type { BallotRoom } from '../ballot/room.ts';
import type { Words } from '../ledger.ts';
import type * as ballotWay from '../pages/ballot-way.tsx';
import type { OpenedLink } from '../resident/link.ts';
import { createResidentRoom } from '../resident/room.ts';
import { announcementOf, draftOf, type ElectionPlan, picturesOf } from './election-plan.ts';

/** The parts of a voter's way, and what they stand in. */
export type VoterParts = Pick<
  typeof ballotWay,
  'BallotContext' | 'ChooseStep' | 'LandingStep' | 'createBallotRoom'
>;

/** What a voter's pages work with, before there is an election: its pictures are here alone. */
export function previewRoom(
  { createBallotRoom }: Pick<VoterParts, 'createBallotRoom'>,
  plan: ElectionPlan,
): BallotRoom {
  const pictures = new Map(
    picturesOf(plan).map(({ bytes }) => [toHex(sha256(bytes)), bytes] as const),
  );
  const room = createBallotRoom(createResidentRoom());
  // A preview seals nothing.
  room.sealer.stop();
  return {
    ...room,
    elections: {
      ...room.elections,
      publicFile: (digest) => {
        const bytes = pictures.get(digest);
        const missing = { code: 'CLIENT_ANSWER_NOT_VALID', message: '', retryable: false };
        return Promise.resolve(bytes === undefined ? fail(missing) : ok(bytes));
      },
    },
  };
}

/** The election that a whole plan comes to, as a voter finds it on its first day. */
export function previewElection(
  plan: ElectionPlan,
  institution: { id: string; name: Words; count: number },
): Election | undefined {
  const draft = draftOf(plan, institution.id);
  if (draft === undefined) return undefined;
  const { title, questions, text, revote, level, paper, threshold, closesAt } = draft;
  const { turnout, mixing } = draft;
  const voters = plan.list?.made?.voters.length ?? 0;
  return {
    id: '',
    bytes: new Uint8Array(),
    fixed: {
      ...{ title, questions, text, revote, level, paper, threshold },
      trustees: draft.trustees.map(({ account }) => account),
      ...(turnout === undefined ? {} : { turnout }),
      ...(mixing === undefined ? {} : { mixing }),
    },
    now: { status: 'open', closesAt, took: { voters, ballots: 0 } },
    announced: { state: 'here', words: announcementOf(plan) },
    asks: institution.name,
    proof: { state: 'proven', institutions: institution.count },
  };
}

/** Somebody who opens their link. */
export function previewLink(nameMasked: string, home: string): OpenedLink {
  return { token: '', register: '', nameMasked, homes: [home], usedElsewhere: false };
}
