import { Button, Icon, type IconName, Skeleton, useLanguage, useMessages } from '@madang/ui';
import type { ComponentChildren } from 'preact';
import { useContext } from 'preact/hooks';
import { OthersContext } from '../resident/context.ts';
import type { Decision } from '../resident/decision.ts';
import type { OpenedLink } from '../resident/link.ts';
import type { Matter } from '../resident/matters.ts';
import type { Step } from '../resident/steps.ts';
import { momentWords } from '../resident/times.ts';
import { linkText, officePhone } from '../text/link.ts';
import { receiptText } from '../text/link-receipt.ts';

/** Who helps, at the same place at the end of every screen. */
export function Help() {
  const text = useMessages(linkText);
  return (
    <p class="m-help">
      <Icon name="phone" />
      <span>
        {text.help} <a href={`tel:${officePhone.replaceAll('-', '')}`}>{officePhone}</a>
        <br />
        {text.helpHours}
      </span>
    </p>
  );
}

/** Something is on its way. */
export function Waiting() {
  const text = useMessages(linkText);
  return (
    <div class="m-task">
      <Skeleton label={text.opening} />
    </div>
  );
}

/** The main button of a screen, at the bottom of the window. */
export function ActionBar({ children }: { children: ComponentChildren }) {
  return (
    <div class="m-action">
      <div>{children}</div>
    </div>
  );
}

/** A line of a list that leads on. */
export function StepLine({
  icon,
  words,
  hint,
  onPress,
}: {
  icon: IconName;
  words: string;
  hint?: string;
  onPress: () => void;
}) {
  return (
    <li>
      <button type="button" onClick={onPress}>
        <Icon name={icon} />
        <span>
          {words}
          {hint !== undefined && <small>{hint}</small>}
        </span>
        <Icon name="right" small />
      </button>
    </li>
  );
}

/** Things that are asked, each with how far it is. */
export function MatterLines({
  matters,
  onChosen,
}: {
  matters: readonly Matter[];
  onChosen: (id: string) => void;
}) {
  const text = useMessages(linkText);
  const language = useLanguage();
  const words = ({ status, closesAt }: Matter) =>
    ({
      open: text.statusOpen(momentWords(closesAt, language)),
      registering: text.statusRegistering,
      mixing: text.statusDraft,
      closed: text.statusClosed,
      draft: text.statusDraft,
      'called-off': text.statusOff,
    })[status];
  return (
    <ul class="m-links">
      {matters.map((matter) => (
        <StepLine
          key={matter.id}
          icon={matter.kind === 'election' ? 'check' : 'file'}
          words={matter.title[language]}
          hint={words(matter)}
          onPress={() => onChosen(matter.id)}
        />
      ))}
    </ul>
  );
}

/** What the same link asks besides. */
export function OtherMatters() {
  const text = useMessages(linkText);
  const { matters, onChosen } = useContext(OthersContext);
  if (matters.length === 0) return null;
  return (
    <section class="m-stack" aria-labelledby="others">
      <h2 id="others">{text.others}</h2>
      <MatterLines matters={matters} onChosen={onChosen} />
    </section>
  );
}

/** Whose link it is, and the way out for whoever is somebody else. */
export function WhoseLink({
  link,
  words,
  onNotMe,
}: {
  link: OpenedLink;
  words: string;
  onNotMe: () => void;
}) {
  const text = useMessages(linkText);
  return (
    <div class="link-you">
      <p>
        <strong>{text.you(link.nameMasked, link.homes.join(', '))}</strong>
        <span class="m-small m-sub">{words}</span>
      </p>
      <button type="button" onClick={onNotMe}>
        {text.notMe}
      </button>
    </div>
  );
}

/** What people do besides: who acts for whom, and which devices are theirs. */
export function OwnLinks({
  decision: { draft, now },
  isHere,
  asksCounted = false,
  onStep,
}: {
  decision: Decision;
  /** Whether this device speaks for somebody already. */
  isHere: boolean;
  /** Whether one can ask whether one is counted. */
  asksCounted?: boolean;
  onStep: (step: Step) => void;
}) {
  const text = useMessages(linkText);
  const receipt = useMessages(receiptText);
  const takesProxies = draft.settings.proxies === 'allowed' && now.status === 'open';
  const links = [
    { step: 'counted', icon: 'check', words: receipt.toCounted, isShown: asksCounted },
    { step: 'proxy', icon: 'write', words: text.toProxy, isShown: takesProxies },
    { step: 'acting', icon: 'link', words: text.toActing, isShown: takesProxies },
    { step: 'devices', icon: 'device', words: text.toDevices, isShown: isHere },
  ] as const;
  return (
    <ul class="m-links no-print">
      {links
        .filter(({ isShown }) => isShown)
        .map(({ step, icon, words }) => (
          <StepLine key={step} icon={icon} words={words} onPress={() => onStep(step)} />
        ))}
    </ul>
  );
}

/** A screen that says one thing and what to do about it. */
export function Notice({
  title,
  children,
  action,
}: {
  title: string;
  children: ComponentChildren;
  action?: ComponentChildren;
}) {
  return (
    <div class="m-task">
      <div class="m-stack">
        <h1>{title}</h1>
        {children}
      </div>
      {action}
      <Help />
    </div>
  );
}

/** What can be done without a telephone. */
export function PaperStep({ onBack }: { onBack: () => void }) {
  const text = useMessages(linkText);
  return (
    <Notice
      title={text.paperTitle}
      action={
        <Button kind="plain" onClick={onBack}>
          {text.back}
        </Button>
      }
    >
      <p class="m-lead">{text.paperLead}</p>
      <ol class="plain-easy">
        {[text.paper1, text.paper2, text.paper3, text.paper4].map((line) => (
          <li key={line}>
            <span>{line}</span>
          </li>
        ))}
      </ol>
    </Notice>
  );
}

/** What somebody does to whom the message came by mistake. */
export function NotMeStep({ onBack }: { onBack: () => void }) {
  const text = useMessages(linkText);
  return (
    <Notice
      title={text.notMeTitle}
      action={
        <Button kind="plain" onClick={onBack}>
          {text.isMe}
        </Button>
      }
    >
      <p>{text.notMeWords}</p>
      <p>{text.notMeDesk}</p>
    </Notice>
  );
}
