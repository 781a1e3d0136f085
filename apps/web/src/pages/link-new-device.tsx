import { fromHex, toHex } from '@madang/base';
import { Alert, inGroups, useMessages } from '@madang/ui';
import { useEffect, useState } from 'preact/hooks';
import { signerOf } from '../device/act-keys.ts';
import type { KeptPerson } from '../device/person-store.ts';
import { useResidentRoom } from '../resident/context.ts';
import { deviceNumber } from '../resident/devices.ts';
import { keptKey } from '../resident/identify.ts';
import { type Mine, type OpenedLink, personOfKey } from '../resident/link.ts';
import { peopleDoor } from '../resident/people-door.ts';
import { devicesText } from '../text/link-devices.ts';
import { Help } from './link-parts.tsx';

const askEveryMs = 2000;
/** The server keeps a waiting key for ten minutes; the page says in time that it still waits. */
const offerEveryMs = 4 * 60_000;

type Waiting = { number?: string; trouble?: 'store' | 'problem' };

/** Makes a key here, says that it waits, and asks until another device has added it. */
function useWaiting(link: OpenedLink, onMine: (mine: Mine) => void): Waiting {
  const room = useResidentRoom();
  const [waiting, setWaiting] = useState<Waiting>({});
  useEffect(() => {
    const stop = new AbortController();
    const show = (part: Waiting) => {
      if (!stop.signal.aborted) setWaiting(part);
    };
    const offer = async (key: string, number: string): Promise<boolean> => {
      const offered = await peopleDoor.offerDevice({ token: link.token, key });
      show(offered.ok ? { number } : { number, trouble: 'problem' });
      return offered.ok;
    };
    const wait = async (kept: KeptPerson, key: string, number: string) => {
      let offeredMs: number | undefined;
      while (!stop.signal.aborted) {
        const mine = await personOfKey(room, kept);
        if (mine !== undefined) {
          onMine(mine);
          return;
        }
        const isOffered = offeredMs !== undefined && performance.now() - offeredMs < offerEveryMs;
        if (!isOffered && (await offer(key, number))) offeredMs = performance.now();
        await new Promise((resolve) => setTimeout(resolve, askEveryMs));
      }
    };
    const start = async () => {
      const kept = await keptKey(link);
      const account = fromHex(kept.account);
      const signer = await signerOf(kept.key);
      if (!account.ok || signer === undefined) throw new Error('The key is not to be had.');
      await wait(kept, toHex(signer.publicKey), deviceNumber(account.value));
    };
    start().catch(() => show({ trouble: 'store' }));
    return () => stop.abort();
  }, []);
  return waiting;
}

/** A device that is to be added: it shows its number and waits for the one that was used before. */
export function NewDeviceStep({
  link,
  onMine,
}: {
  link: OpenedLink;
  onMine: (mine: Mine) => void;
}) {
  const text = useMessages(devicesText);
  const { number, trouble } = useWaiting(link, onMine);
  return (
    <div class="m-task">
      <div class="m-stack">
        <h1>{text.newTitle}</h1>
        <p class="m-lead">{text.newLead}</p>
      </div>
      {trouble !== undefined && (
        <Alert
          tone="warn"
          title={trouble === 'store' ? text.newStore : text.newProblem}
          announce="new"
        />
      )}
      {number !== undefined && (
        <div class="m-slip">
          <p class="m-small m-sub">{text.newNumber}</p>
          <p class="m-code">{inGroups(number)}</p>
        </div>
      )}
      <ol class="plain-easy">
        {[text.new1, text.new2, text.new3].map((line) => (
          <li key={line}>
            <span>{line}</span>
          </li>
        ))}
      </ol>
      {trouble !== 'store' && (
        <p class="m-strong" role="status">
          {text.newWaiting}
        </p>
      )}
      <p class="m-small m-sub">{text.newSecret}</p>
      <Help />
    </div>
  );
}
