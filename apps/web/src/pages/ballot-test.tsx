import { Alert, Button, useMessages } from '@madang/ui';
import { useEffect, useLayoutEffect, useState } from 'preact/hooks';
import { type CastWish, castHeld, type HeldBallot, holdBallot } from '../ballot/cast.ts';
import { openedFragment } from '../ballot/opened-link.ts';
import { useBallotRoom } from '../ballot/room.ts';
import type { KeptBallot } from '../device/ballot-store.ts';
import { saveFile } from '../device/save-file.ts';
import type { Problem } from '../ledger.ts';
import { LargeQr } from '../parts/large-qr.tsx';
import { NotedSlip } from '../parts/noted-slip.tsx';
import { ShareButton } from '../parts/share-button.tsx';
import { focusLostHeading, useHref } from '../router.ts';
import { ballotTestText } from '../text/ballot-test.ts';
import { NotCast } from './ballot-parts.tsx';
import { ActionBar, Help, Waiting } from './link-parts.tsx';

/** More than a picture that telephones read well can hold, in characters. */
const longestPicture = 1_200;

type Tested =
  | { state: 'sealing' }
  | { state: 'held'; held: HeldBallot }
  | { state: 'opened'; link: string }
  | { state: 'problem'; problem: Problem };

const notOpened = { code: 'BALLOT_NOT_SEALED', offline: false } as const;

type TestProps = { wish: CastWish; onCast: (ballot: KeptBallot) => void };

function useTest({ wish, onCast }: TestProps) {
  const room = useBallotRoom();
  const href = useHref();
  const [tested, setTested] = useState<Tested>({ state: 'sealing' });
  const [isCasting, setCasting] = useState(false);
  useEffect(() => {
    let current = true;
    void holdBallot(room, wish).then((held) => {
      if (!current) return;
      if (held.ok) setTested({ state: 'held', held: held.value });
      else setTested({ state: 'problem', problem: held.problem });
    });
    return () => {
      current = false;
    };
  }, []);
  const open = () =>
    room.sealer.open().then(
      (opening) => {
        const path = href('/ballot-check');
        const link = `${location.origin}${path}#${openedFragment(opening)}`;
        setTested({ state: 'opened', link });
      },
      () => setTested({ state: 'problem', problem: notOpened }),
    );
  const cast = async (held: HeldBallot) => {
    if (isCasting) return;
    setCasting(true);
    const made = await castHeld(room, wish, held);
    setCasting(false);
    if (made.ok) onCast(made.value);
    else setTested({ state: 'problem', problem: made.problem });
  };
  return { tested, isCasting, open, cast };
}

function Held({
  held,
  isCasting,
  onOpen,
  onCast,
}: {
  held: HeldBallot;
  isCasting: boolean;
  onOpen: () => void;
  onCast: () => void;
}) {
  const text = useMessages(ballotTestText);
  return (
    <>
      <div class="m-task">
        <div class="m-stack-s">
          <h1>{text.sealed}</h1>
          <p>{text.sealedWords}</p>
        </div>
        <NotedSlip label={text.code} of={held.fingerprint} />
        <section class="m-stack" aria-labelledby="which">
          <h2 id="which">{text.choose}</h2>
          <p>{text.chooseWords}</p>
          <Button kind="second" icon="eye" onClick={onOpen}>
            {text.open}
          </Button>
        </section>
        <Help />
      </div>
      <ActionBar>
        <Button size="l" busy={isCasting} busyWords={text.casting} onClick={onCast}>
          {text.cast}
        </Button>
      </ActionBar>
    </>
  );
}

function Opened({ link }: { link: string }) {
  const text = useMessages(ballotTestText);
  return (
    <>
      <div class="m-task">
        <div class="m-stack-s">
          <h1>{text.opened}</h1>
          <p>{text.openedWords}</p>
        </div>
        {link.length <= longestPicture ? (
          <LargeQr text={link} label={text.qr} />
        ) : (
          <p>{text.tooLong}</p>
        )}
        <Alert tone="warn" title={text.openedWarn}>
          {text.openedWarnWords}
        </Alert>
        <div class="link-tools">
          <Button
            kind="second"
            icon="download"
            onClick={() => saveFile('ballot-test.txt', new TextEncoder().encode(link))}
          >
            {text.save}
          </Button>
          <ShareButton
            title={text.checkTitle}
            link={link}
            copyWords={text.copy}
            shareWords={text.share}
          />
        </div>
        <Help />
      </div>
      <ActionBar>
        <Button size="l" onClick={() => history.back()}>
          {text.again}
        </Button>
      </ActionBar>
    </>
  );
}

/**
 * Tests whether this device locks ballots rightly: it locks one and shows its fingerprint, and only
 * then is told whether to cast it or to open it. What was opened is never cast.
 */
export function TestStep(props: TestProps) {
  const { tested, isCasting, open, cast } = useTest(props);
  useLayoutEffect(() => {
    // The heading that had the focus is gone with what it stood over.
    focusLostHeading();
  }, [tested.state]);
  switch (tested.state) {
    case 'sealing':
      return <Waiting />;
    case 'held': {
      const { held } = tested;
      return (
        <Held
          held={held}
          isCasting={isCasting}
          onOpen={() => void open()}
          onCast={() => void cast(held)}
        />
      );
    }
    case 'opened':
      return <Opened link={tested.link} />;
    case 'problem':
      return (
        <div class="m-task">
          <NotCast problem={tested.problem} />
          <Help />
        </div>
      );
  }
}
