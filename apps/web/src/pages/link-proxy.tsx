import { Alert, Button, Dialog, useMessages } from '@madang/ui';
import { useEffect, useLayoutEffect, useState } from 'preact/hooks';
import type { Deed } from '../device/said-store.ts';
import type { Problem } from '../ledger.ts';
import { useAsked } from '../ledger-context.ts';
import { Unanswered } from '../parts/unanswered.tsx';
import { useResidentRoom } from '../resident/context.ts';
import type { Decision } from '../resident/decision.ts';
import { listOpenDeeds, signDeed, type Wish } from '../resident/deed.ts';
import type { Mine } from '../resident/link.ts';
import { loadProxies, type Proxy } from '../resident/proxies.ts';
import { focusLostHeading } from '../router.ts';
import { proxyText } from '../text/link-proxy.ts';
import { siteText } from '../text/site.ts';
import { Help, Waiting } from './link-parts.tsx';
import { ProxyForm } from './link-proxy-form.tsx';
import { useSending, WithReceipt } from './link-receipt.tsx';
import { RefusedAct, Sending } from './link-sending.tsx';
import { useProxyWords } from './proxy-words.ts';

/** Something was not signed, so nothing has changed. */
function NotDone({ problem }: { problem: Problem }) {
  const text = useMessages(proxyText);
  const site = useMessages(siteText);
  return (
    <Alert tone="warn" title={text.notDone} announce="new">
      <p>{problem.detail ?? ''}</p>
      <p>{site.code(problem.code)}</p>
    </Alert>
  );
}

/** An appointment, or its end, is sent; its receipt is checked and taken along. */
function Settled({ deed, onBack }: { deed: Deed; onBack: () => void }) {
  const text = useMessages(proxyText);
  const act = useSending(deed, () => undefined);
  const { receipt, refused, expired } = act;
  const isAppointed = deed.deed === 'appoint';
  const isUnderWay = receipt === undefined && refused === undefined && expired !== true;
  return (
    <div class="m-task">
      {receipt !== undefined && (
        <>
          <WithReceipt
            title={isAppointed ? text.appointed : text.ended}
            act={act}
            receipt={receipt}
          />
          {isAppointed && <p>{text.appointedCheck}</p>}
        </>
      )}
      {receipt === undefined && refused !== undefined && (
        <RefusedAct title={text.refused} refused={refused} />
      )}
      {expired === true && (
        <>
          <h1>{text.expired}</h1>
          <p>{text.expiredWords}</p>
        </>
      )}
      {isUnderWay ? (
        <Sending said={act} />
      ) : (
        <Button kind="plain" onClick={onBack}>
          {text.toProxy}
        </Button>
      )}
      <Help />
    </div>
  );
}

/** What a proxy may do and what not, how it ends, and who sees it. */
function Rules() {
  const text = useMessages(proxyText);
  return (
    <section class="m-stack" aria-labelledby="proxy-rules">
      <h2 id="proxy-rules">{text.rules}</h2>
      <ul class="plain-list">
        {[text.may, text.mayNot, text.ends, text.seen, text.who].map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </section>
  );
}

/** Somebody acts already; that can be ended. */
function Standing({ proxy, onEnd }: { proxy: Proxy; onEnd: () => Promise<void> }) {
  const text = useMessages(proxyText);
  const words = useProxyWords();
  const [open, setOpen] = useState(false);
  const [busy, setBusy] = useState(false);
  const end = async () => {
    setBusy(true);
    await onEnd();
    setBusy(false);
    setOpen(false);
  };
  return (
    <>
      <h1>{text.title}</h1>
      <Alert tone="checked" title={text.standing(words(proxy))}>
        <p>{text.standingWords}</p>
      </Alert>
      <Button kind="danger" onClick={() => setOpen(true)}>
        {text.end}
      </Button>
      <Dialog
        open={open}
        title={text.endTitle}
        onClose={() => setOpen(false)}
        actions={
          <>
            <Button kind="plain" onClick={() => setOpen(false)}>
              {text.keep}
            </Button>
            <Button kind="danger" busy={busy} onClick={() => void end()}>
              {text.end}
            </Button>
          </>
        }
      >
        <p>{text.endWords}</p>
      </Dialog>
    </>
  );
}

type ProxyProps = { token: string; mine: Mine; decision: Decision };

/** Shows an act of this decision that was signed and not answered: it goes on being sent. */
function useOpenDeed({ mine, decision }: ProxyProps, onFound: (deed: Deed) => void): void {
  useEffect(() => {
    void listOpenDeeds(mine).then((all) => {
      const found = all.findLast((deed) => deed.decision === decision.id);
      if (found !== undefined) onFound(found);
    });
  }, [decision.id, mine.person]);
}

/** Who acts for somebody in a decision: nobody yet, or somebody, which can be ended. */
export function ProxyStep(props: ProxyProps) {
  const { token, mine, decision } = props;
  const text = useMessages(proxyText);
  const room = useResidentRoom();
  const [asked, again] = useAsked(decision.id, () => loadProxies(room, token, decision.id));
  const [deed, setDeed] = useState<Deed>();
  const [problem, setProblem] = useState<Problem>();
  useOpenDeed(props, setDeed);
  useLayoutEffect(() => {
    focusLostHeading();
  }, [deed, asked.state]);
  const sign = async (wish: Wish) => {
    setProblem(undefined);
    const signed = await signDeed(room, mine, wish);
    if (signed.ok) setDeed(signed.value);
    else setProblem(signed.problem);
  };
  if (deed !== undefined) {
    const back = () => {
      setDeed(undefined);
      again();
    };
    return <Settled deed={deed} onBack={back} />;
  }
  if (asked.state === 'asking') return <Waiting />;
  return (
    <div class="m-task">
      {asked.state === 'unanswered' && (
        <>
          <h1>{text.title}</h1>
          <Unanswered problem={asked.problem} onAgain={again} />
        </>
      )}
      {asked.state === 'answered' && asked.value.proxy !== undefined && (
        <Standing
          proxy={asked.value.proxy}
          onEnd={() => sign({ deed: 'end-proxy', decision: decision.id })}
        />
      )}
      {asked.state === 'answered' && asked.value.proxy === undefined && (
        <ProxyForm
          {...props}
          onAppoint={(proxy) => sign({ deed: 'appoint', decision: decision.id, proxy })}
        />
      )}
      {problem !== undefined && <NotDone problem={problem} />}
      <Rules />
      <Help />
    </div>
  );
}
