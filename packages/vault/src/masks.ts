/** Stands for what is not shown of a name. */
const HIDDEN = '○';
/** Stands for a digit that is not shown. */
const HIDDEN_DIGIT = '•';
const LAST_DIGITS = 4;
const LETTERS = new Intl.Segmenter('ko', { granularity: 'grapheme' });

/**
 * As much of a name as tells its owner that the link is theirs: `김○자`, of names in other letters
 * the first and two circles.
 */
export function maskName(name: string): string {
  const whole = withoutNumbers(name.normalize('NFC'));
  // Each syllable is a letter of its own; others may take several characters.
  if (!/^[가-힣]{2,}$/.test(whole)) return firstLetter(whole) + HIDDEN.repeat(2);
  const last = whole.length > 2 ? whole.slice(-1) : '';
  return whole.slice(0, 1) + HIDDEN.repeat(Math.max(1, whole.length - 2)) + last;
}

function firstLetter(name: string): string {
  for (const { segment } of LETTERS.segment(name)) return segment;
  return HIDDEN;
}

/** A name without what has a figure in it: owners may be called by their home. */
function withoutNumbers(name: string): string {
  const words = name.split(' ').filter((word) => !/\d/.test(word));
  return words.length > 0 ? words.join(' ') : name;
}

/** `010-••••-2847`: as much of a number as tells its owner which telephone to look at. */
export function maskNumber(number: string): string {
  const end = number.slice(-LAST_DIGITS);
  const [first = '', ...rest] = number.slice(0, -LAST_DIGITS).split('-');
  const shown = rest.length > 0 ? first : first.slice(0, 3);
  const hidden = (first.slice(shown.length) + rest.join('-')).replace(/\d/g, HIDDEN_DIGIT);
  return rest.length > 0 ? `${shown}-${hidden}${end}` : `${shown}${hidden}${end}`;
}
