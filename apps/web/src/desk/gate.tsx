import { toHex } from '@madang/base';
import type { DeskRole } from '@madang/client';
import type { Signer } from '@madang/crypto';
import { accountOf } from '@madang/protocol';
import { Button, ButtonLink, Hash, Skeleton, useMessages } from '@madang/ui';
import { type ComponentChildren, createContext } from 'preact';
import { useContext, useEffect, useState } from 'preact/hooks';
import { useAbout } from '../about.ts';
import type { Problem } from '../ledger.ts';
import type { Asked } from '../ledger-context.ts';
import { Unanswered } from '../parts/unanswered.tsx';
import { useHref } from '../router.ts';
import { deskText } from '../text/desk.ts';
import { DeskFrame } from './frame.tsx';
import {
  type AtDesk,
  comeBack,
  deviceSigner,
  findDeviceSigner,
  type KeyChoice,
  signIn,
  signOut,
} from './session.ts';

const DeskContext = createContext<{ at: AtDesk; leave: () => void } | undefined>(undefined);

/** Gives who is at the desk; a page outside of the gate is a mistake in the program. */
export function useDesk(): { at: AtDesk; leave: () => void } {
  const found = useContext(DeskContext);
  if (found === undefined) throw new Error('A page was drawn outside of the desk.');
  return found;
}

let last: AtDesk | undefined;

type GateProps = {
  /** What a page is for; absent where every officer may be. */
  role?: DeskRole;
  children: ComponentChildren;
};

/** Lets officers in; everybody else is asked for a key. */
export function DeskGate({ role, children }: GateProps) {
  const text = useMessages(deskText);
  const [at, setAt] = useState<AtDesk | 'unknown' | undefined>(last ?? 'unknown');
  const enter = (found: AtDesk | undefined): void => {
    last = found;
    setAt(found);
  };
  useEffect(() => {
    if (last === undefined) void comeBack().then(enter);
  }, []);
  if (at === 'unknown') {
    return (
      <main id="main" class="m-wrap waiting" tabIndex={-1}>
        <Skeleton label={text.signingIn} />
      </main>
    );
  }
  if (at === undefined) return <SignIn onIn={enter} />;
  const leave = (): void => {
    signOut();
    enter(undefined);
  };
  const mayStay = role === undefined || at.session.roles.includes(role);
  return (
    <DeskContext.Provider value={{ at, leave }}>
      {mayStay ? children : <OtherRole role={role} />}
    </DeskContext.Provider>
  );
}

/** For an officer of something else: what this page is for, and the way to what is theirs. */
function OtherRole({ role }: { role: DeskRole }) {
  const text = useMessages(deskText);
  const href = useHref();
  const { at, leave } = useDesk();
  return (
    <DeskFrame
      groups={[
        {
          title: text.progress,
          items: [{ key: 'list', href: href('/desk'), label: text.title, icon: 'book' }],
        },
      ]}
      at={at}
      onLeave={leave}
    >
      <header class="desk-head">
        <h1>{text.otherRole}</h1>
      </header>
      <main id="main" class="desk-body" tabIndex={-1}>
        <p>{role === 'vote.officer' ? text.needsDecisions : text.needsElections}</p>
        <div>
          <ButtonLink href={href('/desk')}>{text.toDesk}</ButtonLink>
        </div>
      </main>
    </DeskFrame>
  );
}

function SignIn({ onIn }: { onIn: (at: AtDesk) => void }) {
  const text = useMessages(deskText);
  const { demo } = useAbout();
  const [busy, setBusy] = useState<KeyChoice>();
  const [problem, setProblem] = useState<Problem>();
  const come = async (choice: KeyChoice): Promise<void> => {
    setBusy(choice);
    const came = await signIn(choice);
    setBusy(undefined);
    if (came.ok) onIn(came.value);
    else setProblem(came.problem);
  };
  const button = (choice: KeyChoice, label: string, kind: 'main' | 'second' | 'plain') => (
    <Button
      kind={kind}
      busy={busy === choice}
      busyWords={text.signingIn}
      onClick={() => void come(choice)}
    >
      {label}
    </Button>
  );
  return (
    <DeskFrame>
      <main id="main" class="signin" tabIndex={-1}>
        <h1>{text.signIn}</h1>
        <p>{text.signInWords}</p>
        {problem !== undefined && <Unanswered problem={problem} />}
        {demo && (
          <div class="m-stack-s">
            {button('demo-1', text.demoFirst, 'main')}
            {button('demo-2', text.demoSecond, 'second')}
            <p class="m-small m-sub">{text.demoWords}</p>
          </div>
        )}
        <DeviceKey>{button('device', text.withKey, demo ? 'plain' : 'main')}</DeviceKey>
      </main>
    </DeskFrame>
  );
}

/** The key of this device: made once, then good for coming in. */
function DeviceKey({ children }: { children: ComponentChildren }) {
  const text = useMessages(deskText);
  const [signer, setSigner] = useState<Signer>();
  useEffect(() => void findDeviceSigner().then(setSigner), []);
  if (signer === undefined) {
    return (
      <div class="m-stack-s">
        <Button kind="plain" onClick={() => void deviceSigner().then(setSigner)}>
          {text.makeKey}
        </Button>
        <p class="m-small m-sub">{text.makeKeyWords}</p>
      </div>
    );
  }
  return (
    <div class="m-stack-s">
      {children}
      <p class="m-small m-sub">{text.account}</p>
      <Hash hex={toHex(accountOf(signer.suite, signer.publicKey))} />
    </div>
  );
}

/** A page of the desk whose question is being asked, or was not answered. */
export function DeskWaiting({
  asked,
  label,
  onAgain,
}: {
  asked: Exclude<Asked<unknown>, { state: 'answered' }>;
  label: string;
  onAgain: () => void;
}) {
  return (
    <main id="main" class="m-wrap waiting" tabIndex={-1}>
      {asked.state === 'asking' ? (
        <Skeleton label={label} />
      ) : (
        <Unanswered problem={asked.problem} onAgain={onAgain} />
      )}
    </main>
  );
}
