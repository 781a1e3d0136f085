import { describe, expect, it } from 'vitest';
import { languageOfPath, pathInLanguage, pathWithoutLanguage } from '../src/i18n/language.ts';
import { defineMessages } from '../src/i18n/messages.ts';
import { partText } from '../src/i18n/part-text.ts';
import { withParticle } from '../src/i18n/particles.ts';

describe('withParticle', () => {
  it.each([
    ['나루구청', '을/를', '나루구청을'],
    ['가온대학교', '을/를', '가온대학교를'],
    ['시민감사단', '이/가', '시민감사단이'],
    ['서류', '은/는', '서류는'],
    ['서울', '으로/로', '서울로'],
    ['나루구청', '으로/로', '나루구청으로'],
    ['계약서.pdf', '과/와', '계약서.pdf와'],
    ['scan.html', '을/를', 'scan.html을'],
    ['기록 3', '은/는', '기록 3은'],
    ['기록 2', '은/는', '기록 2는'],
    ['기록 7', '으로/로', '기록 7로'],
    ['‘가온시청’', '이/가', '‘가온시청’이'],
  ] as const)('writes %s with %s as %s', (word, particle, written) => {
    expect(withParticle(word, particle)).toBe(written);
  });
});

describe('languages', () => {
  it('reads the language from the first part of the path only', () => {
    expect(languageOfPath('/en/verify')).toBe('en');
    expect(languageOfPath('/en')).toBe('en');
    expect(languageOfPath('/entries')).toBe('ko');
    expect(languageOfPath('/records/en')).toBe('ko');
  });

  it('takes a path from one language to the other and back', () => {
    for (const path of ['/', '/verify', '/records/12']) {
      expect(pathWithoutLanguage(pathInLanguage(path, 'en'))).toBe(path);
      expect(pathInLanguage(path, 'ko')).toBe(path);
    }
  });

  it('has every message of the parts in both languages, none of them empty', () => {
    expect(Object.keys(partText.en)).toEqual(Object.keys(partText.ko));
    for (const words of [...Object.values(partText.ko), ...Object.values(partText.en)]) {
      const sentence = typeof words === 'function' ? words('1', '2') : words;
      expect(sentence.trim()).not.toBe('');
    }
  });

  it('does not compile a catalogue that lacks a key or differs in its parts', () => {
    // @ts-expect-error the English message is missing
    defineMessages({ one: '하나' }, {});
    // @ts-expect-error the English message takes no part
    defineMessages({ one: (name: string) => name }, { one: 'one' });
    expect(defineMessages({ one: '하나' }, { one: 'one' }).en.one).toBe('one');
  });
});
