import type { PersonAtHome } from '@madang/client';
import { useLayoutEffect } from 'preact/hooks';
import type { Decision } from '../resident/decision.ts';
import type { Mine, OpenedLink } from '../resident/link.ts';
import type { MoreName, Step } from '../resident/steps.ts';
import { focusLostHeading } from '../router.ts';
import { ActingStep } from './link-acting.tsx';
import { DevicesStep } from './link-devices.tsx';
import { IdentifyFirst } from './link-identify.tsx';
import { ProxyStep } from './link-proxy.tsx';

export { DevicesStep } from './link-devices.tsx';
export { NewDeviceStep } from './link-new-device.tsx';

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
    focusLostHeading();
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
