import { Button, Field, FieldError, useMessages } from '@madang/ui';
import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Problem } from '../ledger.ts';
import { Unanswered } from '../parts/unanswered.tsx';
import { useResidentRoom } from '../resident/context.ts';
import type { Decision } from '../resident/decision.ts';
import type { Mine } from '../resident/link.ts';
import { digitsIn } from '../resident/one-time-code.ts';
import { findProxy, type Proxy } from '../resident/proxies.ts';
import { focusHeading } from '../router.ts';
import { proxyText } from '../text/link-proxy.ts';
import { useProxyWords } from './proxy-words.ts';

const codeLength = 6;
const unknown = 'api.APPOINTEE_UNKNOWN';

type FormProps = {
  token: string;
  mine: Mine;
  decision: Decision;
  onAppoint: (proxy: number) => Promise<void>;
};

/** What is wrong with what was typed; undefined where nothing is. */
type Trouble = 'missing' | 'notFound' | 'self';

/** Looks for whom somebody means: by home, and by the number that they were told. */
function useSearch({ token, mine, decision }: FormProps, onFound: (proxy: Proxy) => void) {
  const room = useResidentRoom();
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<Trouble>();
  const [problem, setProblem] = useState<Problem>();
  const search = async (home: string, code: string): Promise<void> => {
    setProblem(undefined);
    setTrouble(undefined);
    setBusy(true);
    const found = await findProxy(room, decision.id, { token, home, code });
    setBusy(false);
    if (found.ok && found.value.person !== mine.person) onFound(found.value);
    else if (found.ok) setTrouble('self');
    else if (found.problem.code === unknown) setTrouble('notFound');
    else setProblem(found.problem);
  };
  return { busy, trouble, problem, setTrouble, search };
}

/** Whom somebody means is shown by home, and appointed on a second press. */
function Confirm({
  proxy,
  onAppoint,
  onAgain,
}: {
  proxy: Proxy;
  onAppoint: () => Promise<void>;
  onAgain: () => void;
}) {
  const text = useMessages(proxyText);
  const words = useProxyWords();
  const [busy, setBusy] = useState(false);
  useLayoutEffect(focusHeading, []);
  const appoint = async () => {
    setBusy(true);
    await onAppoint();
    setBusy(false);
  };
  return (
    <>
      <h1>{text.confirmTitle(words(proxy))}</h1>
      <div class="m-stack-s">
        <Button size="l" busy={busy} busyWords={text.signing} onClick={() => void appoint()}>
          {text.appoint}
        </Button>
        <Button kind="plain" onClick={onAgain}>
          {text.again}
        </Button>
      </div>
    </>
  );
}

function HomeFields({
  buildings,
  building,
  unit,
  onBuilding,
  onUnit,
}: {
  buildings: readonly string[];
  building: string;
  unit: string;
  onBuilding: (building: string) => void;
  onUnit: (unit: string) => void;
}) {
  const text = useMessages(proxyText);
  const id = useId();
  return (
    <fieldset class="link-choices">
      <legend class="m-label">{text.homeLegend}</legend>
      <div class="m-field">
        <label class="m-label" for={id}>
          {text.building}
        </label>
        <select
          class="m-input"
          id={id}
          value={building}
          onChange={(event) => onBuilding(event.currentTarget.value)}
        >
          {buildings.map((name) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </select>
      </div>
      <Field
        label={text.unit}
        hint={text.unitHint}
        value={unit}
        inputMode="numeric"
        onInput={onUnit}
      />
    </fieldset>
  );
}

/** Names who is to act: the home, and the number that the person told. Then it is confirmed. */
export function ProxyForm(props: FormProps) {
  const { decision, onAppoint } = props;
  const text = useMessages(proxyText);
  const { buildings } = decision.draft;
  const [building, setBuilding] = useState(buildings[0] ?? '');
  const [unit, setUnit] = useState('');
  const [code, setCode] = useState('');
  const [found, setFound] = useState<Proxy>();
  const { busy, trouble, problem, setTrouble, search } = useSearch(props, setFound);
  const form = useRef<HTMLFormElement>(null);
  if (found !== undefined) {
    return (
      <Confirm
        proxy={found}
        onAppoint={() => onAppoint(found.person)}
        onAgain={() => setFound(undefined)}
      />
    );
  }
  const submit = async () => {
    const home = unit.replace(/호\s*$/, '').trim();
    if (home === '' || code.length < codeLength) {
      setTrouble('missing');
      const empty = [...(form.current?.querySelectorAll('input') ?? [])];
      empty.find(({ value }) => value.trim() === '')?.focus();
      return;
    }
    await search(`${building} ${home}호`, code);
  };
  return (
    <>
      <div class="m-stack">
        <h1>{text.title}</h1>
        <p class="m-lead">{text.lead}</p>
        <p>{text.askFirst}</p>
      </div>
      <form
        ref={form}
        class="link-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        {trouble !== undefined && (
          <div role="alert">
            <FieldError>{text[trouble]}</FieldError>
          </div>
        )}
        <HomeFields
          buildings={buildings}
          building={building}
          unit={unit}
          onBuilding={setBuilding}
          onUnit={setUnit}
        />
        <Field
          label={text.code}
          kind="code"
          inputMode="numeric"
          value={code}
          onInput={(typed) => setCode(digitsIn(typed))}
        />
        {problem !== undefined && <Unanswered problem={problem} />}
        <Button type="submit" size="l" busy={busy} busyWords={text.finding}>
          {text.find}
        </Button>
      </form>
    </>
  );
}
