import {
  formatCount,
  formatDayAndTime,
  Icon,
  inGroups,
  type Language,
  UncheckedMark,
  useLanguage,
  useMessages,
} from '@madang/ui';
import { useEffect, useState } from 'preact/hooks';
import type { Decided, DecidedGround } from '../ledger.ts';
import { useLedger } from '../ledger-context.ts';
import { decidedText } from '../text/decided.ts';
import './decided-line.css';

function useDecided(file: Uint8Array | undefined): Decided | undefined {
  const ledger = useLedger();
  const [decided, setDecided] = useState<Decided>();
  useEffect(() => {
    let current = true;
    setDecided(undefined);
    if (file === undefined) return undefined;
    void ledger.decided(file).then((found) => {
      if (current) setDecided(found);
    });
    return () => {
      current = false;
    };
  }, [ledger, file]);
  return decided;
}

/**
 * Digits of a fingerprint that are shown: enough to find it among those of the institutions page.
 */
const fingerprintDigits = 16;

function groundSentence(ground: DecidedGround, language: Language): string {
  const text = decidedText[language];
  if (ground.kind === 'genesis') return text.fromGenesis;
  const { signed, members, asOfMs, fingerprint } = ground;
  return text.fromPolicy(
    formatCount(signed),
    formatCount(members),
    formatDayAndTime(asOfMs, language),
    inGroups(fingerprint.slice(0, fingerprintDigits)),
  );
}

function sentenceOf(decided: Decided, language: Language): string {
  const text = decidedText[language];
  if (decided.state === 'passed') {
    const { size, height, timeMs } = decided;
    const at = formatDayAndTime(timeMs, language);
    const says = text.says(formatCount(size), formatCount(height), at);
    return `${says} ${groundSentence(decided.ground, language)}`;
  }
  const says = decided.state === 'failed' ? text.saysFailed : text.saysUnchecked;
  return `${says} ${text.code(decided.code)}`;
}

function Mark({ state }: Pick<Decided, 'state'>) {
  if (state === 'unchecked') return <UncheckedMark />;
  return <Icon name={state === 'passed' ? 'check' : 'stop'} small />;
}

function Voters({ decided }: { decided: Extract<Decided, { state: 'passed' }> }) {
  const text = useMessages(decidedText);
  const language = useLanguage();
  return (
    <ul class="m-inst">
      {decided.validators.map(({ name, key, voted }) => (
        <li key={key} data-missing={voted ? undefined : ''}>
          <span>{name?.[language] ?? text.unnamed(key)}</span>
          <span>{voted ? text.voted : text.notVoted}</span>
        </li>
      ))}
    </ul>
  );
}

/**
 * Who decided the log under a receipt or dossier, as this browser checked it from the votes.
 * Nothing on a ledger of one computer, and nothing before the check has returned.
 */
export function DecidedLine({ file }: { file: Uint8Array | undefined }) {
  const text = useMessages(decidedText);
  const language = useLanguage();
  const decided = useDecided(file);
  if (decided === undefined) return null;
  const { state } = decided;
  return (
    <div class="decided" data-is={state} role={state === 'failed' ? 'alert' : 'status'}>
      <Mark state={state} />
      <div>
        <div class="t">
          <b>{text[state]}</b>
          {state === 'passed' && (
            <span>{text.aside(formatCount(decided.signed), formatCount(decided.total))}</span>
          )}
        </div>
        <p>{sentenceOf(decided, language)}</p>
        {state === 'passed' && <Voters decided={decided} />}
      </div>
    </div>
  );
}
