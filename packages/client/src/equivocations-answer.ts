import { list, record, text } from '@madang/base';

/** `GET /log/equivocations`: files of docs/spec/equivocation.md. */
export const equivocationsAnswer = record({
  equivocations: list(text({ max: 35_672 }), { max: 20 }),
});
