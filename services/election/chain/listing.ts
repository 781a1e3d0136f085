import { choice, list, optional, record, uint } from '@madang/base';
import { bilingual, hash, institutionId } from '@madang/kernel/define';

/** How far an election is. */
export const status = choice([
  'draft',
  /** Voters register the keys that are going to be mixed. */
  'registering',
  /** Trustees mix the keys, one after the other. */
  'mixing',
  'open',
  'paused',
  /** Ballots are no longer taken; sums are being decrypted. */
  'closed',
  'decided',
  /** Fewer ballots than may ever be decrypted. */
  'undisclosed',
  'called-off',
]);

/** Most elections of one answer. */
export const MAX_ELECTIONS = 50;

/** Which elections are asked for. */
export const electionsParams = record({ register: optional(hash), after: optional(hash) });

/** Elections, a line each, ascending by id. */
export const electionsAnswer = list(
  record({ id: hash, institution: institutionId, title: bilingual, status, closesAt: uint() }),
  { max: MAX_ELECTIONS },
);
