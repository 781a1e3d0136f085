import { createRequire } from 'node:module';
import { qrOutline } from '@madang/ui';
import { describe, expect, it } from 'vitest';
import { readNumber, readScanned } from '../src/device/scan-link.ts';
import { type PartVerdict, type Verdict, verdictOf, wallsOf } from '../src/ledger.ts';
import { addFiles } from '../src/pages/verify-input.ts';
import { csvOf } from '../src/parts/records-csv.ts';
import { sharedOperator } from '../src/parts/shared-operator.ts';
import { shellWord } from '../src/parts/shell-word.ts';
import { isReplacedBallot, limitsOf, partWords, wallLabels } from '../src/parts/verdict-words.ts';
import { matchRoute } from '../src/router.ts';
import { routes } from '../src/routes.ts';
import { recordTitle } from '../src/text/acts.ts';

type Read = (pixels: Uint8ClampedArray, width: number, height: number) => { data: string } | null;
const { default: readQr } = createRequire(import.meta.url)('jsqr') as { default: Read };

describe('qrOutline', () => {
  it('draws a code that an independent reader reads back', () => {
    const link = 'https://gaon.example/verify?n=7K2M9QXD4HTA';
    const { size, outline } = qrOutline(link);
    const scale = 4;
    const quiet = 4;
    const width = (size + 2 * quiet) * scale;
    const pixels = new Uint8ClampedArray(width * width * 4).fill(255);
    for (const [, x, y, run] of outline.matchAll(/M(\d+) (\d+)h(\d+)v1/g)) {
      for (let row = 0; row < scale; row += 1) {
        const line = (Number(y) + quiet) * scale + row;
        const start = (line * width + (Number(x) + quiet) * scale) * 4;
        pixels.fill(0, start, start + Number(run) * scale * 4);
      }
    }
    expect(readQr(pixels, width, width)?.data).toBe(link);
  });
});

describe('readNumber', () => {
  it.each([
    ['7K2M 9QXD 4HTA', '7K2M9QXD4HTA'],
    ['7k2m-9qxd-4hta', '7K2M9QXD4HTA'],
    ['OK2M 9QXD 4HTl', '0K2M9QXD4HT1'],
    ['184,206', '184206'],
    [' 12 ', '12'],
    ['ab'.repeat(32), 'ab'.repeat(32)],
    ['123456789012', '123456789012'],
  ])('reads %s as %s', (typed, number) => {
    expect(readNumber(typed)).toBe(number);
  });

  it.each(['', '7K2M', 'hello', '7K2M 9QXD 4HTU', 'x'.repeat(200)])('refuses "%s"', (typed) => {
    expect(readNumber(typed)).toBeUndefined();
  });

  it('reads the number out of the addresses that receipts and records carry', () => {
    expect(readScanned('https://gaon.example/verify?n=7K2M9QXD4HTA')).toBe('7K2M9QXD4HTA');
    expect(readScanned('http://localhost:7300/en/records/102')).toBe('102');
    expect(readScanned('7K2M 9QXD 4HTA')).toBe('7K2M9QXD4HTA');
    expect(readScanned('https://gaon.example/')).toBeUndefined();
  });
});

describe('matchRoute', () => {
  it('finds each page and the part that stands for a record', () => {
    expect(matchRoute(routes, '/')?.route.key).toBe('home');
    expect(matchRoute(routes, '/records/')?.route.key).toBe('records');
    expect(matchRoute(routes, '/records/102')).toMatchObject({ part: '102' });
    expect(matchRoute(routes, '/records/102/more')).toBeUndefined();
    expect(matchRoute(routes, '/nowhere')).toBeUndefined();
  });
});

const passed: PartVerdict[] = (
  ['format', 'chain', 'signature', 'place', 'institutions', 'standing'] as const
).map((part) => ({ part, state: 'passed', tookMs: 1 }));

const ballotFacts: NonNullable<Verdict['facts']> = {
  id: 'ab'.repeat(32),
  number: '7K2M9QXD4HTA',
  index: 1,
  act: 'election.castBallot',
  timeMs: 1,
  suites: [],
  checkpointSize: 2,
  cosigners: [],
  needed: 1,
  hasOpening: false,
  hasFile: false,
};

