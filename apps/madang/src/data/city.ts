import { existsSync, readdirSync, readFileSync } from 'node:fs';
import {
  bool,
  equalBytes,
  fail,
  fromUtf8,
  list,
  ok,
  parseJson,
  type Result,
  record,
  text,
  uint,
} from '@madang/base';
import { decodeGenesis, type Genesis, genesisHash, parsePolicy } from '@madang/protocol';
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

/**
 * What a data folder is: new, a demo whose making was cut short, part of a ceremony that is not
 * finished, one whose joining of a network was cut short, a ledger, a ledger that lost the file
 * that names it, or something else that must not be
 * touched.
 */
export type FolderState =
  | 'new'
  | 'half-made'
  | 'ceremony'
  | 'joining'
  | 'ledger'
  | 'unnamed'
  | 'other';

/** Tells what a folder is. A founding that was cut short counts as new: it is done again. */
export function folderState(layout: Layout): FolderState {
  if (isFounded(layout)) return 'ledger';
  if (!existsSync(layout.folder)) return 'new';
  if (existsSync(layout.halfMade)) return 'half-made';
  if (existsSync(layout.ledger)) return 'unnamed';
  if (existsSync(layout.ceremony)) return 'ceremony';
  if (existsSync(layout.networkGenesis)) return 'joining';
  const known = new Set(['secrets', 'genesis.cbor', 'policy.txt', 'lock', 'lock-journal']);
  const names = readdirSync(layout.folder).filter((name) => !name.endsWith('.unfinished'));
  return names.every((name) => known.has(name)) ? 'new' : 'other';
}

/** Refuses a folder in which there is more than keys, and a ceremony or joining under way. */
export function mustHaveNoLedger(layout: Layout): Result<void, CommandError> {
  const state = folderState(layout);
  if (state === 'new' || state === 'ceremony' || state === 'joining') return ok(undefined);
  if (state === 'other') {
    return fail(
      commandError(
        'DATA_NOT_OURS',
        `${layout.folder} holds other things than a ledger; choose another folder with --data.`,
        `${layout.folder} 폴더에 원장이 아닌 것이 있습니다. --data 로 다른 폴더를 고르십시오.`,
      ),
    );
  }
  return fail(
    commandError(
      'LEDGER_EXISTS',
      `${layout.folder} has a ledger already.`,
      `${layout.folder} 에 이미 원장이 있습니다.`,
    ),
  );
}

/** Refuses a folder in which there is no whole ledger, or one without the file that names it. */
export function mustBeFounded(layout: Layout): Result<void, CommandError> {
  if (isFounded(layout)) return ok(undefined);
  const { folder } = layout;
  if (folderState(layout) === 'unnamed') return fail(missing(layout.city));
  return fail(
    commandError(
      'NO_LEDGER',
      `There is no ledger in ${folder}.`,
      `${folder} 에는 원장이 없습니다.`,
    ),
  );
}

/** What is kept about the city of a data folder. */
export function readCity(layout: Layout): Result<City, CommandError> {
  const content = parseText(readFileSync(layout.city, 'utf8'));
  if (formatOf(content) > CITY_FORMAT) {
    return fail(
      commandError(
        'DATA_NEWER',
        `The data folder ${layout.folder} was written by a newer version of Madang; start that version.`,
        `데이터 폴더 ${layout.folder} 는 더 새로운 버전이 쓴 것입니다. 그 버전으로 시작하십시오.`,
      ),
    );
  }
  const parsed = parseJson(cityFile, content);
  return parsed.ok ? ok({ ...parsed.value, format: CITY_FORMAT }) : fail(damaged(layout.city));
}

/** A later version may keep other things than this one, but says so in the same place. */
function formatOf(content: unknown): number {
  const isMap = typeof content === 'object' && content !== null && 'format' in content;
  return isMap && typeof content.format === 'number' ? content.format : 0;
}

/** The bytes of a file that every founded ledger has. */
export function readLedgerFile(file: string): Result<Uint8Array, CommandError> {
  return existsSync(file) ? ok(new Uint8Array(readFileSync(file))) : fail(missing(file));
}

/** The genesis of a data folder, and its bytes. */
export function readGenesis(
  layout: Layout,
): Result<{ readonly bytes: Uint8Array; readonly genesis: Genesis }, CommandError> {
  const bytes = readLedgerFile(layout.genesis);
  if (!bytes.ok) return bytes;
  const genesis = decodeGenesis(bytes.value);
  if (!genesis.ok) return fail(damaged(layout.genesis));
  return ok({ bytes: bytes.value, genesis: genesis.value });
}

/** The policy of a data folder. What is served to everybody must be a policy of this ledger. */
export function readPolicy(layout: Layout, chain: Uint8Array): Result<string, CommandError> {
  const bytes = readLedgerFile(layout.policy);
  if (!bytes.ok) return bytes;
  const text = fromUtf8(bytes.value);
  const policy = text.ok ? parsePolicy(text.value) : undefined;
  if (!text.ok || policy?.ok !== true) return fail(damaged(layout.policy));
  if (equalBytes(policy.value.chain, chain)) return text;
  return fail(
    commandError(
      'POLICY_OF_ANOTHER',
      `${layout.policy} is the policy of another ledger; restore it from a backup.`,
      `${layout.policy} 는 다른 원장의 신뢰 정책입니다. 백업에서 되살리십시오.`,
    ),
  );
}

/** What is believed of the ledger of a data folder before anything of it is opened. */
export interface Trust {
  /** The bytes of its genesis. */
  readonly genesis: Uint8Array;
  readonly policyText: string;
}

/** Reads genesis and policy, which must be of one ledger. */
export function readTrust(layout: Layout): Result<Trust, CommandError> {
  const genesis = readGenesis(layout);
  if (!genesis.ok) return genesis;
  const { bytes } = genesis.value;
  const policy = readPolicy(layout, genesisHash(bytes));
  return policy.ok ? ok({ genesis: bytes, policyText: policy.value }) : policy;
}

/** A file cannot be read as what it should be. */
export function damaged(file: string): CommandError {
  return commandError(
    'DATA_DAMAGED',
    `${file} cannot be read as what it should be; restore it from a backup.`,
    `${file} 파일을 읽을 수 없습니다. 백업에서 되살리십시오.`,
  );
}

/** A file or folder that every ledger has is not there. */
export function missing(file: string): CommandError {
  return commandError(
    'DATA_MISSING',
    `${file} is missing; restore it from a backup.`,
    `${file} 이(가) 없습니다. 백업에서 되살리십시오.`,
  );
}

/** What a JSON file holds; nothing if it is none. */
export function parseText(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch {
    return undefined;
  }
}
