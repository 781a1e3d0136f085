import { toHex } from '@madang/base';
import { Button, Hash, useMessages } from '@madang/ui';
import { saveFile } from '../device/save-file.ts';
import { deskPaperText } from '../text/desk-paper.ts';

type SheetProps = { file: Uint8Array; digest: Uint8Array; name: string };

/** The record of a batch as it is hashed, to be saved and printed with room for two signatures. */
export function BatchSheet({ file, digest, name }: SheetProps) {
  const text = useMessages(deskPaperText);
  return (
    <>
      <article class="batch-sheet" aria-label={text.sheet}>
        <pre>{new TextDecoder().decode(file)}</pre>
        <h3>{text.digest}</h3>
        <Hash hex={toHex(digest)} />
        <ul class="batch-signs" aria-label={text.signs}>
          <li>{text.officer('1')}</li>
          <li>{text.officer('2')}</li>
        </ul>
      </article>
      <div class="m-row">
        <Button kind="second" icon="print" onClick={() => print()}>
          {text.print}
        </Button>
        <Button kind="plain" onClick={() => saveFile(`batch-${name.slice(0, 16)}.txt`, file)}>
          {text.save}
        </Button>
      </div>
    </>
  );
}
