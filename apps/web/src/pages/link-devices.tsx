import { Alert, Button, Dialog, inGroups, useLanguage, useMessages } from '@madang/ui';
import { useEffect, useLayoutEffect, useState } from 'preact/hooks';
import type { Deed } from '../device/said-store.ts';
import type { Problem } from '../ledger.ts';
import { useAsked } from '../ledger-context.ts';
import { Unanswered } from '../parts/unanswered.tsx';
import { useResidentRoom } from '../resident/context.ts';
import { signDeed } from '../resident/deed.ts';
import { type Device, deviceNumber, loadDevices } from '../resident/devices.ts';
import type { Mine } from '../resident/link.ts';
import { sendAct } from '../resident/say.ts';
import { momentWords } from '../resident/times.ts';
import { focusLostHeading } from '../router.ts';
import { devicesText } from '../text/link-devices.ts';
import { siteText } from '../text/site.ts';
import { AddDevice } from './link-device-add.tsx';
import { Help, Waiting } from './link-parts.tsx';

/** Most devices of one person (people, `MAX_KEYS`). */
const maxDevices = 8;

type Change = { deed: 'add-device' | 'end-device'; account: Uint8Array };
type Done = { change: Change; deed: Deed };

/** Signs that a device is added or ended, and sends it until the ledger has answered. */
function useChange(mine: Mine, onDone: () => void) {
  const room = useResidentRoom();
  const [done, setDone] = useState<Done>();
  const [problem, setProblem] = useState<Problem>();
  const [isSending, setSending] = useState(false);
  const [stop] = useState(() => new AbortController());
  useEffect(() => () => stop.abort(), []);
  const change = async (wanted: Change) => {
    setProblem(undefined);
    setDone(undefined);
    const signed = await signDeed(room, mine, wanted);
    if (!signed.ok) {
      setProblem(signed.problem);
      return;
    }
    setSending(true);
    const deed = await sendAct(room, signed.value, stop.signal);
    if (stop.signal.aborted) return;
    setSending(false);
    setDone({ change: wanted, deed });
    onDone();
  };
  return { done, problem, isSending, change };
}

function Result({ done: { change, deed } }: { done: Done }) {
  const text = useMessages(devicesText);
  const site = useMessages(siteText);
  const { receipt, refused } = deed;
  if (receipt !== undefined) {
    const number = inGroups(deviceNumber(change.account));
    const title = change.deed === 'add-device' ? text.added(number) : text.ended(number);
    return (
      <Alert tone="checked" title={title} announce="new">
        <p>{text.doneWords(inGroups(deed.number))}</p>
      </Alert>
    );
  }
  return (
    <Alert tone="warn" title={refused === undefined ? text.expired : text.refused} announce="new">
      {refused !== undefined && (
        <>
          <p>{refused.detail ?? ''}</p>
          <p>{site.code(refused.code)}</p>
        </>
      )}
    </Alert>
  );
}

function DeviceLine({ device, onEnd }: { device: Device; onEnd: (device: Device) => void }) {
  const text = useMessages(devicesText);
  const language = useLanguage();
  const number = inGroups(device.number);
  return (
    <li class="link-device">
      <span>
        <b>{device.isHere ? text.here : text.other(number)}</b>
        <small>{text.since(momentWords(device.sinceMs, language))}</small>
      </span>
      {!device.isHere && (
        <button type="button" aria-label={text.endOf(number)} onClick={() => onEnd(device)}>
          {text.end}
        </button>
      )}
    </li>
  );
}

function EndDialog({
  device,
  onClose,
  onEnd,
}: {
  device: Device | undefined;
  onClose: () => void;
  onEnd: (device: Device) => void;
}) {
  const text = useMessages(devicesText);
  return (
    <Dialog
      open={device !== undefined}
      title={text.endTitle(inGroups(device?.number ?? ''))}
      onClose={onClose}
      actions={
        <>
          <Button kind="plain" onClick={onClose}>
            {text.keep}
          </Button>
          <Button
            kind="danger"
            onClick={() => {
              onClose();
              if (device !== undefined) onEnd(device);
            }}
          >
            {text.end}
          </Button>
        </>
      }
    >
      <p>{text.endWords}</p>
    </Dialog>
  );
}

function Devices({
  devices,
  onEnd,
}: {
  devices: readonly Device[];
  onEnd: (device: Device) => void;
}) {
  const text = useMessages(devicesText);
  const [asked, setAsked] = useState<Device>();
  const isOnly = devices.length <= 1;
  return (
    <>
      <ul class="link-devices">
        {devices.map((device) => (
          <DeviceLine key={device.number} device={device} onEnd={setAsked} />
        ))}
      </ul>
      <EndDialog device={asked} onClose={() => setAsked(undefined)} onEnd={onEnd} />
      <Alert title={text.lostTitle}>
        <p>{isOnly ? text.lostOnly : text.lostMore}</p>
        {!isOnly && <p>{text.endHere}</p>}
      </Alert>
    </>
  );
}

/** The devices that speak for somebody: seen, added, ended. */
export function DevicesStep({ token, mine }: { token: string; mine: Mine }) {
  const text = useMessages(devicesText);
  const site = useMessages(siteText);
  const room = useResidentRoom();
  const [asked, again] = useAsked(mine.account, () => loadDevices(room, mine));
  const [isAdding, setAdding] = useState(false);
  const { done, problem, isSending, change } = useChange(mine, again);
  useLayoutEffect(() => {
    focusLostHeading();
  }, [isAdding, asked.state]);
  if (isAdding) {
    const add = (account: Uint8Array) => {
      setAdding(false);
      void change({ deed: 'add-device', account });
    };
    return <AddDevice token={token} onAdd={add} onBack={() => setAdding(false)} />;
  }
  const devices = asked.state === 'answered' ? asked.value : [];
  return (
    <div class="m-task">
      <div class="m-stack-s">
        <h1>{text.title}</h1>
        <p class="m-sub">{text.lead}</p>
      </div>
      {isSending && <p role="status">{text.sending}</p>}
      {done !== undefined && <Result done={done} />}
      {problem !== undefined && (
        <Alert tone="warn" title={text.notDone} announce="new">
          {site.code(problem.code)}
        </Alert>
      )}
      {asked.state === 'asking' && <Waiting />}
      {asked.state === 'unanswered' && <Unanswered problem={asked.problem} onAgain={again} />}
      {asked.state === 'answered' && (
        <Devices
          devices={devices}
          onEnd={({ account }) => void change({ deed: 'end-device', account })}
        />
      )}
      {devices.length < maxDevices ? (
        <Button size="l" icon="device" onClick={() => setAdding(true)}>
          {text.add}
        </Button>
      ) : (
        <p>{text.addFull}</p>
      )}
      <Help />
    </div>
  );
}
