import { fail, ok, toHex } from '@madang/base';
import { createClient } from '@madang/client';
import { sha256 } from '@madang/crypto';
import { voterServices } from '@madang/services/ballot.ts';
import { languageOfPath } from '@madang/ui';
import type { Election } from '../ballot/election.ts';
import type { BallotRoom } from '../ballot/room.ts';
import type { Sealer } from '../ballot/sealer.ts';
import { createPolicyStore } from '../device/policy-store.ts';
import type { Words } from '../ledger.ts';
import type { OpenedLink } from '../resident/link.ts';
import { createResidentRoom } from '../resident/room.ts';
import { announcementOf, draftOf, type ElectionPlan, picturesOf } from './election-plan.ts';

const nothing = () => Promise.reject(new Error('A preview seals nothing.'));

const noSealer: Sealer = {
  makeKey: nothing,
  register: nothing,
  seal: nothing,
  prove: nothing,
  open: nothing,
  reopen: nothing,
  verify: nothing,
  stop: () => undefined,
};

/** What a voter's pages work with, before there is an election: its pictures are here alone. */
export function previewRoom(plan: ElectionPlan): BallotRoom {
  const pictures = new Map(
    picturesOf(plan).map(({ bytes }) => [toHex(sha256(bytes)), bytes] as const),
  );
  const elections = createClient({
    baseUrl: '',
    services: voterServices,
    policy: createPolicyStore(),
    language: () => languageOfPath(location.pathname),
  });
  return {
    ...createResidentRoom(),
    elections: {
      ...elections,
      publicFile: (digest) => {
        const bytes = pictures.get(digest);
        const missing = { code: 'CLIENT_ANSWER_NOT_VALID', message: '', retryable: false };
        return Promise.resolve(bytes === undefined ? fail(missing) : ok(bytes));
      },
    },
    sealer: noSealer,
  };
}

/** The election that a whole plan comes to, as a voter finds it on its first day. */
export function previewElection(
  plan: ElectionPlan,
  institution: { id: string; name: Words; count: number },
): Election | undefined {
  const draft = draftOf(plan, institution.id);
  if (draft === undefined) return undefined;
  const { title, questions, text, revote, level, threshold, turnout, closesAt } = draft;
  const voters = plan.list?.made?.voters.length ?? 0;
  return {
    id: '',
    fixed: {
      ...{ title, questions, text, revote, level, threshold },
      trustees: draft.trustees.map(({ account }) => account),
      ...(turnout === undefined ? {} : { turnout }),
    },
    now: { status: 'open', closesAt, took: { voters, eligible: [voters], ballots: 0, cast: [0] } },
    announced: { state: 'here', words: announcementOf(plan) },
    asks: institution.name,
    proof: { state: 'proven', institutions: institution.count },
  };
}

/** Somebody who opens their link. */
export function previewLink(nameMasked: string, home: string): OpenedLink {
  return { token: '', register: '', nameMasked, homes: [home], usedElsewhere: false };
}
