import { toHex } from '@madang/base';
import { preparedFrom } from '@madang/client';
import { accountOf } from '@madang/protocol';
import { bytesInText } from '../ballot/bytes-text.ts';
import { cityClient, refusedBy } from '../decision/city-client.ts';
import { electionBytes } from '../election/election-facts.ts';
import type { Answer } from '../ledger.ts';
import { batchPlace, type KeptBatch } from './kept-batch.ts';
import { batchKey, keepFirst, type PaperRoom, problem } from './paper-work.ts';
import { answerOf, sendSigned } from './send-act.ts';
import { sendElectionAct } from './send-election-act.ts';

// A paper is given for what this machine has sent and the ledger has done, and once for each: the
// same bytes are answered as done however often they are sent, by whomever.

/** A building for which a batch is to be begun: its place in the election, and its name. */
export type BuildingWish = { id: string; building: number; name: string };

/** Begins a batch of a building for which nobody is marked, so that keys are given up for it. */
export async function beginBatch(
  room: PaperRoom,
  { id, building, name }: BuildingWish,
): Promise<Answer<KeptBatch>> {
  const { at, open, sealer } = room;
  const own = await batchKey(room);
  const key = toHex(own.key);
  const batch = { election: id, building: name, own, key, persons: [], marked: 0, entered: 0 };
  const kept = await keepFirst(batchPlace(id, key), batch);
  if (!kept.ok) return kept;
  const account = accountOf(at.signer.suite, at.signer.publicKey);
  const payload = await sealer.openBatch({ election: open, own, account, building });
  const sent = await sendElectionAct(at, 'election.openBatch', payload);
  return sent.ok ? kept : sent;
}

/** After these the same bytes can never be done any more. */
function isFinal(code: string): boolean {
  return /^(election|kernel)\./.test(code) || code === 'CLIENT_EXPIRED';
}

/** Sends what a voter's device has shown and is kept; also after it had stopped on the way. */
export async function sendTaken({ taking, ...batch }: KeptBatch): Promise<Answer<KeptBatch>> {
  if (taking === undefined) return problem('NOT_A_SURRENDER');
  const { keep } = batchPlace(batch.election, batch.key);
  const sent = await sendSigned(taking);
  if (!sent.ok) {
    if (isFinal(sent.problem.code)) await keep(batch);
    return sent;
  }
  const done = { ...batch, taken: [...(batch.taken ?? []), taking.id] };
  await keep(done);
  return { ok: true, value: done };
}

/**
 * Reads what a voter's device shows, and sends it if it gives up a key for this batch. What is on
 * record already was sent by somebody else, or is a copy: nobody gets a paper for it.
 */
export async function takeSurrender(
  { open, sealer }: Pick<PaperRoom, 'open' | 'sealer'>,
  batch: KeptBatch,
  shown: string,
): Promise<Answer<KeptBatch>> {
  const envelope = bytesInText(shown.replace(/\s/g, ''));
  const taking = envelope === undefined ? undefined : preparedFrom(envelope);
  if (taking === undefined) return problem('NOT_A_SURRENDER');
  const wanted = { election: open, batch: electionBytes(batch.key), envelope: taking.envelope };
  const read = await sealer.readSurrender(wanted);
  if (!read.ok) return problem(read.error);
  if (batch.taken?.includes(taking.id) === true) return problem('SURRENDER_TAKEN_HERE');
  const before = await cityClient().transaction(taking.id);
  if (before.ok) {
    const done = answerOf(before.value);
    return done.ok ? problem('SURRENDER_DONE_ELSEWHERE') : done;
  }
  if (before.error.status !== 404) return refusedBy(before.error);
  const kept = { ...batch, taking };
  await batchPlace(batch.election, batch.key).keep(kept);
  return sendTaken(kept);
}
