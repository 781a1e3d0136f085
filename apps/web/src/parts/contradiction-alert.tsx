import { Alert, Button, formatCount, useLanguage, useMessages } from '@madang/ui';
import { saveFile } from '../device/save-file.ts';
import type { Contradiction } from '../ledger.ts';
import { networkText } from '../text/network.ts';

/** A proof that somebody signed two histories: in red, with the file for whoever wants to check. */
export function ContradictionAlert({ contradiction }: { contradiction: Contradiction }) {
  const text = useMessages(networkText);
  const language = useLanguage();
  const { names, sizes, file } = contradiction;
  const who = names.map((each) => each?.[language] ?? text.ledgerItself).join(', ');
  const [first, second] = sizes;
  return (
    <Alert tone="failed" title={text.contradiction(who)} announce="new">
      <p>{text.contradictionWords(formatCount(first), formatCount(second))}</p>
      <Button kind="second" onClick={() => saveFile('madang-equivocation.txt', file)}>
        {text.contradictionSave}
      </Button>
    </Alert>
  );
}
