import { fail, ok, type Result } from '@madang/base';
import { isCollection, LineCounter, parseDocument, type Tags } from 'yaml';
import { durationMs, timeMs } from './duration.ts';
import {
  type Actor,
  type ActorRole,
  type ActStep,
  COMPUTED_TAGS,
  Computed,
  type ExpectedEvent,
  type Scenario,
  type ScenarioFault,
  type ScenarioInstitution,
  type Step,
  type Value,
  type When,
} from './model.ts';
import {
  bagOf,
  child,
  Fault,
  flagAt,
  listAt,
  mapOf,
  nameAt,
  oneOf,
  type Place,
  refuse,
  rootPlace,
  textAt,
  textOf,
} from './place.ts';

/** Longest scenario file, bytes. */
export const MAX_SCENARIO_SIZE_BYTES = 1_048_576;

const DEFAULT_START_MS = Date.parse('2026-01-01T00:00:00Z');
const DEFAULT_EXPIRES_MS = 300_000;
const DEFAULT_AFTER_MS = 1_000;

const DEFAULT_INSTITUTIONS: readonly ScenarioInstitution[] = [
  { id: 'audit', en: 'Citizens’ Audit Group', ko: '시민감사단' },
  { id: 'city', en: 'City Hall', ko: '시청' },
  { id: 'district', en: 'District Office', ko: '구청' },
  { id: 'university', en: 'University', ko: '대학교' },
];

const computedTags: Tags = COMPUTED_TAGS.flatMap((tag) => [
  { tag: `!${tag}`, resolve: (text: string) => new Computed(tag, text) },
  ...(['seq', 'map'] as const).map((collection) => ({
    tag: `!${tag}`,
    collection,
    resolve: (node: unknown): unknown => {
      const plain = isCollection(node) ? (node.toJSON() as unknown) : undefined;
      return new Computed(tag, plain);
    },
  })),
]);

/** Reads a scenario file, or says what is wrong with it and in which line. */
export function parseScenario(text: string): Result<Scenario, ScenarioFault> {
  if (Buffer.byteLength(text) > MAX_SCENARIO_SIZE_BYTES) {
    return fail({ line: 1, message: 'The file is larger than 1 MiB.' });
  }
  const lines = new LineCounter();
  const document = parseDocument(text, { customTags: computedTags, lineCounter: lines });
  const broken = document.errors[0] ?? document.warnings[0];
  if (broken !== undefined) {
    const line = lines.linePos(broken.pos[0]).line;
    return fail({ line, message: broken.message.split('\n')[0] ?? 'The file is not YAML.' });
  }
  try {
    return ok(readScenario(rootPlace(document, lines)));
  } catch (fault) {
    if (fault instanceof Fault) return fail(fault.at);
    throw fault;
  }
}

function readScenario(root: Place): Scenario {
  const map = mapOf(root, [
    'scenario',
    'title',
    'start',
    'institutions',
    'actors',
    'params',
    'steps',
  ]);
  if (map['scenario'] !== 1) refuse(root, 'The file must begin with "scenario: 1".');
  const institutions =
    map['institutions'] === undefined
      ? DEFAULT_INSTITUTIONS
      : listAt(root, 'institutions').map(readInstitution);
  const start = map['start'] === undefined ? DEFAULT_START_MS : timeAt(root, 'start');
  return {
    title: textAt(root, 'title'),
    startMs: start,
    institutions: [...institutions].sort((left, right) => (left.id < right.id ? -1 : 1)),
    actors: readActors(root),
    params: map['params'] === undefined ? {} : readParams(child(root, 'params')),
    steps: listAt(root, 'steps').map(readStep),
  };
}

function readInstitution(place: Place): ScenarioInstitution {
  mapOf(place, ['id', 'en', 'ko']);
  return { id: nameAt(place, 'id'), en: textAt(place, 'en'), ko: textAt(place, 'ko') };
}

function readParams(place: Place): Readonly<Record<string, number>> {
  const map = mapOf(place, ['maxExpiryMs', 'maxBlockCostUs', 'maxTransactionBytes']);
  const params: Record<string, number> = {};
  for (const [name, value] of Object.entries(map)) {
    params[name] = typeof value === 'number' ? value : refuse(place, `${name} is a number.`);
  }
  return params;
}

function readActors(root: Place): ReadonlyMap<string, Actor> {
  const actors = new Map<string, Actor>();
  const map = bagOf(root)['actors'];
  if (map === undefined) return actors;
  for (const name of Object.keys(bagOf(child(root, 'actors')))) {
    if (!/^[a-z][a-z0-9-]*$/.test(name)) {
      refuse(root, `The actor name "${name}" is not of the form [a-z][a-z0-9-]*.`, 'actors', name);
    }
    actors.set(name, readActor(child(child(root, 'actors'), name)));
  }
  return actors;
}

function readActor(place: Place): Actor {
  const map = mapOf(place, ['roles', 'institution']);
  if (map['institution'] !== undefined) {
    return { kind: 'institution', institution: textAt(place, 'institution') };
  }
  const roles = map['roles'] === undefined ? [] : listAt(place, 'roles').map(readRole);
  return { kind: 'person', roles };
}

function readRole(place: Place): ActorRole {
  const map = mapOf(place, ['institution', 'role', 'delegable']);
  return {
    institution: textAt(place, 'institution'),
    role: textAt(place, 'role'),
    delegable: map['delegable'] === true,
  };
}

const STEP_KEYS = {
  act: ['payload', 'by', 'resend', 'expires', 'refused', 'with', 'events', 'chain', 'signature'],
  together: [],
  query: ['params', 'gives', 'refused'],
  receipt: ['standing', 'verdict'],
  restart: [],
  check: [],
} as const;
type StepKind = keyof typeof STEP_KEYS;

