import {
  Alert,
  Button,
  DropZone,
  EmptyState,
  Field,
  formatSize,
  Icon,
  LoadedFile,
  useLanguage,
  useMessages,
} from '@madang/ui';
import { useCallback, useEffect, useState } from 'preact/hooks';
import { readNumber, readScanned } from '../device/scan-link.ts';
import type { Problem, Verdict } from '../ledger.ts';
import { useLedger } from '../ledger-context.ts';
import { Camera } from '../parts/camera.tsx';
import { ContradictionCheck } from '../parts/contradiction-check.tsx';
import { lazily } from '../parts/lazily.tsx';
import { Unanswered } from '../parts/unanswered.tsx';
import { type Page, replaceQuery } from '../router.ts';
import { verifyText } from '../text/verify.ts';
import { VerdictView } from './verdict.tsx';
import { addFiles, type VerifyInput, type VerifyTrouble } from './verify-input.ts';
import './verify.css';

/** What checks dossiers comes when there is one. */
const DossierCheck = lazily(async () => (await import('../parts/dossier-check.tsx')).DossierCheck);

type Check = { verdict: Verdict; running: boolean };

/** Runs the check whenever the receipt or its document changes; an old run shows nothing. */
function useCheck({ receipt, file }: VerifyInput): Check | undefined {
  const ledger = useLedger();
  const [check, setCheck] = useState<Check>();
  useEffect(() => {
    if (receipt === undefined) {
      setCheck(undefined);
      return undefined;
    }
    let current = true;
    let found: Verdict = { parts: [], tookMs: 0 };
    setCheck({ verdict: found, running: true });
    void ledger
      .check(receipt.bytes, {
        fresh: true,
        ...(file === undefined ? {} : { file: file.blob }),
        onPart: (part) => {
          found = { ...found, parts: [...found.parts, part] };
          if (current) setCheck({ verdict: found, running: true });
        },
      })
      .then((verdict) => {
        if (current) setCheck({ verdict, running: false });
      });
    return () => {
      current = false;
    };
  }, [ledger, receipt, file]);
  return check;
}

type NumberFormProps = {
  /** The number in the address, which may have led to nothing. */
  first: string;
  refused: boolean;
  error: string | undefined;
  onNumber: (typed: string) => void;
};

function NumberForm({ first, refused, error, onNumber }: NumberFormProps) {
  const text = useMessages(verifyText);
  const [value, setValue] = useState(first);
  const shown = error ?? (refused ? text.cameraRefused : undefined);
  return (
    <form
      class="m-stack-s"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        onNumber(value);
      }}
    >
      <Field
        label={text.number}
        hint={text.numberHint}
        value={value}
        onInput={setValue}
        maxLength={80}
        {...(shown === undefined ? {} : { error: shown })}
      />
      <Button type="submit" kind="second" icon="search">
        {text.numberButton}
      </Button>
    </form>
  );
}

function Loaded({
  input,
  onRemove,
}: {
  input: VerifyInput;
  onRemove: (key: keyof VerifyInput) => void;
}) {
  const text = useMessages(verifyText);
  const language = useLanguage();
  const { receipt, file, dossier, contradiction } = input;
  return (
    <>
      {dossier !== undefined && (
        <LoadedFile
          name={dossier.name}
          detail={text.dossierDetail(formatSize(dossier.bytes.length, language))}
          onRemove={() => onRemove('dossier')}
        />
      )}
      {contradiction !== undefined && (
        <LoadedFile
          name={contradiction.name}
          detail={text.contradictionDetail(formatSize(contradiction.bytes.length, language))}
          onRemove={() => onRemove('contradiction')}
        />
      )}
      {receipt !== undefined && (
        <LoadedFile
          name={receipt.name}
          detail={
            receipt.fetched
              ? text.fromRecord
              : text.receiptDetail(formatSize(receipt.bytes.length, language))
          }
          onRemove={() => onRemove('receipt')}
        />
      )}
      {file !== undefined && (
        <LoadedFile
          name={file.name}
          detail={text.fileDetail(formatSize(file.blob.size, language))}
          onRemove={() => onRemove('file')}
        />
      )}
    </>
  );
}

type Fetch = { error?: string; problem?: { problem: Problem; typed: string } };