function verdict(...changed: PartVerdict[]): Verdict {
  const rest = passed.filter(({ part }) => changed.every((each) => each.part !== part));
  return { parts: [...rest, ...changed], tookMs: 1 };
}

describe('verdicts', () => {
  it('are checked when every part passed, and not when nothing was looked at', () => {
    expect(verdictOf(verdict())).toBe('checked');
    expect(verdictOf({ parts: [], tookMs: 0 })).toBe('unchecked');
  });

  it('are unchecked, never failed, when the ledger could not be asked', () => {
    const one = verdict({
      part: 'standing',
      state: 'unchecked',
      code: 'CLIENT_OFFLINE',
      tookMs: 1,
    });
    expect(verdictOf(one)).toBe('unchecked');
    expect(partWords('standing', one, 'ko')).toContain('물어보지 못했습니다');
  });

  it('are failed when the document differs although all four walls stand', () => {
    const one = verdict({
      part: 'content',
      state: 'failed',
      code: 'VERIFY_FILE_DIFFERS',
      tookMs: 1,
    });
    expect(verdictOf(one)).toBe('failed');
    expect(Object.values(wallsOf(one.parts, 'waiting'))).toEqual(Array(4).fill('passed'));
    expect(partWords('content', one, 'en')).toContain('VERIFY_FILE_DIFFERS');
  });

  it('say of a file that cannot be read that nothing was checked, and nothing else', () => {
    const one: Verdict = {
      parts: [
        { part: 'format', state: 'failed', code: 'VERIFY_FORMAT_WRONG', tookMs: 1 },
        { part: 'chain', state: 'unchecked', code: 'VERIFY_RESTS_ON', tookMs: 0 },
      ],
      tookMs: 1,
    };
    expect(limitsOf(one, 'en', { oneComputer: true })).toEqual([
      'Nothing could be read from this file, so nothing was checked.',
    ]);
    expect(partWords('chain', one, 'en')).not.toContain('VERIFY_RESTS_ON');
  });

  it('tell a ballot by its proof, and one that is not counted any more from a wrong one', () => {
    const part = { part: 'standing', state: 'failed', code: 'ENDED', tookMs: 1 } as const;
    const replaced = { ...verdict(part), facts: ballotFacts };
    expect(partWords('signature', replaced, 'en')).toContain('proven to be a vote');
    expect(partWords('standing', replaced, 'en')).toContain('this one is not counted');
    expect(isReplacedBallot(replaced)).toBe(true);
    const forged = { part: 'signature', state: 'failed', code: 'VERIFY_PROOF_WRONG', tookMs: 1 };
    const wrong = { ...verdict(forged as PartVerdict), facts: ballotFacts };
    expect(partWords('signature', wrong, 'en')).toContain('The proof that it is a ballot');
    expect(isReplacedBallot(wrong)).toBe(false);
    const revoked = { ...replaced, facts: { ...ballotFacts, act: 'document.notarise' } };
    expect(isReplacedBallot(revoked)).toBe(false);
  });

  it('call a key that is given up no ballot', () => {
    const facts = { ...ballotFacts, act: 'election.surrenderKey' };
    const right = { ...verdict({ part: 'place', state: 'passed', tookMs: 1 }), facts };
    expect(partWords('signature', right, 'en')).toBe('Signed by the key that is given up');
    const forged = { part: 'signature', state: 'failed', code: 'VERIFY_PROOF_WRONG', tookMs: 1 };
    const wrong = { ...verdict(forged as PartVerdict), facts };
    expect(partWords('signature', wrong, 'ko')).toContain(
      '반납하는 투표 키의 서명이 맞지 않습니다',
    );
  });

  it('never label a wall that failed with what it would have said', () => {
    const one = verdict({ part: 'standing', state: 'failed', code: 'ENDED', tookMs: 1 });
    const ended = { ...one, ended: { kind: 'revoked' as const, atMs: 0 } };
    expect(wallLabels(ended, 'ko').standing).toBe('거두어짐');
    const replaced = { ...one, ended: { kind: 'superseded' as const, atMs: 0 } };
    expect(wallLabels(replaced, 'ko').standing).toBe('새 서류로 바뀜');
    expect(wallLabels(one, 'ko').standing).toBe('지금은 다름');
    expect(wallLabels(verdict(), 'ko').standing).toBe('지금도 그대로');
  });

  it('always say something that they do not cover', () => {
    const alone = limitsOf(verdict(), 'en', { oneComputer: true });
    const together = limitsOf(verdict(), 'en', { oneComputer: false });
    expect(together.length).toBeGreaterThan(1);
    expect(alone.filter((limit) => !together.includes(limit))).toEqual([
      'At present one computer holds the keys of all institutions.',
    ]);
  });
});

