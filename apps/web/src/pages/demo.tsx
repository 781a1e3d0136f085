import type { DemoLinksAnswer, DemoMessagesAnswer } from '@madang/client';
import { ButtonLink, EmptyState, formatClock, Icon, Skeleton, useMessages } from '@madang/ui';
import { useEffect, useState } from 'preact/hooks';
import { cityClient } from '../decision/city-client.ts';
import { watch } from '../parts/watch.ts';
import { type Page, useHref } from '../router.ts';
import { demoText } from '../text/demo.ts';
import './demo.css';

const everyMs = 2_000;
const shown = 12;

/** The last messages of the demo, newest first, asked for again and again. */
function useDemoMessages(): DemoMessagesAnswer['messages'] {
  const [messages, setMessages] = useState<DemoMessagesAnswer['messages']>([]);
  useEffect(
    () =>
      watch({
        everyMs,
        ask: () => cityClient().demoMessages(),
        take: (answer) => {
          if (answer.ok) setMessages(answer.value.messages);
        },
      }),
    [],
  );
  return messages;
}

function useDemoLinks(): DemoLinksAnswer | 'asking' | undefined {
  const [links, setLinks] = useState<DemoLinksAnswer | 'asking' | undefined>('asking');
  useEffect(() => {
    void cityClient()
      .demoLinks()
      .then((answer) => setLinks(answer.ok ? answer.value : undefined));
  }, []);
  return links;
}

function Links({ links }: { links: DemoLinksAnswer }) {
  const text = useMessages(demoText);
  const href = useHref();
  return (
    <section class="part" aria-labelledby="links">
      <h2 id="links">{text.links}</h2>
      <ul class="demo-links">
        {links.links.map(({ kind, home, token }) => (
          <li key={token}>
            {/* A page of its own, as on another telephone. */}
            <a href={`${href('/link')}#${token}`} target="_blank" rel="noopener">
              <span>
                <b>{text[kind]}</b>
                <small>{text.open(home)}</small>
              </span>
              <Icon name="right" small />
            </a>
          </li>
        ))}
      </ul>
      <div class="m-row">
        <ButtonLink kind="plain" href={href(`/decisions/${links.decision}`)}>
          {text.decision}
        </ButtonLink>
        <ButtonLink kind="plain" href={href('/desk')}>
          {text.desk}
        </ButtonLink>
      </div>
    </section>
  );
}

function Messages() {
  const text = useMessages(demoText);
  const messages = useDemoMessages();
  return (
    <section class="part" aria-labelledby="messages">
      <h2 id="messages">{text.messages}</h2>
      <p class="m-sub">{text.messagesWords}</p>
      {messages.length === 0 ? (
        <EmptyState title={text.noMessages}>
          <p class="m-small">{text.noMessagesWords}</p>
        </EmptyState>
      ) : (
        <ol class="demo-messages" aria-live="polite" aria-labelledby="messages">
          {messages.slice(0, shown).map(({ number, text: words, sentAt }) => (
            <li key={`${String(sentAt)} ${number} ${words}`}>
              <p>{words}</p>
              <small>{text.to(number, formatClock(sentAt))}</small>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}

function Demo() {
  const text = useMessages(demoText);
  const links = useDemoLinks();
  return (
    <div class="m-wrap m-stack demo">
      <h1>{text.title}</h1>
      <p class="m-sub lead">{text.lead}</p>
      {links === 'asking' && <Skeleton label={text.links} />}
      {links === undefined && (
        <EmptyState title={text.noLinks}>
          <p class="m-small">{text.noLinksWords}</p>
        </EmptyState>
      )}
      {typeof links === 'object' && (
        <>
          <Links links={links} />
          <Messages />
        </>
      )}
    </div>
  );
}

/** Where a visitor of the demo plays residents: their links, and the messages that they get. */
export const page: Page = { title: (language) => demoText[language].title, Content: Demo };
