import type { ComponentChildren } from 'preact';
import type { ProofValue, WallName } from './proof-value.ts';
import { proofStateOf, wallNames } from './proof-value.ts';

/** Frames start and end their walls in the order in which the mark draws them. */
const edges: readonly WallName[] = wallNames;

type YardFrameProps = {
  /** Without a proof the frame is drawn in ink. */
  proof?: ProofValue;
  live?: boolean;
  class?: string;
  tag?: 'div' | 'section' | 'aside';
  labelledBy?: string;
  children: ComponentChildren;
};

/** The mark at the size of a card, one edge for each check; only for what carries a whole proof. */
export function YardFrame(props: YardFrameProps) {
  const { proof, live = false, tag: Tag = 'div', labelledBy, children } = props;
  const state = proof === undefined ? undefined : proofStateOf(proof);
  return (
    <Tag
      class={props.class === undefined ? 'm-frame' : `m-frame ${props.class}`}
      data-state={state}
      data-live={live ? '' : undefined}
      aria-labelledby={labelledBy}
    >
      {edges.map((wall) => {
        const is = state === 'failed' ? 'failed' : (proof?.walls[wall] ?? 'ink');
        return (
          <span key={wall + is} class="edge" data-wall={wall} data-is={is} aria-hidden="true" />
        );
      })}
      {children}
    </Tag>
  );
}
