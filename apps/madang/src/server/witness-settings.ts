import { existsSync, readFileSync } from 'node:fs';
import { fail, list, ok, optional, parseJson, type Result, record, text, uint } from '@madang/base';
import type { WitnessAddress, WitnessOptions } from '@madang/node';
import { MAX_POLICY_WITNESSES, type Policy, parsePolicy } from '@madang/protocol';
import { damaged, parseText } from '../data/city.ts';
import type { Layout } from '../data/layout.ts';
import { type CommandError, commandError } from '../terminal.ts';

const waitMs = uint({ min: 1, max: 60_000 });
const settingsFile = record({
  format: uint({ min: 1, max: 1 }),
  maxWaitMs: optional(waitMs),
  timeoutMs: optional(waitMs),
  paceMs: optional(waitMs),
  witnesses: list(record({ name: text({ min: 1, max: 200 }), url: text({ min: 1, max: 400 }) }), {
    max: MAX_POLICY_WITNESSES,
  }),
});

/**
 * Which witnesses this server asks: those to which `witnesses.json` gives an address, and those
 * that
 * have one in the policy itself. Nothing where there is none.
 */
export function readWitnesses(
  layout: Layout,
  policyText: string,
): Result<WitnessOptions | undefined, CommandError> {
  const policy = parsePolicy(policyText);
  if (!policy.ok) return fail(damaged(layout.policy));
  const named = readFile(layout);
  if (!named.ok) return named;
  const { witnesses: listed = [], format: _, ...times } = named.value ?? { format: 1 };
  const urls = new Map(listed.map(({ name, url }) => [name, url]));
  for (const { name } of listed) {
    if (!policy.value.witnesses.some((witness) => witness.name === name)) {
      return fail(notInPolicy(layout, name));
    }
  }
  const addresses = addressesOf(policy.value, urls);
  if (!addresses.ok) return addresses;
  if (addresses.value.length === 0) return ok(undefined);
  return ok({ policy: policy.value, witnesses: addresses.value, ...times });
}

function addressesOf(
  { witnesses }: Policy,
  urls: ReadonlyMap<string, string>,
): Result<readonly WitnessAddress[], CommandError> {
  const addresses: WitnessAddress[] = [];
  for (const { name, key, url } of witnesses) {
    const given = urls.get(name) ?? url;
    if (given === undefined) continue;
    const address = readAddress(given);
    if (address === undefined) return fail(notSafe(given));
    addresses.push({ name, key, url: address });
  }
  return ok(addresses);
}

/** An address without a slash at its end: HTTPS, or plain HTTP on this machine alone. */
function readAddress(text: string): string | undefined {
  const url = URL.parse(text);
  if (url === null || url.username !== '' || url.search !== '' || url.hash !== '') return undefined;
  const isHere = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
  const isSafe = url.protocol === 'https:' || (url.protocol === 'http:' && isHere);
  return isSafe ? url.href.replace(/\/+$/, '') : undefined;
}

function readFile(layout: Layout) {
  if (!existsSync(layout.witnesses)) return ok(undefined);
  const settings = parseJson(settingsFile, parseText(readFileSync(layout.witnesses, 'utf8')));
  return settings.ok ? settings : fail(damaged(layout.witnesses));
}

function notInPolicy({ witnesses, policy }: Layout, name: string): CommandError {
  return commandError(
    'WITNESS_NOT_IN_POLICY',
    `${witnesses} names the witness ${name}, which is not in ${policy}: nobody would believe its signature.`,
    `${witnesses} 에 적힌 증인 ${name} 이(가) ${policy} 에 없어 아무도 그 서명을 믿지 않습니다.`,
  );
}

function notSafe(url: string): CommandError {
  return commandError(
    'WITNESS_ADDRESS_NOT_VALID',
    `${url} is not the address of a witness: HTTPS, or plain HTTP on this machine alone.`,
    `${url} 은(는) 증인의 주소가 될 수 없습니다. HTTPS 주소여야 하고, 이 컴퓨터 안에서만 HTTP를 쓸 수 있습니다.`,
  );
}
