import {
  type Codec,
  concat,
  decode,
  expectOk,
  expectPresent,
  fail,
  ok,
  type Result,
} from '@madang/base';
import {
  type ActList,
  type ActListReading,
  type Keep,
  keepInMemory,
  readActs,
} from './act-list.ts';
import {
  type DossierHeader,
  type DossierPart,
  dossierReader,
  type PlacedPart,
  writeDossierHeader,
  writeDossierPart,
} from './dossier.ts';
import { ACTS_TYPE, type PlacedAct, partsOfActs } from './placed-act.ts';
import {
  encodeProvenState,
  type OpenedState,
  openProvenState,
  type ProvenState,
} from './proven-state.ts';

// Dossiers of matters that are recomputed from their acts (docs/spec/dossier.md, "Acts").

/** A file that a dossier carries along, under the name of its part. */
export interface MatterFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** What the dossier of a matter carries. */
export interface MatterDossier {
  readonly chain: Uint8Array;
  /** Service and kind, such as `vote.decision`. */
  readonly matter: string;
  /** The matter's Korean title. */
  readonly title: string;
  readonly state: ProvenState;
  /** Acts of the register of persons, and of the matter, in the order of their journals. */
  readonly people: readonly PlacedAct[];
  readonly acts: readonly PlacedAct[];
  readonly files: readonly MatterFile[];
}

const STATE_TYPE = 'madang/standing';
const FILE_TYPE = 'madang/file';

/** The bytes of a dossier, in pieces. */
export function* writeMatterDossier(dossier: MatterDossier): Generator<Uint8Array> {
  const { chain, title, matter, files } = dossier;
  const parts: readonly DossierPart[] = [
    { name: 'state', type: STATE_TYPE, bytes: encodeProvenState(dossier.state) },
    ...partsOfActs('people', dossier.people),
    ...partsOfActs('acts', dossier.acts),
    ...files.map(({ name, bytes }) => ({ name, type: FILE_TYPE, bytes })),
  ];
  yield writeDossierHeader({ chain, title, matter, parts: parts.length });
  for (const part of parts) {
    yield expectOk(writeDossierPart(part), 'parts of a matter are within their limits');
  }
}

/** The whole dossier in one piece. */
export function encodeMatterDossier(dossier: MatterDossier): Uint8Array {
  return concat(...writeMatterDossier(dossier));
}

/** A dossier as it was read: its parts, nothing checked. */
export interface ReadMatter {
  readonly header: DossierHeader;
  readonly state: Uint8Array;
  /** The reason where one of its acts cannot be taken apart. */
  readonly people: Result<ActList, string>;
  readonly acts: Result<ActList, string>;
  /** Those that it carries, by the name of their part. */
  readonly files: ReadonlyMap<string, Uint8Array>;
}

/** Why bytes are no dossier of the matter. */
export interface DossierProblem {
  readonly part: string;
  readonly message: string;
}

/** Reads a dossier of a matter from pieces of its bytes. */
export interface MatterReader {
  readonly push: (chunk: Uint8Array) => Result<void, DossierProblem>;
  readonly end: () => Result<ReadMatter, DossierProblem>;
}

/** Which dossiers are read: the matter that they name, and the files that they may carry. */
export interface MatterKind {
  readonly matter: string;
  /** Names of parts, in their order. */
  readonly files: readonly string[];
}

interface Reading {
  readonly kind: MatterKind;
  readonly keep: Keep;
  header?: DossierHeader;
  state?: Uint8Array;
  people?: ActListReading;
  acts?: ActListReading;
  readonly files: Map<string, Uint8Array>;
  /** Place of the last part in the order of parts. */
  last: number;
}

/**
 * Begins to read. Failures stay: after one, nothing more is read. The acts are kept by `keep`, to
 * be walked as often as a check needs them.
 */
