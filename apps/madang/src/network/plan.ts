import { overTwoThirds } from '@madang/node';
import { type CityPlan, gaon } from '../demo/gaon.ts';

/** Fewest and most institutions of a network on one machine. */
export const VALIDATORS = { min: 4, max: 7 } as const;

const OPERATOR = {
  en: 'Demo: a node and keys of its own, but all nodes run on one computer',
  ko: '체험용: 노드와 키는 따로 있지만 모든 노드가 컴퓨터 한 대에서 돌아갑니다',
};

/** The demo city and more institutions if asked for, each with a node of its own. */
export function networkPlan(validators: number, isDemo: boolean): CityPlan {
  const more = Array.from(
    { length: Math.max(0, validators - gaon.institutions.length) },
    (_, n) => {
      const number = String(gaon.institutions.length + n + 1);
      return { id: `office-${number}`, names: { en: `Office ${number}`, ko: `기관 ${number}` } };
    },
  );
  const institutions = [...gaon.institutions, ...more].sort((a, b) => (a.id < b.id ? -1 : 1));
  const threshold = overTwoThirds(institutions.length);
  return { ...gaon, institutions, threshold, operator: OPERATOR, isDemo };
}
