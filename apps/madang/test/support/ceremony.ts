import path from 'node:path';
import { type Ended, runHere } from './server.ts';

/** The institutions of a played ceremony. Each has a folder, and knows nothing of the others'. */
export const PARTIES = ['audit', 'city', 'district', 'university'] as const;

/** How a played ceremony is called, where it lies, and which ports its nodes get. */
export interface PlayedCeremony {
  readonly folder: string;
  /** The first port of the nodes' APIs, and the first one by which they find each other. */
  readonly ports: { readonly api: number; readonly p2p: number };
  /** Runs a command: each in a process of its own, or here. */
  readonly run?: (...words: readonly string[]) => Promise<Ended>;
}

const runOf = ({ run = runHere }: PlayedCeremony) => run;

/** The data folder of an institution. */
export function dataOf({ folder }: PlayedCeremony, id: string): string {
  return path.join(folder, id);
}

/** The public folder through which the institutions exchange files. */
export function publicOf({ folder }: PlayedCeremony): string {
  return path.join(folder, 'public');
}

/** The public file of an institution, a `contribution` or a `signature`. */
export function publicFile(played: PlayedCeremony, id: string, kind: string): string {
  return path.join(publicOf(played), `${id}.${kind}.json`);
}

/** What an institution types to join; options given replace those of the usual words. */
export function join(
  played: PlayedCeremony,
  id: string,
  changes: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  const n = PARTIES.findIndex((party) => party === id);
  const options = {
    data: dataOf(played, id),
    out: publicOf(played),
    ledger: 'harbour',
    title: 'Harbour District',
    'title-ko': '항만 지구',
    time: '2026-01-02T03:04:05Z',
    institution: id,
    name: `The ${id}`,
    'name-ko': `기관 ${id}`,
    operator: `The ${id} runs its own machine`,
    'operator-ko': `${id} 직접 운영`,
    host: '127.0.0.1',
    'p2p-port': String(played.ports.p2p + n),
    api: `http://127.0.0.1:${String(played.ports.api + n)}`,
    ...changes,
  };
  const words = Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]);
  return runOf(played)('ceremony', 'join', ...words, ...(id === 'city' ? ['--issuer'] : []));
}

/** The files of all, assembled into the folder `name` by somebody who has no folder of keys. */
export function assemble(
  played: PlayedCeremony,
  name: string,
  ids: readonly string[] = PARTIES,
): Promise<Ended> {
  const files = ids.map((id) => publicFile(played, id, 'contribution'));
  return runOf(played)('ceremony', 'assemble', ...files, '--out', path.join(played.folder, name));
}

/** A step of one institution on an assembly. */
export function step(
  played: PlayedCeremony,
  id: string,
  ...words: readonly string[]
): Promise<Ended> {
  return runOf(played)('ceremony', ...words, '--data', dataOf(played, id));
}
