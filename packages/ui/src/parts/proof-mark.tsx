import { useMessages } from '../i18n/messages.ts';
import { partText } from '../i18n/part-text.ts';
import type { ProofState, ProofValue, WallName, WallState } from './proof-value.ts';
import { proofOf, proofStateOf, wallNames } from './proof-value.ts';

/** The four walls on the 24 grid, each leaning on the next. */
export const wallPaths: Readonly<Record<WallName, string>> = {
  signature: 'M1.75 3h16.5',
  place: 'M21 1.75v16.5',
  institutions: 'M22.25 21H5.75',
  standing: 'M3 22.25V5.75',
};

const signs = { checked: 'm7.6 12 3.1 3.1 5.7-6.3', unchecked: 'M9 12h6' } as const;

function wallClass(state: WallState): string {
  if (state === 'passed') return 'on drawn';
  return state === 'unchecked' ? 'dash' : 'wait';
}

function Walls({ proof, state }: { proof: ProofValue; state: ProofState }) {
  if (state === 'failed') {
    return (
      <>
        <rect x="1.75" y="1.75" width="20.5" height="20.5" />
        <path d="m8 8 8 8M16 8l-8 8" />
      </>
    );
  }
  return (
    <>
      {wallNames.map((name) => {
        const kind = wallClass(proof.walls[name]);
        const length = kind === 'on drawn' ? { pathLength: 1 } : {};
        return <path key={name + kind} class={kind} d={wallPaths[name]} {...length} />;
      })}
      {state === 'checking' ? (
        <path class="on dots" d="M8 12h.01M12 12h.01M16 12h.01" />
      ) : (
        <path d={signs[state]} />
      )}
    </>
  );
}

type ProofMarkProps = {
  proof: ProofValue;
  /** Draws each wall with a stroke when its check returns; for marks that a person is watching. */
  live?: boolean;
  size?: 'm' | 'l';
  /** A mark without words beside it needs its state as an accessible name. */
  named?: boolean;
};

/** Draws the proof mark from the outcome of four checks; it never shows more than they came to. */
export function ProofMark({ proof, live = false, size = 'm', named = false }: ProofMarkProps) {
  const text = useMessages(partText);
  const state = proofStateOf(proof);
  const name = named
    ? { role: 'img' as const, 'aria-label': text[state] }
    : { 'aria-hidden': true };
  return (
    <svg
      class={size === 'l' ? 'm-mark m-mark-l' : 'm-mark'}
      data-state={state}
      data-live={live ? '' : undefined}
      viewBox="0 0 24 24"
      {...name}
    >
      <Walls proof={proof} state={state} />
    </svg>
  );
}

/** Draws the mark of a thing whose four checks were not run. */
export function UncheckedMark() {
  return <ProofMark proof={proofOf('unchecked')} />;
}

/** Draws one wall of the mark, to stand beside the words of its check. */
export function WallIcon({ name, state }: { name: WallName; state: WallState }) {
  return (
    <svg class="m-wall" data-is={state} viewBox="0 0 24 24" aria-hidden="true">
      {wallNames.map((each) => (
        <path key={each} class={each === name ? wallIconClass(state) : ''} d={wallPaths[each]} />
      ))}
    </svg>
  );
}

function wallIconClass(state: WallState): string {
  if (state === 'passed' || state === 'failed') return 'on';
  return state === 'unchecked' ? 'dash' : '';
}
