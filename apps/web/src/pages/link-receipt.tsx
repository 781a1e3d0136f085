import {
  Button,
  formatCount,
  formatFullMoment,
  inGroups,
  type ProofValue,
  proofOf,
  ReceiptCard,
  Skeleton,
  Stepper,
  useLanguage,
  useMessages,
  useToast,
  type WallName,
} from '@madang/ui';
import { useEffect, useState } from 'preact/hooks';
import { useAbout } from '../about.ts';
import type { KeptAct, Said } from '../device/said-store.ts';
import { isSettled } from '../device/said-store.ts';
import { saveFile } from '../device/save-file.ts';
import { type PartVerdict, type Verdict, verdictOf, wallsOf } from '../ledger.ts';
import { ShareButton } from '../parts/share-button.tsx';
import { checkReceiptHere } from '../real/check-receipt.ts';
import { useResidentRoom } from '../resident/context.ts';
import type { Decision } from '../resident/decision.ts';
import type { Mine } from '../resident/link.ts';
import { sendAct } from '../resident/say.ts';
import type { Step } from '../resident/steps.ts';
import { linkText } from '../text/link.ts';
import { receiptText } from '../text/link-receipt.ts';
import { Help, StepLine } from './link-parts.tsx';
import { PaperLine, RefusedAct, Sending } from './link-sending.tsx';
import { WithdrawLine } from './link-withdraw.tsx';

/** Checks a receipt on this device, and tells each part as it is done. */
export type CheckHere = (onPart: (part: PartVerdict) => void) => Promise<Verdict>;

/** Checks the receipt on this device; the walls are drawn as the checks return. */
function useCheck(receipt: Uint8Array, check: CheckHere): [ProofValue, Verdict?] {
  const [proof, setProof] = useState<ProofValue>(() => proofOf('waiting'));
  const [verdict, setVerdict] = useState<Verdict>();
  useEffect(() => {
    let current = true;
    const parts: PartVerdict[] = [];
    const onPart = (part: PartVerdict) => {
      parts.push(part);
      if (current) setProof({ walls: wallsOf(parts, 'waiting') });
    };
    void check(onPart).then((done) => {
      if (!current) return;
      setProof({ walls: wallsOf(done.parts, 'unchecked') });
      setVerdict(done);
    });
    return () => {
      current = false;
    };
  }, [receipt]);
  return verdict === undefined ? [proof] : [proof, verdict];
}

function useLabels(verdict: Verdict | undefined): Readonly<Record<WallName, string>> {
  const text = useMessages(receiptText);
  const signed = verdict?.facts?.cosigners.filter(({ signedAtMs }) => signedAtMs !== undefined);
  const isOther = verdict?.parts.some(
    ({ part, state }) => part === 'standing' && state === 'failed',
  );
  return {
    signature: text.wallSignature,
    place: text.wallPlace,
    institutions:
      signed === undefined || signed.length === 0
        ? text.wallInstitutionsNone
        : text.wallInstitutions(formatCount(signed.length)),
    standing: isOther === true ? text.wallStandingOther : text.wallStanding,
  };
}

type KeptProps = { act: Pick<KeptAct, 'number'>; receipt: Uint8Array };

function TakeAlong({ act, receipt }: KeptProps) {
  const text = useMessages(receiptText);
  const toast = useToast();
  const { oneComputer } = useAbout();
  const link = `${location.origin}/verify?n=${act.number}`;
  return (
    <>
      <div class="link-take">
        <Button
          icon="download"
          onClick={() => {
            saveFile(`${act.number}.receipt`, receipt);
            toast(text.saved);
          }}
        >
          {text.save}
        </Button>
        <Button kind="second" icon="print" onClick={() => print()}>
          {text.print}
        </Button>
        <ShareButton
          title={text.shareTitle(inGroups(act.number))}
          link={link}
          copyWords={text.copy}
          shareWords={text.share}
        />
      </div>
      <p class="m-small m-sub">{text.noName}</p>
      {oneComputer && <p class="m-small m-sub">{text.oneComputer}</p>}
    </>
  );
}

type WithReceiptProps = KeptProps & {
  title: string;
  /** How it is checked, and what its first wall says, where that is not as with a signed act. */
  check?: CheckHere;
  wallSignature?: string;
};

