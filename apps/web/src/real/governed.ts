import { fromHex, toHex } from '@madang/base';
import type { RecordSummary } from '@madang/client';
import type { Governed, OpenProposal, Upgrade, Wish } from '../governed.ts';
import type { CityClient } from './room.ts';

/** The newest acts of this service among which a plan that is over is looked for. */
const lookedAt = 100;

type Answered<T> =
  T extends Promise<infer R> ? (R extends { ok: true; value: infer V } ? V : never) : never;
type Found = Answered<ReturnType<typeof proposalOf>>;
type Protocol = Answered<ReturnType<typeof protocolOf>>;

const proposalOf = (client: CityClient, id: Uint8Array) =>
  client.query('governance.proposal', { id });
const protocolOf = (client: CityClient) => client.query('governance.protocol', {});

function wishOf({ content }: Found): Wish {
  switch (content.kind) {
    case 'admit':
      return { kind: 'admit', names: content.member.names, operator: content.member.operator };
    case 'remove':
      return { kind: 'remove', member: content.member };
    case 'rotate':
      return { kind: 'rotate', member: content.member, use: content.use };
    case 'params':
      return { kind: 'params', ...content.params };
    case 'upgrade': {
      const { height, version, release } = content;
      return { kind: 'upgrade', height, version, release: toHex(release) };
    }
    case 'cancel':
      return { kind: 'cancel' };
  }
}

/** The number of the record of an act, to lead there. */
async function placeOf(client: CityClient, id: string): Promise<{ index?: number }> {
  const sent = await client.transaction(id);
  return sent.ok ? { index: sent.value.record } : {};
}

async function openOf(client: CityClient, found: Found): Promise<OpenProposal> {
  const { by, until, approvals, objections, needed } = found;
  const id = toHex(found.id);
  const place = await placeOf(client, id);
  return { id, ...place, by, wish: wishOf(found), untilMs: until, approvals, objections, needed };
}

/** What the payload of an act wanted, if it proposed something: its kind, and what it named. */
function proposedBy({ act, code, payload }: RecordSummary): { kind?: unknown; plan?: unknown } {
  if (act !== 'governance.propose' || code !== 0 || typeof payload !== 'object') return {};
  const content = 'content' in payload ? payload['content'] : undefined;
  return typeof content === 'object' && 'kind' in content ? content : {};
}

async function isEnacted(client: CityClient, { id }: RecordSummary): Promise<boolean> {
  const bytes = fromHex(id);
  const found = bytes.ok ? await proposalOf(client, bytes.value) : bytes;
  return found.ok && found.value.standing === 'enacted';
}

async function firstEnacted(
  client: CityClient,
  records: readonly RecordSummary[],
): Promise<RecordSummary | undefined> {
  for (const each of records) if (await isEnacted(client, each)) return each;
  return undefined;
}

/** What became of the newest plan that is over, as far as it is among the newest acts. */
async function lastPlan(client: CityClient, protocol: Protocol): Promise<Upgrade | undefined> {
  const acts = await client.records({ service: 'governance', limit: lookedAt });
  if (!acts.ok) return undefined;
  const proposing = (kind: string) =>
    acts.value.records.filter((each) => proposedBy(each).kind === kind);
  const planned = await firstEnacted(client, proposing('upgrade'));
  const id = fromHex(planned?.id ?? '');
  const found = planned === undefined || !id.ok ? undefined : await proposalOf(client, id.value);
  if (planned === undefined || found?.ok !== true || found.value.content.kind !== 'upgrade') {
    return undefined;
  }
  const { version, height, release } = found.value.content;
  const ending = proposing('cancel').filter((each) => proposedBy(each).plan === planned.id);
  const isCancelled = (await firstEnacted(client, ending)) !== undefined;
  const ended = isCancelled ? ('cancelled' as const) : ('lapsed' as const);
  return {
    id: planned.id,
    index: planned.index,
    state: protocol.version >= version ? 'activated' : ended,
    version,
    height,
    release: toHex(release),
    ready: [],
    needed: protocol.needed,
  };
}

async function upgradeOf(client: CityClient, protocol: Protocol): Promise<Upgrade | undefined> {
  const { plan, needed } = protocol;
  if (plan === undefined) return lastPlan(client, protocol);
  const id = toHex(plan.id);
  const { version, height, ready } = plan;
  const release = toHex(plan.release);
  const place = await placeOf(client, id);
  return { id, ...place, state: 'planned', version, height, release, ready, needed };
}

/** What the institutions decide together; nothing where the ledger did not say. */
export async function governedNow(client: CityClient): Promise<Governed | undefined> {
  const [open, protocol, ending] = await Promise.all([
    client.query('governance.proposals', {}),
    protocolOf(client),
    client.query('governance.endingKeys', {}),
  ]);
  if (!open.ok || !protocol.ok || !ending.ok) return undefined;
  const [proposals, upgrade] = await Promise.all([
    Promise.all(open.value.map((each) => openOf(client, each))),
    upgradeOf(client, protocol.value),
  ]);
  return {
    proposals,
    version: protocol.value.version,
    endingKeys: ending.value.map(({ institution, use, endsAt, hasEnded }) => ({
      institution,
      use,
      endsAtMs: endsAt,
      hasEnded,
    })),
    ...(upgrade === undefined ? {} : { upgrade }),
  };
}
