import { Alert, Button, useMessages } from '@madang/ui';
import { useLayoutEffect, useState } from 'preact/hooks';
import type { Election, Opened } from '../ballot/election.ts';
import { useBallotRoom } from '../ballot/room.ts';
import type { Stood } from '../ballot/standing.ts';
import { type Giving, makeSurrender } from '../ballot/surrender.ts';
import { useMaking } from '../ballot/use-making.ts';
import { useStood } from '../ballot/use-stood.ts';
import { type KeptBallot, newestOf } from '../device/ballot-store.ts';
import { isSettled } from '../device/said-store.ts';
import type { KeptSurrender } from '../device/surrender-store.ts';
import type { Problem } from '../ledger.ts';
import { NotedSlip } from '../parts/noted-slip.tsx';
import { Unanswered } from '../parts/unanswered.tsx';
import type { Mine } from '../resident/link.ts';
import { focusLostHeading } from '../router.ts';
import { surrenderText } from '../text/ballot-surrender.ts';
import { siteText } from '../text/site.ts';
import { NoKey, NotOnRoll } from './ballot-hindered.tsx';
import { useRefusal } from './ballot-refusal.ts';
import { BeginStep } from './ballot-surrender-begin.tsx';
import { GivenUp, ShownStep } from './ballot-surrender-shown.tsx';
import { ActionBar, Help, Notice, Waiting } from './link-parts.tsx';

/** Who gives up their key where, and what this device has cast there. */
export type SurrenderProps = {
  election: Election;
  mine: Mine;
  ballots: readonly KeptBallot[];
  /** Once the key is given up. */
  onGiven?: () => void;
};

/** The heading that had the focus may be gone with what it stood over. */
function useHeadingFocus(state: unknown): void {
  useLayoutEffect(() => {
    focusLostHeading();
  }, [state]);
}

/** A voter gives up their key at the desk, or reads that they have. */
export function SurrenderStep({ election, ...props }: SurrenderProps) {
  const text = useMessages(surrenderText);
  const { open, proof } = election;
  if (open !== undefined) return <Opening {...props} election={election} open={open} />;
  const code = proof.state === 'proven' ? 'ELECTION_NOT_OPEN' : proof.code;
  return <NotKnown title={text.unknown} problem={{ code, offline: false }} />;
}

function NotKnown({
  title,
  problem,
  onAgain,
}: {
  title: string;
  problem: Problem;
  onAgain?: () => void;
}) {
  return (
    <div class="m-task">
      <h1>{title}</h1>
      <Unanswered problem={problem} {...(onAgain === undefined ? {} : { onAgain })} />
      <Help />
    </div>
  );
}

function Opening(props: SurrenderProps & { open: Opened }) {
  const { election, mine, open, ballots, onGiven } = props;
  const text = useMessages(surrenderText);
  const giving = { open, mine };
  const [stood, again] = useStood(election, mine);
  useHeadingFocus(stood);
  const newest = newestOf(ballots);
  if (stood === undefined) return <Waiting />;
  if (stood.state !== 'proven') {
    const problem = { code: stood.code, offline: false };
    return <NotKnown title={text.unknown} problem={problem} onAgain={again} />;
  }
  if (!stood.isOnRoll) return <NotOnRoll />;
  if (stood.missing !== undefined) return <NoKey missing={stood.missing} election={election} />;
  const { batch } = stood;
  if (batch !== undefined) return <GivenUp giving={giving} stood={stood} batch={batch} />;
  if (stood.ballots > 0 && election.fixed.revote === 'none') {
    return (
      <Notice title={text.fixed}>
        <p>{text.fixedWords}</p>
      </Notice>
    );
  }
  if (newest !== undefined && !isSettled(newest)) {
    return (
      <Notice title={text.sending}>
        <p>{text.sendingWords}</p>
      </Notice>
    );
  }
  return (
    <GiveUp
      giving={giving}
      stood={stood}
      onGiven={() => {
        again();
        onGiven?.();
      }}
    />
  );
}

type GiveUpProps = { giving: Giving; stood: Stood; onGiven: () => void };

/** How far somebody is with giving up their key. */
type At =
  | { state: 'begin' }
  | { state: 'confirm'; batch: Uint8Array }
  | { state: 'shown'; kept: KeptSurrender };

function GiveUp({ giving, stood, onGiven }: GiveUpProps) {
  const [at, setAt] = useState<At>({ state: 'begin' });
  useHeadingFocus(at.state);
  switch (at.state) {
    case 'begin':
      return (
        <BeginStep
          giving={giving}
          stood={stood}
          onBatch={(batch) => setAt({ state: 'confirm', batch })}
        />
      );
    case 'confirm':
      return (
        <Confirm
          giving={giving}
          batch={at.batch}
          onKept={(kept) => setAt({ state: 'shown', kept })}
          onBack={() => setAt({ state: 'begin' })}
        />
      );
    case 'shown':
      return (
        <ShownStep
          giving={giving}
          stood={stood}
          kept={at.kept}
          onLate={() => setAt({ state: 'confirm', batch: at.kept.batch })}
          onGiven={onGiven}
        />
      );
  }
}

/** That it was not signed, why, and what to do. */
function NotSigned({ problem }: { problem: Problem }) {
  const text = useMessages(surrenderText);
  const site = useMessages(siteText);
  const reason = useRefusal(problem);
  return (
    <Alert tone="warn" title={text.notSigned} announce="new">
      <p>{reason ?? text.notSignedWords}</p>
      <p>{site.code(problem.code)}</p>
    </Alert>
  );
}

type ConfirmProps = {
  giving: Giving;
  batch: Uint8Array;
  onKept: (kept: KeptSurrender) => void;
  onBack: () => void;
};

/** The last screen before it is signed: for which batch. */
function Confirm({ giving, batch, onKept, onBack }: ConfirmProps) {
  const text = useMessages(surrenderText);
  const room = useBallotRoom();
  const { isBusy, problem, run } = useMaking(() => makeSurrender(room, giving, batch), onKept);
  return (
    <>
      <div class="m-task">
        <div class="m-stack-s">
          <h1>{text.confirm}</h1>
          <p>{text.confirmWords}</p>
        </div>
        <NotedSlip label={text.batch} of={batch} />
        <Alert tone="warn" title={text.knowFinal}>
          {text.knowFinalWords}
        </Alert>
        {problem !== undefined && <NotSigned problem={problem} />}
        <Button kind="plain" icon="undo" onClick={onBack}>
          {text.another}
        </Button>
        <Help />
      </div>
      <ActionBar>
        <Button size="l" busy={isBusy} busyWords={text.signing} onClick={() => void run()}>
          {text.sign}
        </Button>
      </ActionBar>
    </>
  );
}
