import type { Words } from '../terminal.ts';

/** An institution before it has keys. */
export interface InstitutionPlan {
  readonly id: string;
  readonly names: Words;
}

/** Whose keys a ledger with a register of persons begins with. */
export interface PeoplePlan {
  /** Opens registers and sends the links; its desk has two officers, who attest together. */
  readonly registrar: string;
  /** Another institution, whose key attests whoever comes with a link. */
  readonly attester: string;
}

/** A ledger before it has keys. */
export interface CityPlan {
  /** Name of the ledger in its origin. */
  readonly name: string;
  readonly names: Words;
  /** Ascending by id. */
  readonly institutions: readonly InstitutionPlan[];
  /** How many institutions make a statement about the state. */
  readonly threshold: number;
  readonly operator: Words;
  /** Which institution's vault this server keeps. */
  readonly custodian: string;
  /** Which institutions have a clerk whose key puts documents on record. */
  readonly issuers: readonly string[];
  /** Who keeps a register of persons and who attests their keys; absent where nobody does. */
  readonly people?: PeoplePlan;
  /**
   * Whether each institution has the keys of a node of its own, at once or for later; else the
   * custodian's is the only node that there can be.
   */
  readonly isNetwork?: true;
  readonly isDemo: boolean;
}

/** The demo city. One computer plays all four institutions, and each of them says so. */
export const gaon: CityPlan = {
  name: 'gaon',
  names: { en: 'Gaon City (demo)', ko: '가온시 (체험용)' },
  institutions: [
    { id: 'audit', names: { en: 'Citizens’ Audit Group', ko: '시민감사단' } },
    { id: 'city', names: { en: 'Gaon City Hall', ko: '가온시청' } },
    { id: 'district', names: { en: 'Naru District Office', ko: '나루구청' } },
    { id: 'university', names: { en: 'Gaon University', ko: '가온대학교' } },
  ],
  threshold: 3,
  operator: {
    en: 'Demo: the computer that runs this server holds the keys of all four institutions',
    ko: '체험용: 이 서버를 실행하는 컴퓨터 한 대가 네 기관의 키를 모두 가지고 있습니다',
  },
  custodian: 'city',
  issuers: ['city', 'university'],
  people: { registrar: 'city', attester: 'district' },
  isNetwork: true,
  isDemo: true,
};

/** A ledger without demo records: one institution, run by whoever starts the server. */
export const emptyCity: CityPlan = {
  name: 'madang',
  names: { en: 'Madang', ko: '마당' },
  institutions: [{ id: 'operator', names: { en: 'Operator of this server', ko: '서버 운영자' } }],
  threshold: 1,
  operator: {
    en: 'The computer that runs this server holds the only institution’s keys',
    ko: '이 서버를 실행하는 컴퓨터가 유일한 기관의 키를 가지고 있습니다',
  },
  custodian: 'operator',
  issuers: ['operator'],
  isDemo: false,
};
