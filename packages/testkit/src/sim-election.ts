import { utf8 } from '@madang/base';
import { sha256 } from '@madang/crypto';
import { actor } from './memory-ledger.ts';

const TEXT = sha256(utf8('the announcement of every election of a simulation'));
const VOTERS = [0, 1, 2, 3];

/** Acts that trustees send; in a simulation there is one, who is this person. */
const TRUSTEE = actor('person 0');
const TRUSTEE_ACTS: ReadonlySet<string> = new Set(
  ['commitOpening', 'revealOpening', 'dealShares', 'acceptShares', 'complain', 'rehearse'].map(
    (name) => `election.${name}`,
  ),
);

/**
 * What makes random acts of `election` fit each other: every election of a simulation has the same
 * roll and one trustee. Keys and ballots stay random, so what needs them is refused.
 */
export function smallElection(act: string, timeMs: number): Readonly<Record<string, unknown>> {
  if (TRUSTEE_ACTS.has(act)) return { trustee: 1, round: 0 };
  switch (act) {
    case 'election.draftElection':
      return {
        level: 'link',
        text: TEXT,
        questions: [
          {
            answers: 2,
            choice: { blank: true, max: 1, min: 1 },
            decides: { kind: 'elect', seats: 1 },
          },
        ],
        buildings: ['101'],
        results: 'complex',
        measures: ['heads'],
        trustees: [{ account: TRUSTEE.account, seat: { en: 'Trustee', ko: '열쇠 보관인' } }],
        threshold: 1,
        turnout: undefined,
        closesAt: timeMs - (timeMs % 1_000) + 3_600_000,
      };
    case 'election.enterVoters':
      return {
        voters: VOTERS.map((person) => ({
          person,
          building: 0,
          weights: [1],
          commitment: TEXT,
        })),
      };
    case 'election.openElection':
      return { voters: VOTERS.length, weights: [VOTERS.length] };
    case 'election.restartCeremony':
      return { round: 0 };
    default:
      return {};
  }
}

/** The trustee of a simulation, if the act is one of theirs. */
export function trusteeOf(act: string): typeof TRUSTEE | undefined {
  return TRUSTEE_ACTS.has(act) ? TRUSTEE : undefined;
}
