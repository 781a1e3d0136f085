import { Button, useMessages } from '@madang/ui';
import { useRef } from 'preact/hooks';
import type { Mine, OpenedLink } from '../resident/link.ts';
import { useOneTimeCode } from '../resident/one-time-code.ts';
import { identifyText } from '../text/link-identify.ts';
import { CodeField } from './link-code.tsx';
import { ActionBar, Help } from './link-parts.tsx';

/** Whoever does more than read says who they are first. */
export function IdentifyFirst({
  link,
  onMine,
}: {
  link: OpenedLink;
  onMine: (mine: Mine) => void;
}) {
  const text = useMessages(identifyText);
  const box = useRef<HTMLInputElement>(null);
  const code = useOneTimeCode(link, onMine);
  const submit = async () => {
    if ((await code.finish()) === undefined) box.current?.focus();
  };
  return (
    <>
      <div class="m-task">
        <h1>{text.title}</h1>
        <form
          class="link-form"
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            void submit();
          }}
        >
          <CodeField
            contact={link.contactMasked ?? ''}
            state={code.state}
            inputRef={box}
            onType={code.type}
            onExtend={() => void code.extend()}
            onSend={() => void code.send()}
          />
        </form>
        <Help />
      </div>
      <ActionBar>
        <Button size="l" busy={code.state.checking} onClick={() => void submit()}>
          {text.go}
        </Button>
      </ActionBar>
    </>
  );
}
