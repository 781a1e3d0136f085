import { listUnsettled } from '../device/said-store.ts';
import { createResidentRoom } from './room.ts';
import { sendAct } from './say.ts';

/** Sends every act of this device whose receipt is still to come. */
export async function sendEverything(): Promise<void> {
  const room = createResidentRoom();
  await room.meet();
  const never = new AbortController().signal;
  for (const said of await listUnsettled()) await sendAct(room, said, never);
}
