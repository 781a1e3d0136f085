import type { ActOf, PayloadOf, SentAnswer } from '@madang/client';
import type { electionServices } from '@madang/services/elections.ts';
import { refusedBy } from '../decision/city-client.ts';
import { electionClient } from '../election/election-client.ts';
import type { Answer } from '../ledger.ts';
import { sendSigned } from './send-act.ts';
import type { AtDesk } from './session.ts';

/** Signs an act of an election with the officer's key and puts it on record. */
export async function sendElectionAct<A extends ActOf<typeof electionServices>>(
  { signer }: AtDesk,
  act: A,
  payload: PayloadOf<typeof electionServices, A>,
): Promise<Answer<SentAnswer>> {
  const prepared = await electionClient().act(act, payload, [signer]);
  return prepared.ok ? sendSigned(prepared.value) : refusedBy(prepared.error);
}
