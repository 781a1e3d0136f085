import { fail, ok, parseJson, type Result } from '@madang/base';
import { params as paramsCodec } from '@madang/protocol';
import { DEFAULT_PARAMS } from './cast.ts';
import type { Actor, ActorRole, Scenario, ScenarioFault, ScenarioInstitution } from './model.ts';
import { type GivenNumbers, withNumbers } from './numbers.ts';
import { mustHaveOwnLabels, readStep, timeAt } from './parse-steps.ts';
import {
  bagOf,
  child,
  Fault,
  listAt,
  mapOf,
  mustStandAlone,
  nameAt,
  type Place,
  peek,
  refuse,
  rootPlace,
  textAt,
} from './place.ts';
import { readYaml } from './yaml.ts';

/** Longest scenario file, bytes. */
export const MAX_SCENARIO_SIZE_BYTES = 1_048_576;

const DEFAULT_START_MS = Date.parse('2026-01-01T00:00:00Z');
/** Bounds of docs/spec/genesis.md. */
const MAX_INSTITUTIONS = 64;
const MAX_ID_LENGTH = 32;
const MAX_NAME_BYTES = 120;

const DEFAULT_INSTITUTIONS: readonly ScenarioInstitution[] = [
  { id: 'audit', en: 'Citizens’ Audit Group', ko: '시민감사단' },
  { id: 'city', en: 'City Hall', ko: '시청' },
  { id: 'district', en: 'District Office', ko: '구청' },
  { id: 'university', en: 'University', ko: '대학교' },
];

const TOO_LARGE: ScenarioFault = {
  line: 1,
  message: { en: 'The file is larger than 1 MiB.', ko: '파일이 1 MiB보다 큽니다.' },
};

/**
 * Reads a scenario file, or says what is wrong with it and in which line. Numbers that are `given`
 * stand in the place of those that the file has under the same names.
 */
export function parseScenario(
  text: string,
  given: GivenNumbers = new Map(),
): Result<Scenario, ScenarioFault> {
  if (Buffer.byteLength(text) > MAX_SCENARIO_SIZE_BYTES) return fail(TOO_LARGE);
  try {
    const file = readYaml(text);
    return 'message' in file ? fail(file) : ok(readScenario(withNumbers(rootPlace(file), given)));
  } catch (fault) {
    if (fault instanceof Fault) return fail(fault.at);
    throw fault;
  }
}

const TOP_LEVEL = [
  'scenario',
  'title',
  'start',
  'institutions',
  'actors',
  'params',
  'numbers',
  'steps',
];

function readScenario(root: Place): Scenario {
  if (peek(root, 'scenario') !== 1) {
    const message = {
      en: 'The file must begin with "scenario: 1".',
      ko: '파일은 "scenario: 1"로 시작해야 합니다.',
    };
    refuse(root, message);
  }
  const map = mapOf(root, TOP_LEVEL);
  const title = textAt(root, 'title');
  const institutions =
    map['institutions'] === undefined ? DEFAULT_INSTITUTIONS : readInstitutions(root);
  const start = map['start'] === undefined ? DEFAULT_START_MS : timeAt(root, 'start');
  const steps = listAt(root, 'steps');
  mustHaveOwnLabels(steps);
  return {
    title,
    startMs: start,
    institutions: [...institutions].sort((left, right) => (left.id < right.id ? -1 : 1)),
    actors: readActors(root, new Set(institutions.map((one) => one.id))),
    params: map['params'] === undefined ? {} : readParams(child(root, 'params')),
    steps: steps.map(readStep),
  };
}

function readInstitutions(root: Place): readonly ScenarioInstitution[] {
  const places = listAt(root, 'institutions');
  if (places.length === 0 || places.length > MAX_INSTITUTIONS) {
    const message = {
      en: `A ledger has 1 to ${String(MAX_INSTITUTIONS)} institutions.`,
      ko: `원장에는 기관이 1개에서 ${String(MAX_INSTITUTIONS)}개까지 있습니다.`,
    };
    refuse(root, message, 'institutions');
  }
  const known = new Set<string>();
  for (const place of places) {
    const { id } = readInstitution(place);
    if (known.has(id)) refuseTwice(place, `The institution "${id}"`, `"${id}" 기관이`);
    known.add(id);
  }
  return places.map(readInstitution);
}

