import { Agent, request } from 'node:http';
import { fail, ok, type Result } from '@madang/base';

/** What CometBFT said of each transaction: taken into its mempool, or why not. */
export type Broadcast = Result<void, string>;

/** The JSON-RPC of a CometBFT of this machine. */
export interface CometRpc {
  /** Hands transactions on. Rejects if CometBFT does not answer. */
  broadcast(transactions: readonly Uint8Array[]): Promise<readonly Broadcast[]>;
  close(): void;
}

/** Longest answer that is read, in bytes. */
const MAX_ANSWER_BYTES = 4 * 1024 * 1024;

/** Speaks to CometBFT on the unix socket of its RPC (`rpc.laddr = "unix://…"`). */
export function openCometRpc(socketPath: string): CometRpc {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  return {
    broadcast: async (transactions) => {
      const calls = transactions.map((tx, id) => ({
        jsonrpc: '2.0',
        id,
        method: 'broadcast_tx_async',
        params: { tx: Buffer.from(tx).toString('base64') },
      }));
      const answer: unknown = JSON.parse(await post({ agent, socketPath }, JSON.stringify(calls)));
      const answers: readonly unknown[] = Array.isArray(answer) ? answer : [answer];
      return transactions.map((_, id) => verdictOf(answers.find((one) => idOf(one) === id)));
    },
    close: () => {
      agent.destroy();
    },
  };
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
