/** A call as it goes over the wire. */
export function rpcText(method: string, params: readonly unknown[], id: number): string {
  return JSON.stringify({ jsonrpc: '2.0', id, method, params });
}

/** Calls a method of a server on this machine; its result. */
export async function rpc(
  port: number,
  method: string,
  params: readonly unknown[],
): Promise<unknown> {
  const answer = (await post(port, rpcText(method, params, 1))) as { readonly result?: unknown };
  return answer.result;
}

/** Calls a method once for each of these parameters, in one request. None may be refused. */
export async function rpcBatch(
  port: number,
  method: string,
  each: readonly (readonly unknown[])[],
): Promise<void> {
  const calls = each.map((params, id) => rpcText(method, params, id));
  const answers = (await post(port, `[${calls.join(',')}]`)) as readonly object[];
  const refused = answers.find((answer) => 'error' in answer);
  if (refused !== undefined) throw new Error(`${method}: ${JSON.stringify(refused)}`);
}

async function post(port: number, body: string): Promise<unknown> {
  const answer = await fetch(`http://127.0.0.1:${String(port)}/`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  });
  return answer.json();
}
