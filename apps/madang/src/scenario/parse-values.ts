import type { Words } from '../terminal.ts';
import { durationMs, timeMs } from './duration.ts';
import { Computed, type ComputedTag, type TagArgument, type Value } from './model.ts';
import { child, type Place, refuse } from './place.ts';

/** What may stand where a value of JSON is expected, with its tags. */
export function valueOf(place: Place): Value {
  const { value } = place;
  if (value instanceof Computed) return readComputed(place, value);
  if (Array.isArray(value)) return value.map((_, index) => valueOf(child(place, index)));
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.keys(value).map((key) => [key, valueOf(child(place, key))]));
  }
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value;
  const message = {
    en: 'Only texts, whole numbers, true and false can stand here.',
    ko: '여기에는 글과 정수, true, false만 올 수 있습니다.',
  };
  return refuse(place, message);
}

/** A payload: in every body it is a map. */
export function readPayload(place: Place): Value {
  const value = valueOf(place);
  if (typeof value === 'object' && !Array.isArray(value) && !(value instanceof Computed)) {
    return value;
  }
  const message = {
    en: '"payload" is a map of keys and values.',
    ko: '"payload" 값은 키와 값의 목록(map)이어야 합니다.',
  };
  return refuse(place, message);
}

interface TagForm {
  readonly fits: (argument: TagArgument) => boolean;
  readonly needs: Words;
}

const isText = (argument: TagArgument): boolean => typeof argument === 'string' && argument !== '';

const LABEL: TagForm = { fits: isText, needs: { en: 'the label of an act', ko: '행위의 라벨' } };
const ACTOR: TagForm = { fits: isText, needs: { en: 'an actor', ko: '행위자' } };

const FORMS: Readonly<Record<ComputedTag, TagForm>> = {
  id: LABEL,
  digest: LABEL,
  account: ACTOR,
  key: ACTOR,
  hash: { fits: (argument) => typeof argument === 'string', needs: { en: 'a text', ko: '글' } },
  root: {
    fits: (argument) => Array.isArray(argument) && argument.length > 0,
    needs: { en: 'a list of texts', ko: '글의 목록' },
  },
  time: {
    fits: (argument) => typeof argument === 'string' && isTime(argument),
    needs: {
      en: '+ and a duration, or a time with zone',
      ko: '+와 기간, 또는 시간대가 있는 시각',
    },
  },
  possession: {
    fits: isPossession,
    needs: {
      en: '{ actor, institution, kind }, where kind is governance, consensus or cosigner',
      ko: '{ actor, institution, kind } (kind는 governance, consensus, cosigner 중 하나)',
    },
  },
};

function isTime(text: string): boolean {
  return (text.startsWith('+') ? durationMs(text.slice(1)) : timeMs(text)) !== undefined;
}

const POSSESSION_KEYS = ['actor', 'institution', 'kind'];
const KINDS = ['governance', 'consensus', 'cosigner'];

function isPossession(argument: TagArgument): boolean {
  if (typeof argument !== 'object' || Array.isArray(argument)) return false;
  const { kind, institution } = argument as Readonly<Record<string, string>>;
  const keys = Object.keys(argument).sort().join();
  const isId = /^[a-z][a-z0-9-]{1,31}$/.test(institution ?? '');
  return keys === POSSESSION_KEYS.join() && KINDS.includes(kind ?? '') && isId;
}

function readComputed(place: Place, computed: Computed): Computed {
  const { fits, needs } = FORMS[computed.tag];
  if (fits(computed.argument)) return computed;
  const tag = `!${computed.tag}`;
  return refuse(place, {
    en: `${tag} needs ${needs.en}.`,
    ko: `${tag} 뒤에는 ${needs.ko}이(가) 와야 합니다.`,
  });
}
