import { useLate } from '../parts/late.ts';
import { loadSurrender } from './ballot-loaded.tsx';
import type { SurrenderProps } from './ballot-surrender.tsx';
import { NotLoaded } from './link-flow.tsx';
import { Waiting } from './link-parts.tsx';

/** What a voter does who gives up their key for a paper, and what is said to one who has. */
export function GivingUp(props: SurrenderProps) {
  const [late, again] = useLate(true, loadSurrender);
  if (late.state === 'failed') return <NotLoaded onAgain={again} />;
  return late.state === 'coming' ? <Waiting /> : <late.value.SurrenderStep {...props} />;
}
