import {
  Button,
  inGroups,
  type ProofValue,
  ReceiptCard,
  useLanguage,
  useMessages,
  useToast,
} from '@madang/ui';
import { useAbout } from '../about.ts';
import type { Kept } from '../device/kept-store.ts';
import { saveFile } from '../device/save-file.ts';
import type { Verdict } from '../ledger.ts';
import { ShareButton } from '../parts/share-button.tsx';
import { limitsOf, wallLabels } from '../parts/verdict-words.ts';
import { notariseText } from '../text/notarise.ts';
import { verifyText } from '../text/verify.ts';

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

/** What the receipt does not say: it stands by the receipt, on paper too. */
function Limits({ verdict }: { verdict: Verdict }) {
  const text = useMessages(verifyText);
  const language = useLanguage();
  const about = useAbout();
  return (
    <section class="m-limits" aria-labelledby="not-said">
      <h2 id="not-said">{text.notSaid}</h2>
      <ul>
        {limitsOf(verdict, language, about).map((limit) => (
          <li key={limit}>{limit}</li>
        ))}
      </ul>
    </section>
  );
}

/** The receipt card with everything that takes it along. */
export function KeptReceipt({ kept, proof, verdict, chosen, onChosen }: KeptReceiptProps) {
  const text = useMessages(notariseText);
  const language = useLanguage();
  const toast = useToast();
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
        <ShareButton
          title={text.shareTitle(inGroups(kept.number))}
          link={link}
          copyWords={text.copyLink}
          shareWords={text.share}
        />
      </div>
      <p class="m-small m-sub">{text.noName}</p>
      <p class="m-small only-print">{text.checkAt(`${location.origin}/verify`)}</p>
      {verdict !== undefined && <Limits verdict={verdict} />}
    </>
  );
}
