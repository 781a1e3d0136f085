import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { bool, fail, list, ok, parseJson, type Result, record, text, uint } from '@madang/base';
import { type CommandError, commandError } from '../terminal.ts';
import type { City } from './found.ts';
import { isFounded } from './found.ts';
import type { Layout } from './layout.ts';

const shortText = text({ min: 1, max: 200 });
const cityFile = record({
  format: uint(),
  names: record({ en: shortText, ko: shortText }),
  isDemo: bool(),
  custodian: shortText,
  issuers: list(shortText, { max: 64 }),
});

/** Version of the data folder that this build reads and writes. */
export const CITY_FORMAT = 1;

/** What a data folder is: new, a ledger, or something else that must not be touched. */
export type FolderState = 'new' | 'ledger' | 'other';

/** Tells what a folder is. A founding that was cut short counts as new: it is done again. */
export function folderState(layout: Layout): FolderState {
  if (isFounded(layout)) return 'ledger';
  if (!existsSync(layout.folder)) return 'new';
  if (existsSync(layout.ledger)) return 'other';
  const known = new Set(['secrets', 'genesis.cbor', 'policy.txt', 'LOCK', 'lock']);
  const names = readdirSync(layout.folder).filter((name) => !name.endsWith('.unfinished'));
  return names.every((name) => known.has(name)) ? 'new' : 'other';
}

/** What is kept about the city of a data folder. */
export function readCity(layout: Layout): Result<City, CommandError> {
  const parsed = parseJson(cityFile, parseText(readFileSync(layout.city, 'utf8')));
  if (!parsed.ok) return fail(damaged(layout));
  if (parsed.value.format > CITY_FORMAT) {
    return fail(
      commandError(
        'DATA_NEWER',
        `The data folder ${layout.folder} was written by a newer version of Madang; start that version.`,
        `데이터 폴더 ${layout.folder} 는 더 새로운 버전이 쓴 것입니다. 그 버전으로 시작하십시오.`,
      ),
    );
  }
  return ok({ ...parsed.value, format: CITY_FORMAT });
}

function damaged({ city }: Layout): CommandError {
  return commandError(
    'DATA_DAMAGED',
    `${city} cannot be read as what it should be; restore it from a backup.`,
    `${city} 파일을 읽을 수 없습니다. 백업에서 되살리십시오.`,
  );
}

function parseText(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch {
    return undefined;
  }
}