export function matterReader(kind: MatterKind, keep: Keep = keepInMemory): MatterReader {
  const frame = dossierReader();
  const reading: Reading = { kind, keep, files: new Map(), last: -1 };
  return {
    push: (chunk) => {
      const progress = frame.push(chunk);
      if (!progress.ok) return problem('frame', progress.error.message);
      if (progress.value.header !== undefined) reading.header = progress.value.header;
      for (const part of progress.value.parts) {
        const taken = takePart(reading, part);
        if (!taken.ok) return taken;
      }
      return ok(undefined);
    },
    end: () => {
      const ended = frame.end();
      return ended.ok ? whole(reading, ended.value) : problem('frame', ended.error.message);
    },
  };
}

function takePart(reading: Reading, part: PlacedPart): Result<void, DossierProblem> {
  const { name, type, bytes: given } = part;
  const place = ['state', 'people', 'acts', ...reading.kind.files].indexOf(name);
  if (place < 0 || typeOf(name) !== type) return problem(name, 'This part is not known.');
  const mayRepeat = name === 'people' || name === 'acts';
  const isInOrder = place > reading.last || (mayRepeat && place === reading.last);
  if (!isInOrder) return problem(name, 'This part is out of order, or there twice.');
  reading.last = place;
  if (name === 'people' || name === 'acts') return takeActs(reading, name, part);
  if (name === 'state') reading.state = given;
  else reading.files.set(name, given);
  return ok(undefined);
}

function typeOf(name: string): string {
  if (name === 'state') return STATE_TYPE;
  return name === 'people' || name === 'acts' ? ACTS_TYPE : FILE_TYPE;
}

function takeActs(
  reading: Reading,
  name: 'people' | 'acts',
  part: PlacedPart,
): Result<void, DossierProblem> {
  const { chain } = expectPresent(reading.header, 'parts come behind the header');
  reading[name] ??= readActs(chain, reading.keep);
  const taken = reading[name].take(part);
  return taken.ok ? taken : problem(name, `${taken.error.message} (${taken.error.at})`);
}

function whole({ kind, state, people, acts, files }: Reading, header: DossierHeader) {
  if (header.matter !== kind.matter) {
    return problem('frame', `The dossier is not one of ${kind.matter}.`);
  }
  if (state === undefined) return problem('state', 'The dossier has no proof of the state.');
  if (people === undefined) return problem('people', 'The dossier has no acts of the register.');
  if (acts === undefined) return problem('acts', 'The dossier has no acts of the matter.');
  return ok({ header, state, people: people.end(), acts: acts.end(), files });
}

function problem(part: string, message: string): Result<never, DossierProblem> {
  return fail({ part, message });
}

/** A dossier with everything in it opened, nothing checked. */
export interface OpenedMatter<D> {
  readonly dossier: ReadMatter;
  readonly state: OpenedState;
  readonly people: ActList;
  readonly acts: ActList;
  /** Body hash of the act that began the matter. */
  readonly id: Uint8Array;
  /** What that act says. */
  readonly draft: D;
}

/** Which act a matter begins with. */
export interface FirstAct<D> {
  readonly act: string;
  readonly payload: Codec<D>;
}

/** Decodes what a dossier carries. The first act of the matter has to be the one it begins with. */
export function openMatter<D>(
  dossier: ReadMatter,
  { act, payload }: FirstAct<D>,
): Result<OpenedMatter<D>, DossierProblem> {
  const state = openProvenState(dossier.state);
  if (!state.ok) return problem('state', state.error.message);
  const { people, acts } = dossier;
  if (!people.ok) return problem('people', people.error);
  if (!acts.ok) return problem('acts', acts.error);
  const { first } = acts.value;
  if (first?.transaction.body.act !== act) return problem('acts', `The first act is not ${act}.`);
  const draft = decode(payload, first.transaction.body.payload);
  if (!draft.ok) return problem('acts', `The draft cannot be read: ${draft.error.message}`);
  return ok({
    ...{ dossier, state: state.value, people: people.value, acts: acts.value },
    id: first.transaction.bodyHash,
    draft: draft.value,
  });
}
