import { Button, Dialog, Field, inGroups, QrCode, useMessages } from '@madang/ui';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Problem } from '../ledger.ts';
import { Unanswered } from '../parts/unanswered.tsx';
import { deviceDigits, deviceNumber, findDevice, isWhole } from '../resident/devices.ts';
import { focusHeading } from '../router.ts';
import { linkText } from '../text/link.ts';
import { devicesText } from '../text/link-devices.ts';
import { Help } from './link-parts.tsx';

type AddProps = {
  token: string;
  onAdd: (account: Uint8Array) => void;
  onBack: () => void;
};

/** Looks for the device that shows these digits and waits. */
function useSearch(token: string) {
  const text = useMessages(devicesText);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string>();
  const [problem, setProblem] = useState<Problem>();
  const [found, setFound] = useState<Uint8Array>();
  const search = async (number: string): Promise<boolean> => {
    setError(undefined);
    setProblem(undefined);
    if (!isWhole(number)) {
      setError(text.missing);
      return false;
    }
    setBusy(true);
    const answer = await findDevice(token, number);
    setBusy(false);
    if (!answer.ok) setProblem(answer.problem);
    else if (answer.value === undefined) setError(text.notFound);
    else setFound(answer.value);
    return answer.ok && answer.value !== undefined;
  };
  return { busy, error, problem, found, search, forget: () => setFound(undefined) };
}

function Confirm({
  account,
  onAdd,
  onClose,
}: {
  account: Uint8Array | undefined;
  onAdd: (account: Uint8Array) => void;
  onClose: () => void;
}) {
  const text = useMessages(devicesText);
  return (
    <Dialog
      open={account !== undefined}
      title={text.confirmTitle}
      onClose={onClose}
      actions={
        <>
          <Button kind="plain" onClick={onClose}>
            {text.cancel}
          </Button>
          <Button
            onClick={() => {
              if (account !== undefined) onAdd(account);
            }}
          >
            {text.confirm}
          </Button>
        </>
      }
    >
      <p>{text.confirmWords(account === undefined ? '' : inGroups(deviceNumber(account)))}</p>
    </Dialog>
  );
}

/** Adds a device: it opens the link, shows its digits, and they are typed here. */
export function AddDevice({ token, onAdd, onBack }: AddProps) {
  const text = useMessages(devicesText);
  const words = useMessages(linkText);
  const box = useRef<HTMLInputElement>(null);
  const [number, setNumber] = useState('');
  const { busy, error, problem, found, search, forget } = useSearch(token);
  useLayoutEffect(focusHeading, []);
  const submit = async () => {
    if (!(await search(number))) box.current?.focus();
  };
  return (
    <div class="m-task">
      <h1>{text.addTitle}</h1>
      <ol class="plain-easy">
        {[text.add1, text.add2, text.add3].map((line) => (
          <li key={line}>
            <span>{line}</span>
          </li>
        ))}
      </ol>
      <div class="link-qr">
        <QrCode text={location.href} label={text.qr} />
        <p class="m-small m-sub">{text.qrWarn}</p>
      </div>
      <form
        class="link-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <Field
          label={text.number}
          {...(error === undefined ? {} : { error })}
          value={inGroups(number)}
          inputMode="numeric"
          inputRef={box}
          onInput={(typed) => setNumber(deviceDigits(typed))}
        />
        {problem !== undefined && <Unanswered problem={problem} />}
        <Button type="submit" size="l" busy={busy} busyWords={text.finding}>
          {text.find}
        </Button>
      </form>
      <Confirm account={found} onAdd={onAdd} onClose={forget} />
      <Button kind="plain" onClick={onBack}>
        {words.back}
      </Button>
      <Help />
    </div>
  );
}
