import {
  Alert,
  formatAge,
  formatCount,
  formatDayAndTime,
  type Language,
  useLanguage,
  useMessages,
} from '@madang/ui';
import type { EndingKey } from '../governed.ts';
import type { Institution, Network, NodeFound, Votes } from '../ledger.ts';
import { keepersText } from '../text/keepers.ts';

/** The names of the institutions whose nodes were found so. */
function namesOf(
  { institutions }: Network,
  state: NodeFound['state'],
  language: Language,
): readonly string[] {
  return institutions
    .filter(({ node }) => node?.state === state)
    .map(({ names }) => names[language]);
}

function whoIsOut(network: Network, language: Language): string {
  const text = keepersText[language];
  const silent = namesOf(network, 'silent', language);
  const behind = namesOf(network, 'behind', language);
  return [
    silent.length === 0 ? '' : ` ${text.silentNames(silent.join(', '))}`,
    behind.length === 0 ? '' : ` ${text.behindNames(behind.join(', '))}`,
  ].join('');
}

type Said = { title: string; body: string };

/** What has to be said of the nodes of a network; nothing where all run and one can be spared. */
function saidOf(network: Network, votes: Votes, language: Language): Said | undefined {
  const text = keepersText[language];
  const out = whoIsOut(network, language);
  const running = formatCount(votes.running);
  const total = formatCount(votes.total);
  if (network.records === 'stopped') {
    const isEnough = votes.running >= votes.needed;
    const why = text.stopped(running, total, formatCount(votes.needed));
    return { title: text.stoppedTitle, body: (isEnough ? text.stoppedHere : why) + out };
  }
  if (network.records === 'late') {
    const title = text.lateTitle(formatAge(network.stillMs, language));
    return { title, body: text.late + out };
  }
  if (votes.bears === 0) {
    const body = votes.running === votes.total ? text.edgeAll : text.edge(running);
    return { title: text.edgeTitle, body: body + out };
  }
  const [first] = [
    ...namesOf(network, 'silent', language),
    ...namesOf(network, 'behind', language),
  ];
  if (first === undefined) return undefined;
  return { title: text.outTitle(first), body: text.out(formatCount(votes.bears)) + out };
}

/** What a network of several nodes cannot spare any more, in the order of how much it matters. */
export function NodesAlert({ network, votes }: { network: Network; votes: Votes }) {
  const language = useLanguage();
  const said = saidOf(network, votes, language);
  if (said === undefined) return null;
  return (
    <Alert tone="warn" title={said.title} announce="new">
      {said.body}
    </Alert>
  );
}

/** What the server that was asked does not have yet, and who has it. */
export function HistoryAlert({ network }: { network: Network }) {
  const text = useMessages(keepersText);
  const language = useLanguage();
  const { history, institutions } = network;
  if (history === undefined) return null;
  const nameOf = (id: string) => institutions.find((one) => one.id === id)?.names[language] ?? id;
  const from = history.from.map(nameOf).join(', ');
  const title = text.historyTitle(formatCount(history.percent));
  return (
    <Alert title={title}>
      {history.waits ? text.historyWaits : text.history}
      {from !== '' && ` ${text.historyFrom(from)}`}
    </Alert>
  );
}

/** A key in words: 가온시청의 블록 열쇠. */
export function keyWords(
  { institution, use }: Pick<EndingKey, 'institution' | 'use'>,
  institutions: readonly Institution[],
  language: Language,
): string {
  const text = keepersText[language];
  const owner = institutions.find(({ id }) => id === institution);
  return text.keyWord(owner?.names[language] ?? institution, text[use]);
}

/** The keys that end soon or have ended, one warning for each. */
export function KeyAlerts({ network }: { network: Network }) {
  const text = useMessages(keepersText);
  const language = useLanguage();
  const ending = network.governed?.endingKeys ?? [];
  return (
    <>
      {ending.map((key) => {
        const words = keyWords(key, network.institutions, language);
        return (
          <Alert
            key={`${key.institution}/${key.use}`}
            tone="warn"
            title={key.hasEnded ? text.keyEnded(words) : text.keyEndsSoon(words)}
          >
            {text.keyEndsHint(formatDayAndTime(key.endsAtMs, language))}
          </Alert>
        );
      })}
    </>
  );
}
