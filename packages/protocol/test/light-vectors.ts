import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { expectOk } from '@madang/base';
import { type LightBlock, parseRpcCommit, parseRpcValidators } from '../src/comet/index.ts';

/** A file of `vectors/README.md`. */
export function lightVectors(name: string): unknown {
  const file = new URL(`./vectors/${name}.json.gz`, import.meta.url);
  return JSON.parse(gunzipSync(readFileSync(file)).toString('utf8'));
}

/** The `result`s of `/commit` and `/validators`. */
export interface RpcBlock {
  readonly commit: unknown;
  readonly validators: unknown;
}

/** A light block of what CometBFT's RPC answers. */
export function lightBlockOf({ commit, validators }: RpcBlock): LightBlock {
  const { header, commit: votes } = expectOk(parseRpcCommit(commit), 'CometBFT wrote it');
  const set = expectOk(parseRpcValidators(validators), 'CometBFT wrote it').validators;
  return { header, commit: votes, validators: set };
}
