import {
  Button,
  type ProofValue,
  ReceiptCard,
  useCopy,
  useLanguage,
  useMessages,
  useToast,
} from '@madang/ui';
import type { Kept } from '../device/kept-store.ts';
import { saveFile } from '../device/save-file.ts';
import type { Verdict } from '../ledger.ts';
import { wallLabels } from '../parts/verdict-words.ts';
import { notariseText } from '../text/notarise.ts';

type KeptReceiptProps = {
  kept: Kept;
  proof: ProofValue;
  verdict: Verdict | undefined;
  /** Which of several receipts is shown. */
  chosen: number;
  onChosen: (index: number) => void;
};

function fileNameOf(kept: Kept, name: string): string {
  const bare = name.replace(/[^\p{L}\p{N}._-]+/gu, '-').slice(0, 80);
  return `${bare === '' ? kept.number : bare}.receipt`;
}

/** The receipt card with everything that takes it along. */
export function KeptReceipt({ kept, proof, verdict, chosen, onChosen }: KeptReceiptProps) {
  const text = useMessages(notariseText);
  const language = useLanguage();
  const toast = useToast();
  const copy = useCopy();
  const link = `${location.origin}/verify?n=${kept.number}`;
  const { receipts } = kept;
  const saveAll = () => {
    for (const { name, bytes } of receipts) saveFile(fileNameOf(kept, name), bytes);
    toast(text.saved);
  };
  return (
    <>
      {receipts.length > 1 && (
        <div class="m-field no-print">
          <label class="m-label" for="which">
            {text.which}
          </label>
          <select
            id="which"
            class="m-input"
            value={String(chosen)}
            onChange={(event) => onChosen(Number(event.currentTarget.value))}
          >
            {receipts.map(({ name }, index) => (
              <option key={index} value={String(index)}>
                {name}
              </option>
            ))}
          </select>
        </div>
      )}
      <ReceiptCard
        proof={proof}
        number={kept.number}
        link={link}
        labels={wallLabels(verdict, language)}
      />
      <div class="kept-actions">
        <Button icon="download" onClick={saveAll}>
          {receipts.length > 1 ? text.saveAll(String(receipts.length)) : text.save}
        </Button>
        <Button kind="second" icon="print" onClick={() => print()}>
          {text.print}
        </Button>
        <Button kind="plain" icon="link" onClick={() => copy(link)}>
          {text.copyLink}
        </Button>
      </div>
      <p class="m-small m-sub">{text.noName}</p>
    </>
  );
}
