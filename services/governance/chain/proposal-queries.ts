import { bool, choice, list, ok, optional, record, uint } from '@madang/base';
import {
  hash,
  institutionId,
  MAX_INSTITUTIONS,
  query,
  type ReadContext,
  refuse,
  upgradePlan,
} from '@madang/kernel/define';
import { errors } from './errors.ts';
import { KEY_KINDS } from './keys.ts';
import { type Proposal, proposalContent } from './proposal-schema.ts';
import { approvalsNeeded, openItems } from './proposals.ts';
import { keyKind } from './schema.ts';
import { allInstitutions, MAX_OPEN_EACH, memberIds, proposalTable } from './state.ts';
import { protocolOf } from './upgrade.ts';

const voices = list(institutionId, { max: MAX_INSTITUTIONS });

const proposalAnswer = record({
  id: hash,
  by: institutionId,
  content: proposalContent,
  digest: hash,
  until: uint(),
  approvals: voices,
  objections: voices,
  /** How it stands at the newest block. */
  standing: choice(['open', 'enacted', 'rejected', 'withdrawn', 'expired']),
  /** Height of the block in which it ended; absent where it did not, or its time passed. */
  closedAtHeight: optional(uint()),
  /** The least number of approvals of the institutions of now that enacts it. */
  needed: uint(),
});

function answerOf(ctx: ReadContext<'governance'>, id: Uint8Array, found: Proposal) {
  const { closed, ...rest } = found;
  const isOver = ctx.block.timeMs >= found.until;
  return {
    id,
    ...rest,
    standing: closed?.how ?? (isOver ? ('expired' as const) : ('open' as const)),
    needed: approvalsNeeded(memberIds(ctx).length),
    ...(closed === undefined ? {} : { closedAtHeight: closed.height }),
  };
}

/** The proposals that are open, the oldest first. */
export const proposals = query({
  service: 'governance',
  name: 'proposals',
  access: 'public',
  params: record({}),
  result: list(proposalAnswer, { max: MAX_INSTITUTIONS * MAX_OPEN_EACH }),
  read: (ctx) =>
    ok(
      openItems(ctx).flatMap(({ id }) => {
        const found = ctx.get(proposalTable, id);
        return found === undefined ? [] : [answerOf(ctx, id, found)];
      }),
    ),
});

/** One proposal, also one that ended. */
export const proposal = query({
  service: 'governance',
  name: 'proposal',
  access: 'public',
  params: record({ id: hash }),
  result: proposalAnswer,
  read(ctx, { id }) {
    const found = ctx.get(proposalTable, id);
    return found === undefined ? refuse(errors.UNKNOWN_PROPOSAL, {}) : ok(answerOf(ctx, id, found));
  },
});

/** The protocol version in force, and the plan for the next with how many are ready of how many. */
export const protocol = query({
  service: 'governance',
  name: 'protocol',
  access: 'public',
  params: record({}),
  result: record({ version: uint(), plan: optional(upgradePlan), members: uint(), needed: uint() }),
  read(ctx) {
    const members = memberIds(ctx).length;
    return ok({ ...protocolOf(ctx), members, needed: readyNeeded(members) });
  },
});

/** The least number of ready institutions that is more than five sixths. */
function readyNeeded(members: number): number {
  let needed = 0;
  while (6 * needed <= 5 * members) needed += 1;
  return needed;
}

/** So long before its end a key is warned about: 30 days. */
const WARNING_MS = 2_592_000_000;

const endingKey = record({
  institution: institutionId,
  use: keyKind,
  /** When it ends, ms. */
  endsAt: uint(),
  /** Whether that is over. The key works on: an end never stops the ledger. */
  hasEnded: bool(),
});

/** Keys that end within 30 days or ended, by institution. It is a warning and nothing else. */
export const endingKeys = query({
  service: 'governance',
  name: 'endingKeys',
  access: 'public',
  params: record({}),
  result: list(endingKey, { max: MAX_INSTITUTIONS * KEY_KINDS.length }),
  read(ctx) {
    const { timeMs } = ctx.block;
    return ok(
      allInstitutions(ctx).flatMap(({ id: institution, ends }) =>
        KEY_KINDS.flatMap((use) => {
          const endsAt = ends?.[use];
          if (endsAt === undefined || endsAt > timeMs + WARNING_MS) return [];
          const hasEnded = endsAt <= timeMs;
          return [{ institution, use, endsAt, hasEnded }];
        }),
      ),
    );
  },
});
