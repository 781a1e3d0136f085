import type { Json } from '@madang/base';

/** What an election of tests is about. */
export interface ElectionWish {
  readonly register: string;
  /** SHA-256 of the announcement, hexadecimal. */
  readonly text: string;
  /** Accounts of the trustees, hexadecimal. */
  readonly trustees: readonly string[];
  /** ms, of a whole second. */
  readonly closesAt: number;
  /** Fields that are otherwise than usual. */
  readonly more?: Readonly<Record<string, Json>>;
}

/**
 * The payload that drafts an election: one of two persons in one building, by heads, for which two
 * trustees are enough.
 */
export function electionDraft(wish: ElectionWish): Json {
  const { register, text, trustees, closesAt, more = {} } = wish;
  return {
    institution: 'city',
    register,
    level: 'link',
    title: { en: 'Representative of 101', ko: '101동 대표 선거' },
    text,
    questions: [
      {
        answers: 2,
        choice: { min: 1, max: 1, blank: true },
        decides: { kind: 'elect', seats: 1 },
      },
    ],
    buildings: ['101동'],
    results: 'complex',
    measures: ['heads'],
    trustees: trustees.map((account, at) => ({
      account,
      seat: { en: `Trustee ${String(at + 1)}`, ko: `위원 ${String(at + 1)}` },
    })),
    threshold: Math.min(2, trustees.length),
    revote: 'none',
    paper: 'none',
    basis: 'test',
    recordedAt: 0,
    closesAt,
    ...more,
  };
}
