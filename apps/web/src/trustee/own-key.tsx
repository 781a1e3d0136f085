import {
  Alert,
  Button,
  Dialog,
  Fold,
  formatDay,
  formatDayAndTime,
  Hash,
  QrCode,
  Skeleton,
  useLanguage,
  useMessages,
} from '@madang/ui';
import { useEffect, useState } from 'preact/hooks';
import { statusWord } from '../election/words.ts';
import { useHref } from '../router.ts';
import { trusteeText } from '../text/trustee.ts';
import { SaveForm } from './key-forms.tsx';
import { useTrusteeRoom } from './room.ts';
import { TroubleAlert } from './trouble.tsx';
import type { Did, KeyFacts, OwnElection } from './working.ts';

type KeyProps = { of: KeyFacts; onKey: (key: KeyFacts | undefined) => void };

/** The key of this device: its account number, its elections, its recovery file. */
export function OwnKey({ of, onKey }: KeyProps) {
  const text = useMessages(trusteeText);
  const isSaved = of.savedAtMs !== undefined;
  return (
    <div class="m-task">
      <h1>{text.own}</h1>
      {isSaved ? (
        <Alert tone="checked" title={text.saved}>
          <p>{text.savedWords}</p>
        </Alert>
      ) : (
        <>
          <Alert tone="warn" title={text.unsaved}>
            <p>{text.unsavedWords}</p>
          </Alert>
          <SaveForm hasKey onKey={onKey} />
        </>
      )}
      {isSaved && <Account account={of.account} />}
      <Elections />
      {isSaved && <More of={of} onKey={onKey} />}
    </div>
  );
}

/** The number by which a draft names a trustee. */
export function Account({ account }: { account: string }) {
  const text = useMessages(trusteeText);
  const [isCopied, setCopied] = useState(false);
  // A browser that refuses leaves the number on the page to be selected.
  const copy = (): void => {
    if (!('clipboard' in navigator)) return;
    navigator.clipboard.writeText(account).then(
      () => setCopied(true),
      () => undefined,
    );
  };
  return (
    <section class="m-stack" aria-labelledby="account">
      <div class="m-stack-s">
        <h2 id="account">{text.account}</h2>
        <p>{text.accountWords}</p>
      </div>
      <Hash hex={account} />
      <div>
        <Button kind="second" icon="copy" onClick={copy}>
          {text.copy}
        </Button>
        <p class="m-small m-sub" role="status">
          {isCopied ? text.copied : ''}
        </p>
      </div>
      <div class="trustee-qr">
        <QrCode text={account} label={text.accountQr} />
      </div>
    </section>
  );
}

function Elections() {
  const text = useMessages(trusteeText);
  const language = useLanguage();
  const href = useHref();
  const { ask } = useTrusteeRoom();
  const [found, setFound] = useState<Did<readonly OwnElection[]>>();
  const look = (): void => {
    setFound(undefined);
    void ask('elections', {}).then(setFound);
  };
  useEffect(look, []);
  return (
    <section class="m-stack-s" aria-labelledby="elections">
      <h2 id="elections">{text.elections}</h2>
      {found === undefined && <Skeleton label={text.electionsWaiting} />}
      {found?.ok === false && <TroubleAlert trouble={found.trouble} />}
      {found?.ok === true && found.value.length === 0 && (
        <>
          <p>{text.electionsNone}</p>
          <p class="m-small m-sub">{text.electionsNoneWords}</p>
        </>
      )}
      {found?.ok === true && (
        <ul class="m-links">
          {found.value.map(({ id, title, status, closesAt }) => (
            <li key={id}>
              <a href={href(`/trustee/elections/${id}`)}>
                <span>
                  {title[language]}
                  <small>
                    {statusWord(status, language)} · {formatDayAndTime(closesAt, language)}
                  </small>
                </span>
              </a>
            </li>
          ))}
        </ul>
      )}
      {found !== undefined && (
        <div>
          <Button kind="plain" size="s" icon="again" onClick={look}>
            {text.again}
          </Button>
        </div>
      )}
    </section>
  );
}

/** What is seldom needed: the file once more, and the end of the key on this device. */
function More({ of: { savedAtMs = 0 }, onKey }: KeyProps) {
  const text = useMessages(trusteeText);
  const language = useLanguage();
  const { ask } = useTrusteeRoom();
  const [isAsking, setAsking] = useState(false);
  const forget = async (): Promise<void> => {
    setAsking(false);
    if ((await ask('forget', {})).ok) onKey(undefined);
  };
  return (
    <Fold title={text.more}>
      <p class="m-small m-sub">{text.savedAt(formatDay(savedAtMs, language))}</p>
      <SaveForm hasKey onKey={onKey} />
      <div>
        <Button kind="plain" icon="erase" onClick={() => setAsking(true)}>
          {text.forget}
        </Button>
      </div>
      <Dialog
        open={isAsking}
        title={text.forget}
        onClose={() => setAsking(false)}
        actions={
          <>
            <Button kind="plain" onClick={() => setAsking(false)}>
              {text.keep}
            </Button>
            <Button kind="danger" onClick={() => void forget()}>
              {text.forget}
            </Button>
          </>
        }
      >
        <p>{text.forgetWords}</p>
      </Dialog>
    </Fold>
  );
}
