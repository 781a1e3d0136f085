import { sha256 } from '@madang/crypto';
import { encodeGenesis } from '@madang/protocol';
import { keyOf, params, START_MS } from './demo.ts';

/** A key of the office with a number. */
export function officeKey(what: string, n: number) {
  return keyOf(`${what} ${String(n)}`);
}

/** The seed behind {@link officeKey}: what CometBFT's files hold. */
export function officeSeed(what: string, n: number): Uint8Array {
  return sha256(Buffer.from(`${what} ${String(n)}`));
}

/** The genesis of a network of offices; there may be more nodes than offices that decide. */
export function officeGenesis(
  name: string,
  offices: readonly number[],
  nodes: readonly number[] = offices,
): Uint8Array {
  return encodeGenesis({
    ...{ version: 1, name, time: START_MS, params, grants: [] },
    nodeKeys: nodes.map((n) => officeKey('log', n).publicKey),
    institutions: offices.map((n) => ({
      id: `office-${String(n)}`,
      names: { en: `Office ${String(n)}`, ko: `기관 ${String(n)}` },
      operator: { en: 'a test', ko: '시험' },
      governance: officeKey('governance', n).publicKey,
      consensus: officeKey('consensus', n).publicKey,
      cosigner: officeKey('cosigner', n).publicKey,
    })),
  });
}