/** A receipt as it is checked here, and how it is taken along. */
export function WithReceipt(props: WithReceiptProps) {
  const { title, act, receipt, wallSignature } = props;
  const text = useMessages(receiptText);
  const language = useLanguage();
  const room = useResidentRoom();
  const bySignature: CheckHere = (onPart) =>
    checkReceiptHere(room, receipt, { fresh: true, onPart });
  const [proof, verdict] = useCheck(receipt, props.check ?? bySignature);
  const signed = useLabels(verdict);
  const labels = wallSignature === undefined ? signed : { ...signed, signature: wallSignature };
  const atMs = verdict?.facts?.timeMs;
  return (
    <>
      <div class="link-done">
        <h1>{title}</h1>
        <p class="m-sub" role="status">
          {atMs !== undefined && (
            <>
              {formatFullMoment(atMs, language)}
              <br />
            </>
          )}
          {verdict === undefined ? text.checking : text[verdictOf(verdict)]}
        </p>
      </div>
      <ReceiptCard
        proof={proof}
        number={act.number}
        link={`${location.origin}/verify?n=${act.number}`}
        labels={labels}
      />
      <TakeAlong act={act} receipt={receipt} />
    </>
  );
}

type ReceiptProps = {
  said: Said;
  mine: Mine;
  /** Absent where only what is kept here can be shown. */
  decision?: Decision;
  onSettled: (said: Said) => void;
  onSaid: (said: Said) => void;
  onStep: (step: Step) => void;
};

/** Sends an act that is not settled while this is shown. */
export function useSending<T extends KeptAct>(act: T, onSettled: (act: T) => void): T {
  const room = useResidentRoom();
  const [shown, setShown] = useState(act);
  useEffect(() => {
    setShown(act);
    if (isSettled(act)) return undefined;
    const stop = new AbortController();
    const show = (next: T) => {
      if (!stop.signal.aborted) setShown(next);
    };
    void sendAct(room, act, stop.signal, show).then((next) => {
      if (stop.signal.aborted) return;
      setShown(next);
      if (isSettled(next)) onSettled(next);
    });
    return () => stop.abort();
  }, [act.id]);
  return shown;
}

function Next({ said, mine, decision, onSaid, onStep }: ReceiptProps) {
  const text = useMessages(receiptText);
  const isGiven = said.receipt !== undefined && said.saying !== 'withdraw';
  return (
    <ul class="m-links no-print">
      <StepLine icon="check" words={text.toCounted} onPress={() => onStep('counted')} />
      {said.saying === 'withdraw' && decision?.now.status === 'open' && (
        <StepLine icon="write" words={text.sayAgain} onPress={() => onStep('choose')} />
      )}
      {isGiven && decision !== undefined && said.saying !== 'withdraw' && (
        <WithdrawLine decision={decision} mine={mine} saying={said.saying} onSaid={onSaid} />
      )}
      {said.receipt === undefined && <PaperLine onPaper={() => onStep('paper')} />}
    </ul>
  );
}

/** The last screen of the way: the act is sent, and its receipt is checked and taken along. */
export function ReceiptStep(props: ReceiptProps) {
  const text = useMessages(linkText);
  const words = useMessages(receiptText);
  const { decision, onStep } = props;
  const said = useSending(props.said, props.onSettled);
  const closesAt = decision?.now.closesAt;
  useEffect(() => {
    if (said.expired === true) onStep('counted');
  }, [said.expired]);
  const { receipt, refused } = said;
  return (
    <div class="m-task">
      <Stepper
        label={text.steps}
        steps={[text.stepRead, text.stepChoose, text.stepReceipt]}
        current={2}
      />
      {receipt !== undefined && (
        <WithReceipt title={words[said.saying]} act={said} receipt={receipt} />
      )}
      {receipt === undefined && refused !== undefined && (
        <RefusedAct
          title={said.saying === 'withdraw' ? words.refusedWithdraw : words.refusedTitle}
          refused={refused}
        />
      )}
      {!isSettled(said) && (
        <Sending said={said} {...(closesAt === undefined ? {} : { closesAt })} />
      )}
      {said.expired === true && <Skeleton label={words.asking} />}
      <Next {...props} said={said} />
      <Help />
    </div>
  );
}
