import type { FakeOptions } from './fake-data.ts';

/** Every page of the app, in the states that look different. */
export const pages: readonly (readonly [path: string, fake: FakeOptions])[] = [
  ['/', { late: true }],
  ['/', { empty: true }],
  ['/notarise', {}],
  ['/records', {}],
  ['/records/102', {}],
  ['/records/102', { decided: 'passed' }],
  ['/records/102', { decided: 'old' }],
  ['/records/102', { decided: 'failed' }],
  ['/verify?n=102', { decided: 'unchecked' }],
  ['/records/102?view=original', {}],
  ['/records/108?view=later', {}],
  ['/records/999999', {}],
  ['/institutions', { late: true, policyChanged: true }],
  ['/institutions', { contradicted: true }],
  ['/institutions', { network: 'whole' }],
  ['/institutions', { network: 'edge', governed: 'open', late: true }],
  ['/institutions', { network: 'stopped', governed: 'planned' }],
  ['/institutions', { network: 'late', governed: 'lapsed', empty: true }],
  ['/institutions', { network: 'seven', governed: 'unasked' }],
  ['/verify', {}],
  ['/verify?n=102', {}],
  ['/status', { late: true }],
  ['/nowhere', {}],
  ['/institutions', { unreachable: true }],
];
