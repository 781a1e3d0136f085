import { Alert, Skeleton, useLanguage, useMessages } from '@madang/ui';
import { useEffect, useState } from 'preact/hooks';
import type { Answer } from '../ledger.ts';
import { useLedger } from '../ledger-context.ts';
import type { JudgedContradiction } from '../real/contradictions.ts';
import { contradictionText } from '../text/contradiction.ts';
import { verifyText } from '../text/verify.ts';
import { ContradictionAlert } from './contradiction-alert.tsx';
import { OtherVerifier } from './other-verifier.tsx';
import { Unanswered } from './unanswered.tsx';

type Props = { bytes: Uint8Array; fileName: string };

/** Judges a file under the policy that this device keeps; an old run shows nothing any more. */
function useJudged(bytes: Uint8Array): Answer<JudgedContradiction> | undefined {
  const ledger = useLedger();
  const [judged, setJudged] = useState<Answer<JudgedContradiction>>();
  useEffect(() => {
    let current = true;
    setJudged(undefined);
    void Promise.all([import('../real/contradictions.ts'), ledger.network()]).then(
      async ([{ judgeContradiction }, network]) => {
        const found = network.ok
          ? ({ ok: true, value: await judgeContradiction(network.value, bytes) } as const)
          : network;
        if (current) setJudged(found);
      },
    );
    return () => {
      current = false;
    };
  }, [bytes, ledger]);
  return judged;
}

/** The check of a file that says that somebody signed two ledgers. */
export function ContradictionCheck({ bytes, fileName }: Props) {
  const text = useMessages(contradictionText);
  const language = useLanguage();
  const judged = useJudged(bytes);
  if (judged === undefined) return <Skeleton label={text.busy} />;
  if (!judged.ok) return <Unanswered problem={judged.problem} />;
  const { value } = judged;
  return (
    <div class="m-stack">
      {value.kind === 'convicts' ? (
        <ContradictionAlert contradiction={value.contradiction} />
      ) : (
        <Alert tone="warn" title={text[value.kind]} announce="new">
          <p>{text[`${value.kind}Hint`]}</p>
        </Alert>
      )}
      <OtherVerifier fileName={fileName} words={verifyText[language]} heading="h2" />
    </div>
  );
}
