import { Agent, request } from 'node:http';
import { fail, ok, type Result } from '@madang/base';
import {
  type LightBlock,
  MAX_VALIDATORS,
  parseRpcCommit,
  parseRpcValidators,
  type Validator,
} from '@madang/protocol/comet';

/** What CometBFT said of each transaction: taken into its mempool, or why not. */
export type Broadcast = Result<void, string>;

/** The JSON-RPC of a CometBFT of this machine. */
export interface CometRpc {
  /** Hands transactions on. Rejects if CometBFT does not answer. */
  broadcast(transactions: readonly Uint8Array[]): Promise<readonly Broadcast[]>;
  /**
   * The header of a height, the votes for it and those who could vote; nothing if CometBFT has none
   * of it, not yet or no longer. Rejects if it does not answer, or not as 0.38 does.
   */
  lightBlock(height: number): Promise<LightBlock | undefined>;
  close(): void;
}

/** Longest answer that is read, in bytes. */
const MAX_ANSWER_BYTES = 4 * 1024 * 1024;

/** Most validators that one answer has (`rpc/core/env.go`). */
const VALIDATORS_PER_PAGE = 100;

interface Call {
  readonly method: string;
  readonly params: Readonly<Record<string, string>>;
}

/** Makes calls in one request; the answers are in their order. */
type Calls = (calls: readonly Call[]) => Promise<readonly unknown[]>;

/** Speaks to CometBFT on the unix socket of its RPC (`rpc.laddr = "unix://…"`). */
export function openCometRpc(socketPath: string): CometRpc {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const callAll: Calls = async (calls) => {
    const batch = calls.map((call, id) => ({ jsonrpc: '2.0', id, ...call }));
    const answer: unknown = JSON.parse(await post({ agent, socketPath }, JSON.stringify(batch)));
    const answers: readonly unknown[] = Array.isArray(answer) ? answer : [answer];
    return calls.map((_, id) => answers.find((one) => idOf(one) === id));
  };
  return {
    broadcast: async (transactions) => {
      const answers = await callAll(
        transactions.map((tx) => ({
          method: 'broadcast_tx_async',
          params: { tx: Buffer.from(tx).toString('base64') },
        })),
      );
      return answers.map(verdictOf);
    },
    lightBlock: (height) => readLightBlock(callAll, height),
    close: () => {
      agent.destroy();
    },
  };
}

async function readLightBlock(callAll: Calls, height: number): Promise<LightBlock | undefined> {
  const answers = await callAll([
    { method: 'commit', params: { height: String(height) } },
    pageCall(height, 1),
  ]);
  const [commit, first] = answers.map(resultOf);
  if (commit === undefined || first === undefined) return undefined;
  const signed = parseRpcCommit(commit);
  if (!signed.ok) throw new Error(signed.error.message);
  const validators = await readValidators(callAll, height, first);
  return { ...signed.value, validators };
}

/** All pages of a validator set. */
async function readValidators(
  callAll: Calls,
  height: number,
  first: unknown,
): Promise<readonly Validator[]> {
  const validators: Validator[] = [];
  let result = first;
  for (let page = 1; page * VALIDATORS_PER_PAGE < MAX_VALIDATORS + VALIDATORS_PER_PAGE; page++) {
    const parsed = parseRpcValidators(result);
    if (!parsed.ok) throw new Error(parsed.error.message);
    validators.push(...parsed.value.validators);
    if (validators.length >= parsed.value.total) return validators;
    const [next] = await callAll([pageCall(height, page + 1)]);
    result = resultOf(next);
  }
  throw new Error('CometBFT gives fewer validators than it counts.');
}

function pageCall(height: number, page: number): Call {
  const perPage = String(VALIDATORS_PER_PAGE);
  const params = { height: String(height), page: String(page), per_page: perPage };
  return { method: 'validators', params };
}

/** Nothing of a refusal: the height is not there. */
function resultOf(answer: unknown): unknown {
  const has = typeof answer === 'object' && answer !== null && 'result' in answer;
  return has ? answer.result : undefined;
}

function idOf(answer: unknown): unknown {
  return typeof answer === 'object' && answer !== null && 'id' in answer ? answer.id : undefined;
}

function verdictOf(answer: unknown): Broadcast {
  if (typeof answer !== 'object' || answer === null) return fail('There was no answer.');
  if (!('error' in answer)) return ok(undefined);
  const said = JSON.stringify(answer.error);
  // It has it already: as good as taken.
  return said.includes('tx already exists in cache') ? ok(undefined) : fail(said);
}

function post(
  at: { readonly agent: Agent; readonly socketPath: string },
  body: string,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json' };
    const sent = request({ ...at, path: '/', method: 'POST', headers }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text += chunk;
        if (text.length > MAX_ANSWER_BYTES) sent.destroy(new Error('The answer is too long.'));
      });
      response.on('end', () => {
        resolve(text);
      });
      response.on('error', reject);
    });
    sent.on('error', reject);
    sent.end(body);
  });
}
