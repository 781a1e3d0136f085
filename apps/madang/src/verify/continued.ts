import type { Result } from '@madang/base';
import type { AnyService } from '@madang/kernel';
import {
  type Continuation,
  continuationOf,
  type DossierProblem,
  type ReadMatter,
  serviceOf,
  type Verdict,
} from '@madang/protocol';
import { services } from '@madang/services';
import type { Language, Terminal, Words } from '../terminal.ts';
import { printLine } from './print.ts';

/** An earlier dossier as it was read, and the one that has to continue it. */
interface Both {
  readonly earlier: Result<ReadMatter, DossierProblem>;
  readonly later: Result<ReadMatter, DossierProblem>;
}

/**
 * Checks an earlier dossier, and says whether the later one continues it and what came since. Gives
 * the verdicts on both questions.
 */
export async function sayContinued(
  terminal: Terminal,
  { earlier, later }: Both,
  check: (read: Result<ReadMatter, DossierProblem>) => Promise<{ readonly verdict: Verdict }>,
): Promise<readonly Verdict[]> {
  const { language } = terminal;
  terminal.say('');
  terminal.say(words.earlier[language]);
  const { verdict } = await check(earlier);
  terminal.say('');
  if (!earlier.ok || !later.ok) return [verdict];
  const found = continuationOf(earlier.value, later.value);
  const state = found.kind === 'continues' ? 'passed' : 'failed';
  const detail = found.kind === 'act-differs' ? { list: found.list, act: found.act } : {};
  const { code, sentence } = sentences[found.kind];
  printLine(terminal, { title: words.title, state, code, sentence, detail });
  for (const line of await sinceLines(found, language)) terminal.say(`  ${line}`);
  return [verdict, state === 'passed' ? 'checked' : 'mismatch'];
}

const words = {
  earlier: { en: 'The earlier dossier:', ko: '앞선 결과철:' },
  title: { en: 'Continuation', ko: '이어짐' },
  nothing: { en: 'nothing came since', ko: '그 뒤로 더해진 것이 없습니다' },
  since: { en: 'came since:', ko: '그 뒤로 더해진 것:' },
} as const satisfies Readonly<Record<string, Words>>;

const sentences: Readonly<
  Record<Continuation['kind'], { readonly code: string; readonly sentence: Words }>
> = {
  continues: {
    code: 'DOSSIER_CONTINUES',
    sentence: {
      en: 'It begins with all acts of the earlier dossier, in the same places.',
      ko: '앞선 결과철의 모든 행위가 같은 자리에 먼저 있습니다.',
    },
  },
  'other-matter': {
    code: 'DOSSIER_OTHER_MATTER',
    sentence: {
      en: 'The two are not of the same matter on the same ledger.',
      ko: '두 결과철이 같은 원장의 같은 일이 아닙니다.',
    },
  },
  'acts-missing': {
    code: 'DOSSIER_ACTS_MISSING',
    sentence: {
      en: 'It has fewer acts than the other: it is the earlier one, or acts were taken away.',
      ko: '행위가 더 적습니다. 더 앞선 것이거나 행위가 빠졌습니다.',
    },
  },
  'act-differs': {
    code: 'DOSSIER_ACT_DIFFERS',
    sentence: {
      en: 'It has another act where the earlier one has one: the ledger was rewritten.',
      ko: '앞선 결과철과 다른 행위가 있습니다. 원장이 다시 쓰였습니다.',
    },
  },
};

/** How many acts of each kind came since, by the titles that their services give them. */
async function sinceLines(found: Continuation, language: Language): Promise<readonly string[]> {
  if (found.kind !== 'continues') return [];
  if (found.since.size === 0) return [words.nothing[language]];
  const lines: string[] = [words.since[language]];
  for (const [act, count] of found.since) {
    lines.push(`  ${await titleOf(act, language)}: ${String(count)}`);
  }
  return lines;
}

async function titleOf(act: string, language: Language): Promise<string> {
  const name = serviceOf(act);
  const all: readonly AnyService[] = services;
  const loaded = await all.find((service) => service.name === name)?.text?.[language]();
  return loaded?.text.transactions[act.slice(name.length + 1)]?.title ?? act;
}
