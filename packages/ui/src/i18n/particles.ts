/** A Korean particle in both of its forms: after a closing consonant, and after a vowel. */
export type Particle = '을/를' | '이/가' | '은/는' | '과/와' | '으로/로';

const firstSyllable = 0xac00;
const lastSyllable = 0xd7a3;
const closingCount = 28;
/** The place of ㄹ among the closing consonants of a Hangul syllable. */
const closingRieul = 8;

/** Digits as they are read in Korean: 일 칠 팔 end on ㄹ, 영 삼 육 on another consonant. */
const rieulDigits = new Set(['1', '7', '8']);
const consonantDigits = new Set(['0', '3', '6']);
/** Latin letters whose Korean names end on a consonant: 엘 and 알 on ㄹ, 엠 and 엔 on another. */
const rieulLetters = new Set(['l', 'r']);
const consonantLetters = new Set(['m', 'n']);

type Ending = 'vowel' | 'rieul' | 'consonant';

function endingOf(word: string): Ending {
  const last =
    word
      .replace(/[^\p{L}\p{N}]+$/u, '')
      .at(-1)
      ?.toLowerCase() ?? '';
  const code = last.codePointAt(0) ?? 0;
  if (code >= firstSyllable && code <= lastSyllable) {
    const closing = (code - firstSyllable) % closingCount;
    if (closing === 0) return 'vowel';
    return closing === closingRieul ? 'rieul' : 'consonant';
  }
  if (rieulDigits.has(last) || rieulLetters.has(last)) return 'rieul';
  if (consonantDigits.has(last) || consonantLetters.has(last)) return 'consonant';
  return 'vowel';
}

/**
 * Puts the right form of a particle behind a word: 나루구청을, 가온대학교를. Signs behind the last
 * letter or digit (a closing bracket, a quotation mark) do not count.
 */
export function withParticle(word: string, particle: Particle): string {
  const [afterConsonant = '', afterVowel = ''] = particle.split('/');
  const ending = endingOf(word);
  const asVowel = ending === 'vowel' || (particle === '으로/로' && ending === 'rieul');
  return word + (asVowel ? afterVowel : afterConsonant);
}
