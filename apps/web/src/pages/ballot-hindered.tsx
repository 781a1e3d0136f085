import { Button, useMessages } from '@madang/ui';
import type { ComponentChildren } from 'preact';
import type { Election } from '../ballot/election.ts';
import { useLate } from '../parts/late.ts';
import type { Mine, OpenedLink } from '../resident/link.ts';
import type { Step } from '../resident/steps.ts';
import { ballotText } from '../text/ballot.ts';
import { ballotAfterText } from '../text/ballot-after.ts';
import { linkText } from '../text/link.ts';
import { loadMore, NotLoaded } from './link-flow.tsx';
import { Notice, NotMeStep, OtherMatters, Waiting } from './link-parts.tsx';

/** Statuses before the close. */
const running: readonly string[] = ['draft', 'registering', 'mixing', 'open', 'paused'];

/** Why a link leads no further here; undefined where it does. */
export function useHindrance(link: OpenedLink, { fixed, now }: Election) {
  const text = useMessages(ballotText);
  const words = useMessages(linkText);
  if (now.status === 'called-off') return { title: text.off, words: [text.offWords] };
  if (!running.includes(now.status)) return { title: text.closed, words: [text.closedWords] };
  if (link.mine !== undefined) return undefined;
  if (link.usedElsewhere) {
    if (isKeyFixed({ fixed, now }))
      return { title: text.keyElsewhere, words: elsewhereWords(text), isFixed: true };
    return { title: words.usedTitle, words: [words.usedWords, words.usedBrowser, words.usedDesk] };
  }
  if (fixed.level !== 'link') return { title: text.deskLevel, words: [text.deskLevelWords] };
  if (link.contactMasked === undefined) {
    return { title: words.noContactTitle, words: [text.noContactWords] };
  }
  return undefined;
}

/** Whether voters' keys are mixed already: then no key can be replaced. */
function isKeyFixed({ fixed, now }: Pick<Election, 'fixed' | 'now'>): boolean {
  return fixed.mixing !== undefined && !['draft', 'registering'].includes(now.status);
}

function elsewhereWords(text: (typeof ballotText)['ko' | 'en']): readonly string[] {
  return [text.keyElsewhereWords, text.keyElsewhereLost];
}

/** That somebody is not on the roll, and what can be done. */
export function NotOnRoll() {
  const text = useMessages(ballotText);
  return (
    <Notice title={text.notOnRoll}>
      <p>{text.notOnRollWords}</p>
    </Notice>
  );
}

/** That this device has no key that votes, and what can be done. */
export function NoKey({
  missing,
  election: { fixed },
}: {
  missing: 'unregistered' | 'elsewhere';
  election: Election;
}) {
  const text = useMessages(ballotText);
  const isElsewhere = missing === 'elsewhere';
  const none = fixed.paper === 'none' ? text.keyNoneWords : text.keyNonePaper;
  return (
    <Notice title={isElsewhere ? text.keyElsewhere : text.keyNone} action={<OtherMatters />}>
      {(isElsewhere ? elsewhereWords(text) : [none]).map((line) => (
        <p key={line}>{line}</p>
      ))}
    </Notice>
  );
}

type HinderedProps = {
  title: string;
  words: readonly string[];
  /** No other device can be used any more. */
  isFixed?: boolean;
  link: OpenedLink;
  onStep: (step: Step) => void;
};

/** Says why a link leads no further, and what can be done instead. */
export function Hindered({ title, words, isFixed = false, link, onStep }: HinderedProps) {
  const text = useMessages(linkText);
  const after = useMessages(ballotAfterText);
  return (
    <Notice
      title={title}
      action={
        <>
          {link.mine !== undefined && (
            <Button kind="plain" icon="check" onClick={() => onStep('counted')}>
              {after.toCounted}
            </Button>
          )}
          {link.mine === undefined && link.usedElsewhere && !isFixed && (
            <Button icon="device" onClick={() => onStep('new-device')}>
              {text.useThisToo}
            </Button>
          )}
          <OtherMatters />
        </>
      }
    >
      {words.map((line) => (
        <p key={line}>{line}</p>
      ))}
    </Notice>
  );
}

/** What can be done by whoever finds the telephone difficult. */
function OfficeStep() {
  const text = useMessages(ballotText);
  const link = useMessages(linkText);
  return (
    <Notice
      title={text.officeTitle}
      action={
        <Button kind="plain" onClick={() => history.back()}>
          {link.back}
        </Button>
      }
    >
      {[text.office1, text.office2, text.office3].map((line) => (
        <p key={line}>{line}</p>
      ))}
    </Notice>
  );
}

type AsideProps = DevicesProps & { children: ComponentChildren };

/** What anybody can look at besides, in the place of what is shown else. */
export function OrAside({ children, ...props }: AsideProps) {
  switch (props.step) {
    case 'not-me':
      return <NotMeStep onBack={() => history.back()} />;
    case 'paper':
      return <OfficeStep />;
    case 'devices':
    case 'new-device':
      return <Devices {...props} />;
    default:
      return <>{children}</>;
  }
}

type DevicesProps = { link: OpenedLink; step: Step; onLink: (mine: Mine) => void };

/** What few people need, and what comes only then. */
function Devices({ link, step, onLink }: DevicesProps) {
  const [late, again] = useLate(true, loadMore);
  if (late.state === 'failed') return <NotLoaded onAgain={again} />;
  if (late.state === 'coming') return <Waiting />;
  const { DevicesStep, NewDeviceStep } = late.value;
  return step === 'devices' && link.mine !== undefined ? (
    <DevicesStep token={link.token} mine={link.mine} />
  ) : (
    <NewDeviceStep
      link={link}
      onMine={(mine) => {
        onLink(mine);
        // To where it was asked for: that this device speaks for them is done.
        history.back();
      }}
    />
  );
}
