import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type Canaries, canaryScan } from '@madang/testkit';
import type { Layout } from '../../apps/madang/src/data/layout.ts';
import type { Exchange } from './recording-proxy.ts';

/** Something that is public, lies on a disk, or leaves the machine. */
export interface Place {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Kinds of canaries that whoever gets it may see. */
  readonly mayHold: readonly string[];
}

/** Answers to somebody alone, and what they may hold. Refusals may hold nothing. */
const PRIVATE: readonly (readonly [RegExp, readonly string[]])[] = [
  // The holder of the link sees their homes; with the code, who the office takes them for.
  [/^POST \/api\/people\/link$/, ['home']],
  [/^POST \/api\/people\/identify$/, ['home', 'name', 'number', 'salt']],
  [/^POST \/api\/desk\/session$/, ['session']],
  [/^GET \/api\/desk\/decisions\/[0-9a-f]+\/homes$/, ['home', 'salt']],
  [/^GET \/api\/desk\/decisions\/[0-9a-f]+\/persons\?unit=\d+$/, ['home']],
  [/^GET \/api\/desk\/elections\/[0-9a-f]+\/voters$/, ['home']],
  [/^POST \/api\/vault\/deposits$/, ['deposit']],
  // The stand-in for telephones of the demo city, which no other has.
  [/^GET \/api\/demo\/messages$/, ['number', 'token', 'code']],
];

/** What an exchange showed: to logs of accesses on its way, and to whoever asked. */
export function placesOfExchanges(exchanges: readonly Exchange[]): readonly Place[] {
  return exchanges.flatMap(({ method, target, asked, status, headers, body }) => {
    const address = `${method} ${target}`;
    const known = PRIVATE.find(([pattern]) => pattern.test(address));
    const mayHold = status < 300 ? (known?.[1] ?? []) : [];
    return [
      placeOf(`the address of ${address}`, target),
      placeOf(`the headers of ${address}`, asked),
      placeOf(`the headers of the answer to ${address}`, headers),
      placeOf(`the answer to ${address}`, body, mayHold),
    ];
  });
}

/** Bytes that nobody may find anything in, unless it is said. */
export function placeOf(
  name: string,
  content: Uint8Array | string,
  mayHold: readonly string[] = [],
): Place {
  return { name, bytes: Buffer.from(content), mayHold };
}

/** Every file of a data folder but its secrets. */
export function placesOfFolder({ folder, secrets }: Layout): readonly Place[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.startsWith(secrets))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .map((file) => placeOf(`the file ${path.relative(folder, file)}`, readFileSync(file)));
}

/** A sentence for each canary that is where it may not be. */
export function leaks(places: readonly Place[], canaries: Canaries): readonly string[] {
  const scan = canaryScan(canaries);
  return places.flatMap(({ name, bytes, mayHold }) =>
    scan(bytes)
      .filter(({ canary }) => !mayHold.some((kind) => canary.startsWith(`${kind} `)))
      .map(({ canary, form }) => `${canary} (${form}) is in ${name}.`),
  );
}
