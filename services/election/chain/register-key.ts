import { GENERATOR, isPossessed } from '@madang/ballot';
import { choice, ok, type Result, record, uint } from '@madang/base';
import {
  type ApplyContext,
  access,
  type CheckContext,
  hash,
  port,
  type Refusal,
  refuse,
  transaction,
} from '@madang/kernel/define';
import { errors } from './errors.ts';
import { addKey, replaceKey } from './key-lists.ts';
import { finish, knownMatter, type Matter, openMatter } from './matter.ts';
import { possessionBinding } from './possession.ts';
import { keyPayload, keyRegistered, levels } from './schema.ts';
import { batches, cast, keys, type Voter, voters } from './state.ts';

/** Whose an account is, and how they were identified: asked of `people`. */
export const personOf = port(
  'people.personOf',
  record({ register: hash, account: hash }),
  record({ person: uint({ max: 999_999 }), level: choice(levels) }),
);

/**
 * Says which key casts the ballots of a person in one election. The key is made for it alone, on
 * the voter's device; ballots are proven by it, and have no account.
 *
 * Who: a person of the election's register with their own key. Changes: the person's line of the
 * roll, and the new key; one that has cast nothing is replaced. Cost: one proof. Errors:
 * UNKNOWN_ELECTION, NOT_REGISTERING, NOT_OPEN, PAUSED, TOO_LATE, NOT_IDENTIFIED, LEVEL_TOO_LOW,
 * NOT_ON_ROLL, VOTES_ON_PAPER, POSSESSION_WRONG, KEY_TAKEN, HAS_VOTED.
 */
export const registerKey = transaction({
  service: 'election',
  name: 'registerKey',
  payload: keyPayload,
  access: access.anyone(),
  costUs: 3_000,
  retention: 'forever',
  errors: [
    errors.UNKNOWN_ELECTION,
    errors.NOT_REGISTERING,
    errors.NOT_OPEN,
    errors.PAUSED,
    errors.TOO_LATE,
    errors.NOT_IDENTIFIED,
    errors.LEVEL_TOO_LOW,
    errors.NOT_ON_ROLL,
    errors.VOTES_ON_PAPER,
    errors.POSSESSION_WRONG,
    errors.KEY_TAKEN,
    errors.HAS_VOTED,
  ],
  check(ctx, { election, key, possession }) {
    const matter = registering(ctx, election);
    if (!matter.ok) return matter;
    const found = voterOf(ctx, matter.value);
    if (!found.ok) return found;
    const { voter, account } = found.value;
    if (voter.batch !== undefined) return refuse(errors.VOTES_ON_PAPER, {});
    // Keys are registered in the generator, also where another base comes out of mixing them.
    if (!isPossessed(possessionBinding(election, account), key, GENERATOR, possession)) {
      return refuse(errors.POSSESSION_WRONG, {});
    }
    if (ctx.has(keys, [election, key]) || ctx.has(batches, [election, key]))
      return refuse(errors.KEY_TAKEN, {});
    const hasVoted = voter.key !== undefined && ctx.has(cast, [election, voter.key]);
    if (hasVoted) return refuse(errors.HAS_VOTED, {});
    return ok({ matter: matter.value, ...found.value });
  },
  apply(ctx, { election, key }, { matter, person, voter }) {
    const isMixed = matter.election.mixing !== undefined;
    const list = isMixed ? placeInList(ctx, matter, voter, key) : undefined;
    if (voter.key !== undefined) ctx.remove(keys, [election, voter.key]);
    ctx.put(voters, [election, person], { ...voter, key });
    ctx.put(keys, [election, key], list === undefined ? { person } : { person, list });
    ctx.emit(keyRegistered, { election, person, key });
    finish(ctx, matter);
  },
});

/** An election that takes keys at the time of the block. */
function registering(ctx: CheckContext<'election'>, id: Uint8Array): Result<Matter, Refusal> {
  const matter = knownMatter(ctx, id);
  if (!matter.ok || matter.value.election.mixing === undefined) return openMatter(ctx, id);
  const { status } = matter.value.progress;
  return status === 'registering' ? matter : refuse(errors.NOT_REGISTERING, {});
}

/** Puts a key among those that are going to be mixed; in the place of the voter's older one. */
function placeInList(
  ctx: ApplyContext<'election'>,
  matter: Matter,
  { building, key: old }: Voter,
  key: Uint8Array,
): number {
  const list = old === undefined ? undefined : ctx.get(keys, [matter.id, old])?.list;
  if (old === undefined || list === undefined) return addKey(ctx, matter, building, key);
  replaceKey(ctx, matter, list, { old, key });
  return list;
}

interface Found {
  readonly person: number;
  readonly voter: Voter;
  readonly account: Uint8Array;
}

/** The line of the roll of the one signer, identified as the election wants. */
function voterOf(ctx: CheckContext<'election'>, { id, election }: Matter): Result<Found, Refusal> {
  const { register, level: needed } = election;
  const [account] = ctx.signers;
  if (account === undefined) return refuse(errors.NOT_IDENTIFIED, {});
  const found = ctx.ask(personOf, { register, account });
  if (!found.ok) return refuse(errors.NOT_IDENTIFIED, {});
  const { person, level } = found.value;
  if (levels.indexOf(level) < levels.indexOf(needed))
    return refuse(errors.LEVEL_TOO_LOW, { needed });
  const voter = ctx.get(voters, [id, person]);
  return voter === undefined ? refuse(errors.NOT_ON_ROLL, {}) : ok({ person, voter, account });
}
