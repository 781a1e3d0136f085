import { request } from 'node:http';

/** Asks a CometBFT of this machine by the unix socket of its RPC, one call or several; JSON. */
export function askComet(socketPath: string, call: unknown): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json' };
    const sent = request({ socketPath, path: '/', method: 'POST', headers }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () => {
        resolve(JSON.parse(Buffer.concat(parts).toString('utf8')));
      });
      response.on('error', reject);
    });
    sent.on('error', reject);
    sent.end(JSON.stringify(call));
  });
}

/** Where an application stands, as it tells its CometBFT. */
export interface ApplicationPlace {
  readonly height: number;
  readonly appHash: string;
  /** What it says of itself. */
  readonly data: string;
}

/** Asks an application through its CometBFT. */
export async function applicationPlace(socketPath: string): Promise<ApplicationPlace> {
  const answer = (await askComet(socketPath, { jsonrpc: '2.0', id: 0, method: 'abci_info' })) as {
    readonly result: { readonly response: Readonly<Record<string, string>> };
  };
  const { response } = answer.result;
  return {
    height: Number(response['last_block_height'] ?? 0),
    appHash: response['last_block_app_hash'] ?? '',
    data: response['data'] ?? '',
  };
}