/** Fetches the receipt that a number stands for. */
function useNumber(onReceipt: (receipt: NonNullable<VerifyInput['receipt']>) => void) {
  const ledger = useLedger();
  const text = useMessages(verifyText);
  const [state, setState] = useState<Fetch>({});
  const take = useCallback(
    async (typed: string) => {
      const number = readNumber(typed);
      if (typed.trim() === '') {
        setState({ error: text.numberEmpty });
        return;
      }
      if (number === undefined) {
        setState({ error: text.numberUnknown });
        return;
      }
      const found = await ledger.find(number);
      if (!found.ok) {
        setState({ problem: { problem: found.problem, typed } });
        return;
      }
      if (found.value === undefined) {
        setState({ error: text.numberUnknown });
        return;
      }
      const receipt = await ledger.receipt(found.value.index);
      if (!receipt.ok) {
        setState({ problem: { problem: receipt.problem, typed } });
        return;
      }
      setState({});
      onReceipt({ name: `${found.value.index}.receipt`, bytes: receipt.value, fetched: true });
    },
    [ledger, text],
  );
  return { ...state, take };
}

type AnswerProps = {
  check: Check | undefined;
  input: VerifyInput;
  number: Fetch & { take: (typed: string) => Promise<void> };
};

/** The verdict, or why there is none yet. */
function Answer({ check, input, number: { problem, take } }: AnswerProps) {
  const text = useMessages(verifyText);
  return (
    <>
      {problem !== undefined && (
        <Unanswered problem={problem.problem} onAgain={() => void take(problem.typed)} />
      )}
      {check === undefined && problem === undefined && (
        <EmptyState title={input.file === undefined ? text.empty : text.emptyNeeds}>
          <p class="m-small">{text.emptyHint}</p>
        </EmptyState>
      )}
      {check !== undefined && (
        <VerdictView
          {...check}
          fileName={input.receipt?.name ?? ''}
          {...(input.receipt === undefined ? {} : { file: input.receipt.bytes })}
        />
      )}
    </>
  );
}

/** A file that is checked by itself, or a receipt and its document. */
function Checked(props: AnswerProps) {
  const { dossier, contradiction } = props.input;
  if (dossier !== undefined) return <DossierCheck bytes={dossier.bytes} fileName={dossier.name} />;
  if (contradiction === undefined) return <Answer {...props} />;
  return <ContradictionCheck bytes={contradiction.bytes} fileName={contradiction.name} />;
}

function Verify() {
  const text = useMessages(verifyText);
  const [input, setInput] = useState<VerifyInput>({});
  const [trouble, setTrouble] = useState<VerifyTrouble>();
  const [asked] = useState(() => new URLSearchParams(location.search));
  const [scanning, setScanning] = useState(asked.get('scan') === '1');
  const [refused, setRefused] = useState(false);
  const check = useCheck(input);
  const number = useNumber((receipt) => setInput((before) => ({ ...before, receipt })));
  useEffect(() => {
    const typed = asked.get('n');
    if (typed !== null) void number.take(typed);
  }, []);
  const put = async (files: readonly File[]) => {
    const added = await addFiles(input, files);
    setInput(added.input);
    setTrouble(added.trouble);
  };
  const remove = (key: keyof VerifyInput) => {
    setInput(key !== 'file' ? {} : { ...(input.receipt && { receipt: input.receipt }) });
    setTrouble(undefined);
    replaceQuery(new URLSearchParams());
  };
  const stopCamera = () => setScanning(false);
  return (
    <div class="m-wrap vf">
      <div class="hd">
        <div class="m-stack-s">
          <h1>{text.title}</h1>
          <p class="m-sub">{text.lead}</p>
        </div>
        <Loaded input={input} onRemove={remove} />
        {trouble !== undefined && <Alert tone="info" title={text[trouble]} announce="new" />}
      </div>
      <div class="answer">
        <Checked check={check} input={input} number={number} />
      </div>
      <div class="in no-print">
        {scanning ? (
          <Camera
            read={readScanned}
            other={text.cameraOther}
            onRead={(found) => {
              stopCamera();
              void number.take(found);
            }}
            onRefused={() => {
              stopCamera();
              setRefused(true);
            }}
            onStop={stopCamera}
          />
        ) : (
          <DropZone
            title={input.receipt === undefined ? text.drop : text.dropOther}
            hint={text.dropHint}
            onFiles={(files) => void put(files)}
            multiple
          />
        )}
        {!scanning && (
          <Button kind="plain" icon="scan" onClick={() => setScanning(true)}>
            {text.scan}
          </Button>
        )}
        <NumberForm
          first={asked.get('n') ?? ''}
          refused={refused}
          error={number.error}
          onNumber={(typed) => void number.take(typed)}
        />
        <p class="safe">
          <Icon name="device" small />
          <span>{text.safe}</span>
        </p>
      </div>
    </div>
  );
}

/** Where anybody checks a receipt, with or without its document. */
export const page: Page = { title: (language) => verifyText[language].title, Content: Verify };
