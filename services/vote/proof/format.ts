import {
  bytes,
  type Codec,
  concat,
  decode,
  encodeKnown,
  expectOk,
  fail,
  list,
  ok,
  type Result,
  record,
  type TypeOf,
  uint,
} from '@madang/base';
import {
  type DossierHeader,
  type DossierPart,
  type DossierReader,
  dossierReader,
  encodeProvenState,
  MAX_DOSSIER_PART_SIZE_BYTES,
  MAX_ENVELOPE_SIZE_BYTES,
  type ProvenState,
  writeDossierHeader,
  writeDossierPart,
} from '@madang/protocol';

/** The matter of a dossier of a decision. */
export const DECISION_MATTER = 'vote.decision';

/** Most acts of one part, and most bytes of their envelopes. */
const MAX_ACTS_PER_PART = 20_000;
const MAX_ENVELOPE_BYTES_PER_PART = 8 * 1024 * 1024;

const placedAct = record({
  height: uint(),
  index: uint({ max: 0xffff_ffff }),
  time: uint(),
  envelope: bytes({ min: 1, max: MAX_ENVELOPE_SIZE_BYTES }),
});

/** An act with its place in the log: height and time (ms) of its block, index in it. */
export type PlacedAct = TypeOf<typeof placedAct>;

const actsPart = list(placedAct, { min: 1, max: MAX_ACTS_PER_PART });

/** What a dossier of a decision carries (docs/spec/vote.md, "Dossier"). */
export interface DecisionDossier {
  readonly chain: Uint8Array;
  /** The decision's Korean title. */
  readonly title: string;
  readonly state: ProvenState;
  /** Acts of the register, and of the decision, in the order of their journals. */
  readonly people: readonly PlacedAct[];
  readonly acts: readonly PlacedAct[];
  readonly text?: Uint8Array;
  readonly summary?: Uint8Array;
}

/** The bytes of a dossier, in pieces. */
export function* writeDecisionDossier(dossier: DecisionDossier): Generator<Uint8Array> {
  const { chain, title, text, summary } = dossier;
  const state: DossierPart = {
    name: 'state',
    type: 'madang/standing',
    bytes: encodeProvenState(dossier.state),
  };
  const files = [fileOf('text', text), fileOf('summary', summary)].flat();
  const people = inParts(dossier.people);
  const acts = inParts(dossier.acts);
  const parts = 1 + people.length + acts.length + files.length;
  yield writeDossierHeader({ chain, title, matter: DECISION_MATTER, parts });
  yield written(state);
  for (const some of people) yield written(actsOf('people', some));
  for (const some of acts) yield written(actsOf('acts', some));
  for (const file of files) yield written(file);
}

function written(part: DossierPart): Uint8Array {
  return expectOk(writeDossierPart(part), 'parts of a decision are within their limits');
}

function fileOf(name: string, file: Uint8Array | undefined): readonly DossierPart[] {
  return file === undefined ? [] : [{ name, type: 'madang/file', bytes: file }];
}

function actsOf(name: string, acts: readonly PlacedAct[]): DossierPart {
  return { name, type: 'madang/acts', bytes: encodeKnown(actsPart, acts) };
}

/** Acts in groups that each fit into one part. */
function inParts(acts: readonly PlacedAct[]): readonly (readonly PlacedAct[])[] {
  const groups: PlacedAct[][] = [];
  let sizeBytes = 0;
  for (const act of acts) {
    const last = groups.at(-1);
    const isFull =
      last === undefined ||
      last.length === MAX_ACTS_PER_PART ||
      sizeBytes + act.envelope.length > MAX_ENVELOPE_BYTES_PER_PART;
    if (isFull) {
      groups.push([act]);
      sizeBytes = 0;
    } else {
      last.push(act);
    }
    sizeBytes += act.envelope.length;
  }
  return groups;
}

/** A dossier as it was read: its parts, nothing checked. */
export interface ReadDossier {
  readonly header: DossierHeader;
  readonly state: Uint8Array;
  readonly people: readonly PlacedAct[];
  readonly acts: readonly PlacedAct[];
  readonly text?: Uint8Array;
  readonly summary?: Uint8Array;
}

/** Why bytes are no dossier of a decision. */
export interface DossierProblem {
  readonly part: string;
  readonly message: string;
}

/** Reads a dossier of a decision from pieces of its bytes. */
export interface DecisionReader {
  readonly push: (chunk: Uint8Array) => Result<void, DossierProblem>;
  readonly end: () => Result<ReadDossier, DossierProblem>;
}

interface Reading {
  header?: DossierHeader;
  state?: Uint8Array;
  readonly people: PlacedAct[];
  readonly acts: PlacedAct[];
  text?: Uint8Array;
  summary?: Uint8Array;
  /** Place of the last part in the order of parts. */
  last: number;
}

const ORDER = ['state', 'people', 'acts', 'text', 'summary'] as const;
const TYPES = {
  state: 'madang/standing',
  people: 'madang/acts',
  acts: 'madang/acts',
  text: 'madang/file',
  summary: 'madang/file',
} as const;

/** Begins to read. Failures stay: after one, nothing more is read. */
export function decisionReader(): DecisionReader {
  const frame: DossierReader = dossierReader();
  const reading: Reading = { people: [], acts: [], last: -1 };
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
      return ended.ok ? whole(reading) : problem('frame', ended.error.message);
    },
  };
}

function takePart(reading: Reading, { name, type, bytes: given }: DossierPart) {
  const place = ORDER.findIndex((one) => one === name);
  const known = ORDER[place];
  if (known === undefined || TYPES[known] !== type) return problem(name, 'This part is not known.');
  const mayRepeat = known === 'people' || known === 'acts';
  const isInOrder = place > reading.last || (mayRepeat && place === reading.last);
  if (!isInOrder) return problem(name, 'This part is out of order, or there twice.');
  reading.last = place;
  if (known === 'people' || known === 'acts') return takeActs(reading[known], known, given);
  reading[known] = given;
  return ok(undefined);
}

function takeActs(
  into: PlacedAct[],
  name: string,
  given: Uint8Array,
): Result<void, DossierProblem> {
  const decoded = decodePart(actsPart, given);
  if (!decoded.ok) return problem(name, `${decoded.error.message} (${decoded.error.at})`);
  into.push(...decoded.value);
  return ok(undefined);
}

function decodePart<T>(codec: Codec<T>, given: Uint8Array) {
  return decode(codec, given, MAX_DOSSIER_PART_SIZE_BYTES);
}

function whole({ header, state, people, acts, text, summary }: Reading) {
  if (header === undefined || header.matter !== DECISION_MATTER) {
    return problem('frame', 'The dossier is not one of a decision.');
  }
  if (state === undefined) return problem('state', 'The dossier has no proof of the state.');
  if (people.length === 0) return problem('people', 'The dossier has no acts of the register.');
  if (acts.length === 0) return problem('acts', 'The dossier has no acts of the decision.');
  return ok({
    header,
    state,
    people,
    acts,
    ...(text === undefined ? {} : { text }),
    ...(summary === undefined ? {} : { summary }),
  });
}

function problem(part: string, message: string): Result<never, DossierProblem> {
  return fail({ part, message });
}

/** The whole dossier in one piece, for tests and small ones. */
export function encodeDecisionDossier(dossier: DecisionDossier): Uint8Array {
  return concat(...writeDecisionDossier(dossier));
}
