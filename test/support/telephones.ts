import type { CityClient } from './http-decision.ts';

/** The telephones of the demo city, whose messages are gone when the server is. */
export interface Telephones {
  /** Reads what came; a server that is gone has nothing. */
  readonly look: () => Promise<void>;
  /** The token of the newest link that came to a number. */
  readonly token: (number: string) => string | undefined;
  /** The newest code. */
  readonly code: (number: string) => string | undefined;
  /** Every text that came, to whomever. */
  readonly texts: () => readonly string[];
}

/** Keeps every message that is seen. */
export function telephones(client: CityClient): Telephones {
  const seen = new Map<string, { readonly number: string; readonly text: string }>();
  const newest = (number: string, pattern: RegExp): string | undefined =>
    [...seen.values()]
      .filter((one) => one.number === number)
      .flatMap(({ text }) => pattern.exec(text)?.[1] ?? [])
      .at(-1);
  return {
    look: async () => {
      const answer = await client.demoMessages();
      if (!answer.ok) return;
      for (const { number, text, sentAt } of answer.value.messages.toReversed()) {
        seen.set(`${String(sentAt)} ${number} ${text}`, { number, text });
      }
    },
    token: (number) => newest(number, /link#([0-9a-f]{32})/),
    code: (number) => newest(number, /번호 (\d{6})/),
    texts: () => [...seen.values()].map(({ text }) => text),
  };
}
