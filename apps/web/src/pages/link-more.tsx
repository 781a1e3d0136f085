import type { PersonAtHome } from '@madang/client';
import { Button, useMessages } from '@madang/ui';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Decision } from '../resident/decision.ts';
import type { Mine, OpenedLink } from '../resident/link.ts';
import { useOneTimeCode } from '../resident/one-time-code.ts';
import { focusHeading, type MoreName, type Step } from '../resident/steps.ts';
import { proxyText } from '../text/link-proxy.ts';
import { ActingStep } from './link-acting.tsx';
import { CodeField } from './link-code.tsx';
import { DevicesStep } from './link-devices.tsx';
import { ActionBar, Help } from './link-parts.tsx';
import { ProxyStep } from './link-proxy.tsx';

export { NewDeviceStep } from './link-new-device.tsx';

/** Whoever says who acts for whom says who they are, as when they give their consent. */
function IdentifyFirst({ link, onMine }: { link: OpenedLink; onMine: (mine: Mine) => void }) {
  const text = useMessages(proxyText);
  const box = useRef<HTMLInputElement>(null);
  const code = useOneTimeCode(link, onMine);
  const submit = async () => {
    if ((await code.finish()) === undefined) box.current?.focus();
  };
  return (
    <>
      <div class="m-task">
        <h1>{text.firstTitle}</h1>
        <form
          class="link-form"
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            void submit();
          }}
        >
          <CodeField
            contact={link.contactMasked ?? ''}
            state={code.state}
            inputRef={box}
            onType={code.type}
            onExtend={() => void code.extend()}
            onSend={() => void code.send()}
          />
        </form>
        <Help />
      </div>
      <ActionBar>
        <Button size="l" busy={code.state.checking} onClick={() => void submit()}>
          {text.firstGo}
        </Button>
      </ActionBar>
    </>
  );
}

type MoreProps = {
  step: MoreName;
  link: OpenedLink;
  decision: Decision;
  onLink: (mine: Mine) => void;
  onActing: (principal: PersonAtHome) => void;
  onStep: (step: Step) => void;
};

/** What few people need: who acts for them, for whom they act, which devices are theirs. */
export function MoreStep({ step, link, decision, onLink, onActing }: MoreProps) {
  const { mine, token } = link;
  useLayoutEffect(() => {
    // The box for the code had the focus and is gone.
    if (document.activeElement === document.body) focusHeading();
  }, [mine]);
  if (mine === undefined) return <IdentifyFirst link={link} onMine={onLink} />;
  switch (step) {
    case 'proxy':
      return <ProxyStep token={token} mine={mine} decision={decision} />;
    case 'acting':
      return <ActingStep token={token} mine={mine} decision={decision} onActing={onActing} />;
    case 'devices':
      return <DevicesStep token={token} mine={mine} />;
  }
}
