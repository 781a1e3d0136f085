import { expectOk, expectPresent, fromHex, type Result, toHex } from '@madang/base';
import { type ClientError, createClient } from '@madang/client';
import { type KeyPair, keyPairFromSeed, randomBytes, signerFrom } from '@madang/crypto';
import { checkToEnd } from '@madang/protocol';
import { services } from '@madang/services';

/** A client of a server, which asks what residents and readers ask. */
export function clientOf(url: string) {
  const policy = { load: () => Promise.resolve(undefined), save: () => Promise.resolve() };
  return createClient({ baseUrl: url, services, policy });
}

/** The bytes of an id. */
export const idOf = (decision: string): Uint8Array => expectOk(fromHex(decision), 'an id');
/** One of some keys. */
export const keyAt = (keys: readonly KeyPair[], at: number): KeyPair =>
  expectPresent(keys[at], 'a key');

/** Residents who come with their links and consent; the answer is the keys of those who did. */
export async function residents(
  url: string,
  decision: string,
  count: number,
  first = 1001,
): Promise<readonly KeyPair[]> {
  const keys: KeyPair[] = [];
  for (let number = first; number < first + count; number++) {
    const key = await identified(clientOf(url), number);
    if ((await consent(url, decision, key)) === 0) keys.push(key);
  }
  return keys;
}

/** Whoever comes with the newest link that went to a telephone. */
export async function identified(
  client: ReturnType<typeof clientOf>,
  number: number,
): Promise<KeyPair> {
  const phone = `010-0000-${number}`;
  const token = await told(client, phone, /#([0-9a-f]{32})/);
  const before = await newest(client, phone, codePattern);
  expectOk(await patiently(() => client.sendCode(token)), 'code');
  const code = await told(client, phone, codePattern, before);
  const key = keyPairFromSeed(randomBytes(32));
  expectOk(
    await patiently(() =>
      client.identify({ token, code, key: toHex(key.publicKey), suite: 'ed25519' }),
    ),
    'identified',
  );
  return key;
}

/** Asks again where a server has had too many questions at once. */
async function patiently<T>(
  ask: () => Promise<Result<T, ClientError>>,
): Promise<Result<T, ClientError>> {
  for (let tries = 0; ; tries++) {
    const answer = await ask();
    if (answer.ok || answer.error.code !== 'api.TOO_MANY_REQUESTS' || tries === 30) return answer;
    await new Promise((resolve) => setTimeout(resolve, 1_000));
  }
}

/** Consents, for somebody else if one is named; the answer is the code of the outcome. */
export async function consent(
  url: string,
  decision: string,
  key: KeyPair,
  other?: number,
): Promise<number> {
  const client = clientOf(url);
  const id = idOf(decision);
  const { text } = expectOk(await client.query('vote.decision', { id }), 'the decision');
  const payload = { decision: id, text, ...(other === undefined ? {} : { for: other }) };
  return codeOf(client, await client.act('vote.giveConsent', payload, [signerFrom(key)]));
}

/** Withdraws; the answer is the code of the outcome. */
export async function withdrawal(url: string, decision: string, key: KeyPair): Promise<number> {
  const client = clientOf(url);
  const payload = { decision: idOf(decision) };
  return codeOf(client, await client.act('vote.withdraw', payload, [signerFrom(key)]));
}

/** The code of an outcome; -1 where the ledger took nothing. */
async function codeOf(
  client: ReturnType<typeof clientOf>,
  act: Awaited<ReturnType<ReturnType<typeof clientOf>['act']>>,
): Promise<number> {
  const sent = await client.send(expectOk(act, 'signed'));
  return sent.ok ? sent.value.outcome.code : -1;
}

/** Everybody on the roll. */
export async function persons(url: string, decision: string) {
  const answer = await clientOf(url).query('vote.persons', { decision: idOf(decision) });
  return expectOk(answer, 'the persons');
}

/** What a check of a receipt comes to. */
export async function receiptVerdict(url: string, receipt: Uint8Array): Promise<string> {
  return (await checkToEnd(clientOf(url).checkReceipt({ receipt }))).verdict;
}

const codePattern = /번호 (\d{6})/;

/** What the pattern finds in the newest message to a number that fits. */
async function newest(
  client: ReturnType<typeof clientOf>,
  number: string,
  pattern: RegExp,
): Promise<string | undefined> {
  const { messages } = expectOk(await client.demoMessages(), 'messages');
  const texts = messages.filter((one) => one.number === number).map(({ text }) => text);
  return texts.map((text) => pattern.exec(text)?.[1]).find((one) => one !== undefined);
}

/**
 * Waits until nobody is told anything any more. When a demo opens, the messages of its story are
 * still being sent, more than the stand-in for telephones keeps.
 */
export async function storyTold(client: ReturnType<typeof clientOf>): Promise<void> {
  const last = async () => expectOk(await client.demoMessages(), 'messages').messages[0]?.sentAt;
  for (let before = await last(); ; ) {
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    const now = await last();
    if (now === before) return;
    before = now;
  }
}

/** Waits until the newest message that fits says something else than before, and gives that. */
export async function told(
  client: ReturnType<typeof clientOf>,
  number: string,
  pattern: RegExp,
  before?: string,
): Promise<string> {
  for (let tries = 0; tries < 100; tries++) {
    const found = await newest(client, number, pattern);
    if (found !== undefined && found !== before) return found;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`Nothing was told to ${number}.`);
}
