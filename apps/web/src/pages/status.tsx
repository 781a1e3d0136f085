import {
  Button,
  formatStamp,
  type Language,
  Skeleton,
  Table,
  useLanguage,
  useMessages,
} from '@madang/ui';
import type { StatusPart } from '../ledger.ts';
import { useAsked, useLedger } from '../ledger-context.ts';
import type { Page } from '../router.ts';
import { networkText } from '../text/network.ts';
import { siteText } from '../text/site.ts';
import './institutions.css';

function partWord(key: StatusPart['key'], language: Language): string {
  const text = networkText[language];
  const words = {
    answer: text.answer,
    blocks: text.blocksPart,
    checkpoints: text.checkpointsPart,
    lists: text.lists,
    vault: text.vault,
  };
  return words[key];
}

function StateWord({ state }: Pick<StatusPart, 'state'>) {
  const text = useMessages(networkText);
  const words = {
    ok: text.stateOk,
    late: text.stateLate,
    down: text.stateDown,
    unknown: text.stateUnknown,
  };
  const look = { ok: 'm-st ok', late: 'm-st down', down: 'm-st down', unknown: 'm-st plain' };
  return (
    <span class={look[state]}>
      <i aria-hidden="true" />
      {words[state]}
    </span>
  );
}

function Status() {
  const text = useMessages(networkText);
  const site = useMessages(siteText);
  const language = useLanguage();
  const ledger = useLedger();
  const [asked, again] = useAsked('status', async () => ({
    ok: true as const,
    value: await ledger.status(),
  }));
  return (
    <div class="m-wrap nt">
      <div class="m-stack-s">
        <h1>{text.statusTitle}</h1>
        <p class="m-sub">{text.statusLead}</p>
      </div>
      {asked.state === 'asking' && <Skeleton label={site.loading} />}
      {asked.state === 'answered' && (
        <Table
          label={text.statusTable}
          class="who"
          rows={asked.value}
          rowKey={({ key }) => key}
          columns={[
            {
              key: 'part',
              head: text.part,
              kind: 'row',
              cell: ({ key }) => partWord(key, language),
            },
            { key: 'state', head: text.state, cell: ({ state }) => <StateWord state={state} /> },
            {
              key: 'since',
              head: text.since,
              cell: ({ sinceMs }) => (sinceMs === undefined ? '–' : formatStamp(sinceMs)),
            },
          ]}
        />
      )}
      <div>
        <Button kind="plain" size="s" icon="again" onClick={again}>
          {text.askAgain}
        </Button>
      </div>
    </div>
  );
}

/** What works at this moment, as this browser found it. */
export const page: Page = {
  title: (language) => networkText[language].statusTitle,
  Content: Status,
};
