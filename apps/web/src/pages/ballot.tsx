import type { ComponentType } from 'preact';
import { useState } from 'preact/hooks';
import { useLate } from '../parts/late.ts';
import type { ElectionStatus, Matter } from '../resident/matters.ts';
import type { WayProps } from './ballot-loaded.tsx';
import { NotLoaded } from './link-flow.tsx';
import { Waiting } from './link-parts.tsx';

const loadVote = () => import('./ballot-way.tsx');
const loadRegistration = () => import('./ballot-registration.tsx');

type LoadedProps = WayProps & { load: typeof loadVote | typeof loadRegistration };

function Loaded({ load, ...props }: LoadedProps) {
  const [late, again] = useLate<{ Way: ComponentType<WayProps> }>(true, load);
  if (late.state === 'failed') return <NotLoaded onAgain={again} />;
  return late.state === 'coming' ? <Waiting /> : <late.value.Way {...props} />;
}

type BallotProps = Pick<WayProps, 'link' | 'onLink'> & { matter: Matter };

/** An election in which somebody votes, or registers the key by which they will. */
export function Ballot({ matter, ...rest }: BallotProps) {
  const { id, stage, closesAt, took } = matter;
  const [status, setStatus] = useState<ElectionStatus>(stage);
  const props =
    took === undefined ? { ...rest, id } : { ...rest, id, told: { status: stage, closesAt, took } };
  const isBefore = status === 'registering' || status === 'mixing';
  const load = isBefore ? loadRegistration : loadVote;
  return <Loaded key={String(isBefore)} {...props} load={load} onStatus={setStatus} />;
}
