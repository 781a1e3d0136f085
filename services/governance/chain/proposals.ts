import {
  type CodecError,
  compareText,
  decode,
  encodeKnown,
  expectPresent,
  ok,
  type Result,
  toHex,
} from '@madang/base';
import {
  type ApplyContext,
  type ReadContext,
  type Refusal,
  refuse,
  sha256,
  tag,
} from '@madang/kernel/define';
import { errors } from './errors.ts';
import {
  type AgendaItem,
  type Proposal,
  type ProposalContent,
  proposalContent,
  proposalEnded,
  proposePayload,
} from './proposal-schema.ts';
import { agendaTable, memberIds, proposalTable } from './state.ts';

const PROPOSAL_TAG = tag('madang/proposal/1');

/** What an approval names: only this ledger's proposal with exactly this content. */
export function proposalDigest(chain: Uint8Array, content: ProposalContent): Uint8Array {
  return sha256(PROPOSAL_TAG, chain, encodeKnown(proposalContent, content));
}

/** The digest of what the payload of a `propose` says. */
export function digestInProposal(
  chain: Uint8Array,
  payload: Uint8Array,
): Result<Uint8Array, CodecError> {
  const decoded = decode(proposePayload, payload);
  return decoded.ok ? ok(proposalDigest(chain, decoded.value.content)) : decoded;
}

/** What a proposal is about: of one subject one proposal is open at a time. */
export function subjectOf(content: ProposalContent): string {
  switch (content.kind) {
    case 'admit':
      return `admit/${content.member.id}`;
    case 'remove':
      return `remove/${content.member}`;
    case 'rotate':
      return `key/${content.member}/${content.use}`;
    case 'params':
    case 'upgrade':
      return content.kind;
    case 'cancel':
      return `cancel/${toHex(content.plan)}`;
  }
}

/** Proposals that are open in the block of the context. */
export function openItems(ctx: ReadContext<'governance'>): readonly AgendaItem[] {
  const { timeMs } = ctx.block;
  return (ctx.get(agendaTable, []) ?? []).filter(({ until }) => timeMs < until);
}

/** A proposal that is open in the block of the context. */
export function openProposal(
  ctx: ReadContext<'governance'>,
  id: Uint8Array,
): Result<Proposal, Refusal> {
  const found = ctx.get(proposalTable, id);
  if (found === undefined) return refuse(errors.UNKNOWN_PROPOSAL, {});
  const isOpen = found.closed === undefined && ctx.block.timeMs < found.until;
  return isOpen ? ok(found) : refuse(errors.PROPOSAL_CLOSED, {});
}

/** What the institutions of now have decided: those that left since do not count. */
export function verdictOf(
  ctx: ReadContext<'governance'>,
  { approvals, objections }: Pick<Proposal, 'approvals' | 'objections'>,
): 'enacted' | 'rejected' | undefined {
  const members = memberIds(ctx);
  const countOf = (voices: readonly string[]) => members.filter((id) => voices.includes(id)).length;
  if (3 * countOf(approvals) > 2 * members.length) return 'enacted';
  const stillPossible = members.length - countOf(objections);
  return 3 * stillPossible > 2 * members.length ? undefined : 'rejected';
}

/** The least number of approvals that is more than two thirds of so many institutions. */
export function approvalsNeeded(members: number): number {
  let needed = 0;
  while (3 * needed <= 2 * members) needed += 1;
  return needed;
}

/** A list of institutions with one more. */
export function withVoice(voices: readonly string[], id: string): readonly string[] {
  return [...withoutVoice(voices, id), id].sort(compareText);
}

/** A list of institutions without one of them. */
export function withoutVoice(voices: readonly string[], id: string): readonly string[] {
  return voices.filter((one) => one !== id);
}

/** Ends a proposal. */
export function closeProposal(
  ctx: ApplyContext<'governance'>,
  id: Uint8Array,
  how: 'enacted' | 'rejected' | 'withdrawn',
): void {
  const open = expectPresent(ctx.get(proposalTable, id), 'close: no proposal');
  ctx.put(proposalTable, id, { ...open, closed: { how, height: ctx.block.height } });
  const name = toHex(id);
  const others = openItems(ctx).filter((item) => toHex(item.id) !== name);
  if (others.length > 0) ctx.put(agendaTable, [], others);
  else ctx.remove(agendaTable, []);
  ctx.emit(proposalEnded, { proposal: id, how });
}