describe('recordTitle', () => {
  const subject = { kind: 'file' as const, count: 1200, as: 'naru' };
  const naru = {
    id: 'naru',
    names: { ko: '나루구청', en: 'Naru' },
    operator: { ko: '', en: '' },
    role: 'executor' as const,
  };
  it('names who acted with the right particle, and how many', () => {
    const row = { act: 'document.notarise', subject };
    expect(recordTitle(row, [naru], 'ko')).toBe('나루구청이 서류 1,200건을 남김');
    expect(recordTitle(row, [], 'en')).toBe('Put 1,200 documents on record');
    expect(recordTitle(row, [naru], 'en')).toBe('Naru put 1,200 documents on record');
    expect(recordTitle({ act: 'vote.cast', subject: {} }, [], 'en')).toBe('Recorded vote.cast');
  });
});

describe('csvOf', () => {
  const row = { index: 7, id: 'ab', number: '7K2M9QXD4HTA', code: 0, timeMs: 0 };
  it('writes a list that a spreadsheet opens in Korean, and no formula', () => {
    const rows = [{ ...row, act: '=1+1', subject: {} }];
    const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(csvOf(rows, [], 'ko'));
    expect(text.startsWith('\u{feff}"기록"')).toBe(true);
    expect(text).toContain('"7K2M 9QXD 4HTA"');
    expect(text).toContain(`"'=1+1 기록"`);
    expect(text.trimEnd().split('\r\n')).toHaveLength(2);
  });
});

describe('sharedOperator', () => {
  const institution = (ko: string) => ({
    id: ko,
    names: { ko, en: ko },
    operator: { ko, en: 'one' },
    role: 'executor' as const,
  });
  it('is said once where all say the same, and not where one differs', () => {
    const two = [institution('가'), institution('나')];
    expect(sharedOperator(two, 'en')).toBe('one');
    expect(sharedOperator(two, 'ko')).toBeUndefined();
    expect(sharedOperator(two.slice(1), 'en')).toBeUndefined();
  });
});

describe('shellWord', () => {
  it('quotes what a command line would read otherwise', () => {
    expect(shellWord('계약서.pdf.receipt')).toBe('계약서.pdf.receipt');
    expect(shellWord("a b'; rm x")).toBe("'./a b'\\''; rm x'");
    expect(shellWord('--help')).toBe("'./--help'");
  });
});

describe('addFiles', () => {
  it('knows a receipt by what is in it and everything else as a document', async () => {
    const receipt = new File(['xxmadang/receiptxx'], 'renamed.bin');
    const document = new File(['hello'], 'hello.txt');
    const { input, trouble } = await addFiles({}, [document, receipt]);
    expect(trouble).toBeUndefined();
    expect(input.receipt?.name).toBe('renamed.bin');
    expect(input.file?.name).toBe('hello.txt');
  });

  it('asks for the receipt when there is only a document, and refuses an oversized one', async () => {
    expect((await addFiles({}, [new File(['a'], 'a.txt')])).trouble).toBe('needReceipt');
    const large = new File([new Uint8Array(70_000)], 'large.receipt');
    expect((await addFiles({}, [large])).trouble).toBe('tooLarge');
  });
});
