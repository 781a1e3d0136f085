import { toHex } from './bytes.mjs';
import { exitStatus } from './verdict.mjs';

/**
 * @typedef {import('./words-en.mjs').english} Words
 * @typedef {{ command: string, file: string, sheet: import('./verdict.mjs').Sheet,
 *   facts: Record<string, any>, notChecked: string[],
 *   policy: { path: string, fingerprint: string, beside: boolean } }} Report
 */

/** Facts that are seconds or milliseconds since 1970. */
const SECONDS = new Set(['seconds', 'standsAsOf']);
const MILLISECONDS = new Set(['blockTime', 'receivedAt', 'logBy', 'lastBlockTime', 'time', 'at']);
/** Facts of a decision, which are milliseconds too and told in Korean time. */
const KOREAN_MILLISECONDS = new Set(['openedAt', 'closesAt', 'closedAt', 'momentAt']);
const KOREA_AHEAD_MS = 9 * 3_600_000;
const MAX_DATE_MS = 8_640_000_000_000_000;
const WALLS = { signature: 'top', place: 'right', institutions: 'bottom', standing: 'left' };

/**
 * Text from a file made safe for a terminal: control and direction characters are spelt out.
 * @param {string} text
 */
export function printable(text) {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cn}]/gu, (character) => {
    return `\\u{${character.codePointAt(0)?.toString(16)}}`;
  });
}

/**
 * A moment as people read it, in UTC.
 * @param {number | bigint} milliseconds
 */
function moment(milliseconds) {
  if (milliseconds < 0 || milliseconds > MAX_DATE_MS) return `${milliseconds} ms`;
  const iso = new Date(Number(milliseconds)).toISOString();
  return `${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC`;
}

/**
 * A moment in Korea, which has had no summer time since 1988.
 * @param {number} milliseconds
 */
function momentInKorea(milliseconds) {
  if (milliseconds > MAX_DATE_MS - KOREA_AHEAD_MS) return `${milliseconds} ms`;
  const iso = new Date(milliseconds + KOREA_AHEAD_MS).toISOString();
  return `${iso.slice(0, 10)} ${iso.slice(11, 19)} KST`;
}

/**
 * Details as sentences use them: times as dates, bytes as hexadecimal, text made printable.
 * @param {string} key
 * @param {unknown} value
 * @returns {any}
 */
function spoken(key, value) {
  if (typeof value === 'string') return printable(value);
  if (value instanceof Uint8Array) return toHex(value);
  if (Array.isArray(value)) return value.map((item) => spoken(key, item));
  if (typeof value === 'number' || typeof value === 'bigint') return spokenNumber(key, value);
  if (value !== null && typeof value === 'object') return spokenAll(value);
  return value;
}

/**
 * @param {string} key
 * @param {number | bigint} value
 */
function spokenNumber(key, value) {
  if (SECONDS.has(key)) return moment(BigInt(value) * 1000n);
  if (MILLISECONDS.has(key)) return moment(value);
  return KOREAN_MILLISECONDS.has(key) ? momentInKorea(Number(value)) : String(value);
}

/** @param {object} details */
export function spokenAll(details) {
  return Object.fromEntries(
    Object.entries(details).map(([key, value]) => [key, spoken(key, value)]),
  );
}

/**
 * The sentence for a code. A cause inside it is said in words too.
 * @param {Record<string, import('./words-en.mjs').Sentence>} table
 * @param {string} code
 * @param {Record<string, unknown>} details
 */
export function sentence(table, code, details) {
  const said = spokenAll({ where: 'value', ...details });
  const { cause } = said;
  if (typeof cause === 'string' && table[cause]) said.cause = table[cause](said);
  const make = table[code];
  return make === undefined ? code : make(said);
}

/**
 * The report as text, one line for each part.
 * @param {Report} report
 * @param {Words} words
 */
export function renderText(report, words) {
  const { sheet, policy } = report;
  const whole = sheet.whole();
  const width = Math.max(...Object.values(words.verdicts).map(displayWidth));
  const partWidth = Math.max(...sheet.parts.map(({ part }) => displayWidth(partName(part, words))));
  const lines = [
    `${words.title} ${report.command}`,
    `${words.headings.file}: ${printable(report.file)}`,
    `${words.headings.policy}: ${printable(policy.path)}`,
    `  ${groupHex(policy.fingerprint)}`,
    `  ${words.fingerprintHint}`,
    ...(policy.beside ? [`  ${words.policyFound}`] : []),
    '',
  ];
  for (const { part, verdict, code, details } of sheet.parts) {
    const mark = pad(words.verdicts[verdict], width);
    const name = pad(partName(part, words), partWidth);
    lines.push(`  ${mark}  ${name}  ${sentence(words.reasons, code, details)}`);
  }
  lines.push('', ...renderFacts(report, words));
  lines.push(`${words.headings.notChecked}:`);
  for (const code of report.notChecked) lines.push(`  - ${notCheckedWords(code, words)}`);
  lines.push('', `${words.headings.verdict}: ${words.wholes[whole]} (${words.wholeNotes[whole]})`);
  return `${lines.join('\n')}\n`;
}