function readInstitution(place: Place): ScenarioInstitution {
  mapOf(place, ['id', 'en', 'ko']);
  const id = nameAt(place, 'id');
  if (id.length < 2 || id.length > MAX_ID_LENGTH) {
    const message = {
      en: `"id" has 2 to ${String(MAX_ID_LENGTH)} characters.`,
      ko: `"id" 값은 2자에서 ${String(MAX_ID_LENGTH)}자까지입니다.`,
    };
    refuse(place, message, 'id');
  }
  return { id, en: shortTextAt(place, 'en'), ko: shortTextAt(place, 'ko') };
}

function shortTextAt(place: Place, key: string): string {
  const text = textAt(place, key);
  if (text !== '' && Buffer.byteLength(text) <= MAX_NAME_BYTES) return text;
  const message = {
    en: `"${key}" has 1 to ${String(MAX_NAME_BYTES)} bytes.`,
    ko: `"${key}" 값은 1바이트에서 ${String(MAX_NAME_BYTES)}바이트까지입니다.`,
  };
  return refuse(place, message, key);
}

function refuseTwice(place: Place, en: string, ko: string): never {
  return refuse(place, { en: `${en} stands twice.`, ko: `${ko} 두 번 있습니다.` });
}

function readParams(place: Place): Readonly<Record<string, number>> {
  const map = mapOf(place, Object.keys(DEFAULT_PARAMS));
  for (const [name, value] of Object.entries(map)) {
    const parsed = parseJson(paramsCodec, { ...DEFAULT_PARAMS, [name]: value });
    if (parsed.ok) continue;
    const reason = parsed.error.message;
    refuse(
      place,
      { en: `"${name}": ${reason}`, ko: `"${name}" 값이 맞지 않습니다: ${reason}` },
      name,
    );
  }
  return map as Readonly<Record<string, number>>;
}

type Ids = ReadonlySet<string>;

function readActors(root: Place, institutions: Ids): ReadonlyMap<string, Actor> {
  const actors = new Map<string, Actor>();
  const map = bagOf(root)['actors'];
  if (map === undefined) return actors;
  for (const name of Object.keys(bagOf(child(root, 'actors')))) {
    if (!/^[a-z][a-z0-9-]*$/.test(name)) {
      const message = {
        en: `The actor name "${name}" is not of the form [a-z][a-z0-9-]*.`,
        ko: `행위자 이름 "${name}" 은(는) [a-z][a-z0-9-]* 꼴이 아닙니다.`,
      };
      refuse(root, message, 'actors', name);
    }
    actors.set(name, readActor(child(child(root, 'actors'), name), institutions));
  }
  return actors;
}

function readActor(place: Place, institutions: Ids): Actor {
  const map = mapOf(place, ['roles', 'institution']);
  mustStandAlone(place, 'institution', ['roles']);
  if (map['institution'] !== undefined) {
    return { kind: 'institution', institution: institutionAt(place, institutions) };
  }
  if (map['roles'] === undefined) return { kind: 'person', roles: [] };
  const roles = listAt(place, 'roles');
  const known = new Set<string>();
  for (const one of roles) {
    const { institution, role } = readRole(one, institutions);
    const text = `${institution} ${role}`;
    if (known.has(text)) refuseTwice(one, `The role "${text}"`, `"${text}" 역할이`);
    known.add(text);
  }
  return { kind: 'person', roles: roles.map((one) => readRole(one, institutions)) };
}

function readRole(place: Place, institutions: Ids): ActorRole {
  const { delegable = false } = mapOf(place, ['institution', 'role', 'delegable']);
  if (typeof delegable !== 'boolean') {
    const message = {
      en: '"delegable" is true or false.',
      ko: '"delegable" 값은 true 또는 false입니다.',
    };
    return refuse(place, message, 'delegable');
  }
  return {
    institution: institutionAt(place, institutions),
    role: textAt(place, 'role'),
    delegable,
    line: place.lineOf(place.path),
  };
}

function institutionAt(place: Place, institutions: Ids): string {
  const id = textAt(place, 'institution');
  if (institutions.has(id)) return id;
  const message = {
    en: `There is no institution "${id}" in this scenario.`,
    ko: `이 시나리오에 "${id}" 기관이 없습니다.`,
  };
  return refuse(place, message, 'institution');
}
