import { isWellFormed } from '@madang/base';
import {
  type Alias,
  type Document,
  isAlias,
  isCollection,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
  type Scalar,
  type Tags,
  visit,
} from 'yaml';
import type { Words } from '../terminal.ts';
import {
  COMPUTED_TAGS,
  Computed,
  NumberName,
  type ScenarioFault,
  type TagArgument,
} from './model.ts';

/** A file that was read as YAML, and how to find a line in it. */
export interface YamlFile {
  readonly document: Document.Parsed;
  readonly lines: LineCounter;
}

/** Reads YAML with the tags of scenarios; where it is none, the fault says so in one sentence. */
export function readYaml(text: string): YamlFile | ScenarioFault {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    customTags: [numberTag, computedTags].flat(),
    lineCounter: lines,
    logLevel: 'error',
    merge: true,
  });
  const broken = document.errors[0] ?? document.warnings[0];
  if (broken !== undefined) {
    return { line: lines.linePos(broken.pos[0]).line, message: sentenceOf(broken) };
  }
  return firstOddNode({ document, lines }) ?? { document, lines };
}

/** The library's sentence without the place, which stands before it, and without its advice. */
function sentenceOf({ code, message }: { readonly code: string; readonly message: string }): Words {
  if (code === 'MULTIPLE_DOCS') return faults.documents;
  if (code === 'RESOURCE_EXHAUSTION' || message.includes('call stack')) return faults.depth;
  const [first = ''] = message.split('\n');
  const reason = first.replace(/ at line \d+, column \d+:?$/, '').replace(/\.?$/, '.');
  return { en: reason, ko: `YAML 문법에 맞지 않습니다: ${reason}` };
}

const faults = {
  documents: {
    en: 'The file has more than one YAML document.',
    ko: '파일에 YAML 문서가 둘 이상 있습니다.',
  },
  depth: { en: 'The file is nested too deep.', ko: '파일이 너무 깊게 중첩되어 있습니다.' },
  key: { en: 'A key is a text.', ko: '키는 글이어야 합니다.' },
  cycle: {
    en: 'The alias stands inside of what it repeats.',
    ko: '별칭이 자신이 반복하는 값 안에 있습니다.',
  },
  surrogate: {
    en: 'The text has half of a surrogate pair.',
    ko: '글에 짝이 없는 서러게이트 문자가 있습니다.',
  },
} as const;

/** The first node that no scenario has, whatever it stands for. */
function firstOddNode({ document, lines }: YamlFile): ScenarioFault | undefined {
  let found: ScenarioFault | undefined;
  const stop = (node: Node, message: Words): symbol => {
    found = { line: lines.linePos(node.range?.[0] ?? 0).line, message };
    return visit.BREAK;
  };
  visit(document, {
    Alias: (_, alias, path) => {
      const message = aliasFault(document, alias, path);
      return message === undefined ? undefined : stop(alias, message);
    },
    Pair: (_, { key }: Pair) =>
      isScalar(key) || !isCollection(key) ? undefined : stop(key, faults.key),
    Scalar: (_, scalar: Scalar) =>
      isBroken(scalar.value) ? stop(scalar, faults.surrogate) : undefined,
  });
  return found;
}

function isBroken(value: unknown): boolean {
  if (value instanceof NumberName) return isBroken(value.name);
  if (value instanceof Computed) return Object.values([value.argument].flat()).some(isBroken);
  if (typeof value === 'object' && value !== null) return Object.values(value).some(isBroken);
  return typeof value === 'string' && !isWellFormed(value);
}

function aliasFault(document: Document, alias: Alias, path: readonly unknown[]): Words | undefined {
  const target = alias.resolve(document);
  if (target !== undefined) return path.includes(target) ? faults.cycle : undefined;
  return {
    en: `No anchor before this one is called "${alias.source}".`,
    ko: `이보다 앞에 "${alias.source}" 앵커가 없습니다.`,
  };
}

const numberTag: Tags = [{ tag: '!number', resolve: (text: string) => new NumberName(text) }];

const computedTags: Tags = COMPUTED_TAGS.flatMap((tag) => [
  { tag: `!${tag}`, resolve: (text: string) => new Computed(tag, text) },
  ...(['seq', 'map'] as const).map((collection) => ({
    tag: `!${tag}`,
    collection,
    resolve: (node: unknown): unknown => new Computed(tag, argumentOf(node)),
  })),
]);

/** Texts as they are written: `1.0` behind a tag is the text "1.0". */
function argumentOf(node: unknown): TagArgument {
  if (isSeq(node)) {
    const texts = node.items.map(textOf);
    return texts.includes(undefined) ? undefined : texts.filter((text) => text !== undefined);
  }
  if (!isMap(node)) return undefined;
  const map = new Map<string, string>();
  for (const item of node.items) {
    const key = textOf(item.key);
    const value = textOf(item.value);
    if (key === undefined || value === undefined) return undefined;
    map.set(key, value);
  }
  return Object.fromEntries(map);
}

function textOf(node: unknown): string | undefined {
  if (isAlias(node) || !isScalar(node) || node.value instanceof Computed) return undefined;
  if (typeof node.value === 'string') return node.value;
  return node.source === undefined || node.source === '' ? undefined : node.source;
}
