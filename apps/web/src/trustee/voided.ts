import { parseJson } from '@madang/base';
import type { Client, RecordSummary } from '@madang/client';
import { ceremonyVoided, restartPayload, type trusteeServices } from '@madang/services/trustee.ts';
import type { VoidedRound } from './working.ts';

type TrusteeClient = Client<typeof trusteeServices>;

const ENDINGS: ReadonlySet<string> = new Set(['election.complain', 'election.restartCeremony']);
/** Acts that are looked through: the roll of a large election comes before its trustees. */
const MOST_PAGES = 20;

/** The rounds that came to nothing, as their records say it; what cannot be read is left out. */
export async function voidedRounds(
  client: TrusteeClient,
  election: string,
  count: number,
): Promise<readonly VoidedRound[]> {
  const endings = await endingsOf(client, election, count);
  const read = await Promise.all(endings.map((ending) => roundEndedBy(client, ending)));
  return read.flatMap((round) => (round === undefined ? [] : [round]));
}

async function endingsOf(client: TrusteeClient, election: string, count: number) {
  const endings: RecordSummary[] = [];
  let after: number | undefined;
  for (let page = 0; page < MOST_PAGES && endings.length < count; page++) {
    const answer = await client.matterRecords(election, after);
    if (!answer.ok) break;
    endings.push(...answer.value.records.filter(({ act }) => ENDINGS.has(act)));
    after = answer.value.after;
    if (after === undefined) break;
  }
  return endings;
}

async function roundEndedBy(
  client: TrusteeClient,
  { index, payload }: RecordSummary,
): Promise<VoidedRound | undefined> {
  const record = await client.record(index);
  if (!record.ok || record.value.type !== 'transaction') return undefined;
  const event = record.value.events.find(({ name }) => name === ceremonyVoided.fullName);
  const voided = parseJson(ceremonyVoided.fields, event?.fields);
  if (!voided.ok) return undefined;
  const { round, why, blamed } = voided.value;
  const restart = parseJson(restartPayload, payload);
  const reason = restart.ok ? { reason: restart.value.reason } : {};
  return { round, why, blamed, record: index, ...reason };
}