/**
 * @param {Report} report
 * @param {Words} words
 */
function renderFacts({ facts, sheet }, words) {
  const isProven = sheet.whole() === 'passed';
  const rows = Object.entries(facts).map(([key, value]) => {
    const name = /** @type {Record<string, string>} */ (words.facts)[key] ?? key;
    return { name, values: factLines(key, value, words) };
  });
  if (rows.length === 0) return [];
  const width = Math.max(...rows.map(({ name }) => displayWidth(name)));
  const lines = rows.flatMap(({ name, values }) =>
    values.map((value, at) => `  ${pad(at === 0 ? name : '', width)}  ${value}`),
  );
  return [`${isProven ? words.headings.facts : words.headings.unproven}:`, ...lines, ''];
}

/**
 * @param {string} key
 * @param {any} value
 * @param {Words} words
 * @returns {string[]}
 */
function factLines(key, value, words) {
  const said = spoken(key, value);
  const { values } = words;
  const ofVote = /** @type {Record<string, (said: any) => string | string[]>} */ (words.vote)[key];
  if (ofVote !== undefined) return [ofVote(said)].flat();
  if (key === 'outcome') return [value === 'done' ? values.done : values.refused];
  if (key === 'quorum' || key === 'executors') return [values.count(said)];
  if (key === 'policyInside') {
    return [value === 'same' ? values.same : values.other({ fingerprint: groupHex(value) })];
  }
  return Array.isArray(said) ? listLines(key, said, words) : [String(said)];
}

/**
 * @param {string} key
 * @param {any[]} said
 * @param {Words} words
 * @returns {string[]}
 */
function listLines(key, said, { values }) {
  if (said.length === 0) return [key === 'cosigners' ? values.nobody : values.none];
  if (key === 'cosigners') return said.map(values.cosigner);
  if (key === 'missing')
    return said.map((/** @type {any} */ { short, name }) => `${short}  ${name}`);
  return key === 'files' ? said.map(values.file) : said.map(String);
}

/**
 * The report as one JSON object: bytes in hexadecimal, integers above 2^53 - 1 as text.
 * @param {Report} report
 * @param {Words} words
 */
export function renderJson({ command, file, sheet, facts, notChecked, policy }, words) {
  const verdict = sheet.whole();
  const parts = sheet.parts.map(({ part, verdict: of, code, details }) => ({
    part,
    ...(Object.hasOwn(WALLS, part) && {
      wall: /** @type {Record<string, string>} */ (WALLS)[part],
    }),
    verdict: of,
    code,
    reason: sentence(words.reasons, code, details),
    details,
  }));
  const not = notChecked.map((code) => ({ code, what: notCheckedWords(code, words) }));
  const whole = { command, file, verdict, exit: exitStatus[verdict], policy, parts, facts };
  return `${toJson({ ...whole, notChecked: not })}\n`;
}

/** @param {unknown} value */
export function toJson(value) {
  return JSON.stringify(value, (_key, item) => {
    if (item instanceof Uint8Array) return toHex(item);
    if (typeof item !== 'bigint') return item;
    return item > BigInt(Number.MAX_SAFE_INTEGER) ? String(item) : Number(item);
  });
}

/** @param {string} hex */
function groupHex(hex) {
  return (hex.match(/.{4}/g) ?? []).join(' ');
}

/**
 * @param {string} part
 * @param {Words} words
 */
function partName(part, words) {
  return /** @type {Record<string, string>} */ (words.parts)[part] ?? part;
}

/**
 * @param {string} code
 * @param {Words} words
 */
function notCheckedWords(code, words) {
  return /** @type {Record<string, string>} */ (words.notChecked)[code] ?? code;
}

/**
 * Columns that a text takes in a terminal; Hangul syllables take two.
 * @param {string} text
 */
function displayWidth(text) {
  return [...text].reduce((sum, character) => sum + (/[\uac00-\ud7a3]/.test(character) ? 2 : 1), 0);
}

/**
 * @param {string} text
 * @param {number} width
 */
function pad(text, width) {
  return text + ' '.repeat(Math.max(0, width - displayWidth(text)));
}
