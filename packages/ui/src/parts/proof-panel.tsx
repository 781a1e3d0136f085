import type { ComponentChildren } from 'preact';
import { useMessages } from '../i18n/messages.ts';
import { partText } from '../i18n/part-text.ts';
import { Icon } from '../icons.tsx';
import { CommandLine } from './command-line.tsx';
import { ProofMark, WallIcon } from './proof-mark.tsx';
import type { ProofValue, WallName } from './proof-value.ts';
import { wallNames } from './proof-value.ts';
import { YardFrame } from './yard-frame.tsx';

/** What the panel says of one check. */
export type WallStatement = {
  title: string;
  /** A short technical word at the far end: the suite, the number of steps. */
  aside?: string;
  text: ComponentChildren;
  /** Who signed, and when; an institution without a time did not. */
  signers?: readonly { name: string; at?: string }[];
};

type ProofPanelProps = {
  id: string;
  proof: ProofValue;
  /** The verdict in words. */
  title: string;
  /** Which device checked, when, in what time. */
  when: string;
  statements: Readonly<Record<WallName, WallStatement>>;
  onAgain?: () => void;
  /** The buttons that give the receipt out. */
  actions?: ComponentChildren;
  /** The command that checks the same thing elsewhere. */
  command?: string;
  /** What was checked beside the four. */
  also?: ComponentChildren;
  /** What this check does not say; never empty. */
  limits: readonly string[];
};

function Signers({ signers }: { signers: NonNullable<WallStatement['signers']> }) {
  const text = useMessages(partText);
  return (
    <ul class="m-inst">
      {signers.map(({ name, at }) => (
        <li key={name} data-missing={at === undefined ? '' : undefined}>
          <span>{name}</span>
          <span>{at ?? text.missing}</span>
        </li>
      ))}
    </ul>
  );
}

function Statement({
  wall,
  proof,
  said,
}: {
  wall: WallName;
  proof: ProofValue;
  said: WallStatement;
}) {
  const state = proof.walls[wall];
  const text = useMessages(partText);
  return (
    <li class={state === 'failed' ? 'bad' : ''}>
      <WallIcon name={wall} state={state} />
      <div>
        <div class="t">
          <b>
            {said.title}
            <span class="m-vh">, {text[state]}</span>
          </b>
          {said.aside !== undefined && <span>{said.aside}</span>}
        </div>
        <p>{said.text}</p>
        {said.signers !== undefined && <Signers signers={said.signers} />}
      </div>
    </li>
  );
}

/**
 * The whole proof of a thing: the verdict, its four checks, ways to check elsewhere, its limits.
 */
export function ProofPanel(props: ProofPanelProps) {
  const { id, proof, title, when, statements, onAgain, actions, command, limits } = props;
  const text = useMessages(partText);
  return (
    <YardFrame class="m-panel" proof={proof} live tag="section" labelledBy={id}>
      <div class="top">
        <ProofMark proof={proof} live size="l" />
        <div role="status">
          <h2 id={id}>{title}</h2>
          <p>{when}</p>
        </div>
        {onAgain !== undefined && (
          <button class="m-tool no-print" type="button" onClick={onAgain}>
            <Icon name="again" />
            <span class="m-vh">{text.checkAgain}</span>
          </button>
        )}
      </div>
      <ul class="m-four">
        {wallNames.map((wall) => (
          <Statement key={wall} wall={wall} proof={proof} said={statements[wall]} />
        ))}
      </ul>
      {props.also}
      {(actions !== undefined || command !== undefined) && (
        <div class="m-stack-s">
          {actions !== undefined && <div class="m-get">{actions}</div>}
          {command !== undefined && <CommandLine command={command} />}
        </div>
      )}
      <div class="m-limits">
        <b class="m-strong">{text.notSaid}</b>
        <ul>
          {limits.map((limit) => (
            <li key={limit}>{limit}</li>
          ))}
        </ul>
      </div>
    </YardFrame>
  );
}