function readStep(place: Place): Step {
  const bag = bagOf(place);
  const kinds = (Object.keys(STEP_KEYS) as StepKind[]).filter((kind) => bag[kind] !== undefined);
  const kind = kinds[0];
  if (kind === undefined || kinds.length > 1) {
    return refuse(place, `A step has exactly one of: ${Object.keys(STEP_KEYS).join(', ')}.`);
  }
  mapOf(place, [kind, 'at', 'label', 'note', ...STEP_KEYS[kind]]);
  return readStepOf(kind, place);
}

function readStepOf(kind: StepKind, place: Place): Step {
  const base = stepBase(place);
  switch (kind) {
    case 'act':
      return readAct(place);
    case 'together':
      return { ...base, kind, acts: listAt(place, 'together').map(readAct) };
    case 'query':
      return readQuery(place);
    case 'receipt':
      return readReceipt(place);
    case 'restart':
      if (bagOf(place)['restart'] !== true) refuse(place, '"restart" is true.');
      return { ...base, kind };
    case 'check':
      if (bagOf(place)['check'] !== 're-execution') {
        refuse(place, '"check" is re-execution.');
      }
      return { ...base, kind };
  }
}

function stepBase(place: Place): {
  readonly line: number;
  readonly when: When;
  readonly label?: string;
  readonly note?: string;
} {
  const bag = bagOf(place);
  return {
    line: place.lineOf(place.path),
    when: bag['at'] === undefined ? { afterMs: DEFAULT_AFTER_MS } : whenAt(place),
    ...(bag['label'] === undefined ? {} : { label: nameAt(place, 'label') }),
    ...(bag['note'] === undefined ? {} : { note: textAt(place, 'note') }),
  };
}

function readAct(place: Place): ActStep {
  const map = mapOf(place, ['act', 'at', 'label', 'note', ...STEP_KEYS.act]);
  const resend = map['resend'];
  if ((resend === undefined) === (map['payload'] === undefined)) {
    refuse(place, 'An act has either "payload" or "resend".');
  }
  const expires = map['expires'] === undefined ? undefined : durationMs(textAt(place, 'expires'));
  if (map['expires'] !== undefined && expires === undefined) {
    refuse(place, '"expires" is a duration such as 5m.');
  }
  return {
    ...stepBase(place),
    kind: 'act',
    act: textAt(place, 'act'),
    by: readSigners(place, resend !== undefined),
    what:
      resend === undefined
        ? { payload: valueOf(child(place, 'payload')) }
        : { resend: textAt(place, 'resend') },
    expiresMs: expires ?? DEFAULT_EXPIRES_MS,
    ...(map['refused'] === undefined ? {} : { refused: textAt(place, 'refused') }),
    ...(map['with'] === undefined ? {} : { details: valueOf(child(place, 'with')) }),
    ...(map['events'] === undefined ? {} : { events: listAt(place, 'events').map(readEvent) }),
    otherChain: flagAt(place, 'chain', 'other'),
    wrongSignature: flagAt(place, 'signature', 'wrong'),
  };
}

function readSigners(place: Place, resend: boolean): readonly string[] {
  const by = bagOf(place)['by'];
  if (by === undefined && resend) return [];
  if (Array.isArray(by)) return listAt(place, 'by').map((one) => textOf(one));
  return [textAt(place, 'by')];
}

function readEvent(place: Place): ExpectedEvent {
  const map = mapOf(place, ['name', 'fields']);
  return {
    name: textAt(place, 'name'),
    ...(map['fields'] === undefined ? {} : { fields: valueOf(child(place, 'fields')) }),
  };
}

function readQuery(place: Place): Step {
  const map = bagOf(place);
  return {
    ...stepBase(place),
    kind: 'query',
    query: textAt(place, 'query'),
    params: map['params'] === undefined ? {} : valueOf(child(place, 'params')),
    ...(map['gives'] === undefined ? {} : { gives: valueOf(child(place, 'gives')) }),
    ...(map['refused'] === undefined ? {} : { refused: textAt(place, 'refused') }),
  };
}

function readReceipt(place: Place): Step {
  const standing = oneOf(place, 'standing', ['stands', 'ended'] as const);
  const verdict = oneOf(place, 'verdict', ['checked', 'mismatch', 'unchecked'] as const);
  return {
    ...stepBase(place),
    kind: 'receipt',
    receipt: textAt(place, 'receipt'),
    ...(standing === undefined ? {} : { standing }),
    ...(verdict === undefined ? {} : { verdict }),
  };
}

function timeAt(place: Place, key: string): number {
  const { value } = child(place, key);
  const parsed = typeof value === 'string' ? timeMs(value) : undefined;
  return parsed ?? refuse(place, `"${key}" is a time with zone.`, key);
}

function whenAt(place: Place): When {
  const at = textAt(place, 'at');
  const after = at.startsWith('+') ? durationMs(at.slice(1)) : undefined;
  if (after !== undefined) return { afterMs: after };
  const absolute = timeMs(at);
  if (absolute !== undefined) return { atMs: absolute };
  return refuse(place, '"at" is + and a duration, such as +90s, or a time with zone.', 'at');
}

function valueOf(place: Place): Value {
  const { value } = place;
  if (value instanceof Computed) return value;
  if (Array.isArray(value)) return value.map((_, index) => valueOf(child(place, index)));
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.keys(value).map((key) => [key, valueOf(child(place, key))]));
  }
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value;
  return refuse(place, 'Only texts, whole numbers, true and false can stand here.');
}
