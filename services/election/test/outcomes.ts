import type { Asked } from '../chain/schema.ts';
import type { Election, Revealed } from '../chain/state.ts';

const hash = new Uint8Array(32);

/** An election of one question, as its rules need it. */
export const electionOf = (question: Asked, more: Partial<Election> = {}): Election => ({
  owner: { kind: 'institution', institution: 'city', role: 'election.officer' },
  register: hash,
  level: 'link',
  title: { en: '', ko: '' },
  text: hash,
  questions: [question],
  buildings: 1,
  results: 'complex',
  measures: ['heads'],
  trustees: [hash],
  threshold: 1,
  revote: 'none',
  paper: 'none',
  ...more,
});

/** The counts of a question of one choice, which may be left blank: the last one is not sent. */
export const revealedOf = (measure: number, [blank, ...answers]: readonly number[]): Revealed => ({
  measure,
  buildings: [0],
  ballots: 10,
  weight: answers.reduce((sum, each) => sum + each, blank ?? 0),
  selections: new Uint8Array(),
  counts: [blank ?? 0, ...answers].slice(0, -1),
});
