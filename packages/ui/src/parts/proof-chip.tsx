import type { ComponentChildren } from 'preact';
import { Icon } from '../icons.tsx';
import { ProofMark } from './proof-mark.tsx';
import type { ProofValue } from './proof-value.ts';
import { proofStateOf } from './proof-value.ts';

type ProofChipProps = {
  proof: ProofValue;
  /** Where the whole proof is shown. */
  href: string;
  arrow?: 'right' | 'down';
  /** For pages where only one of the two widths shows the chip. */
  only?: 'phone' | 'desk';
  /** One sentence that names what was proven. */
  children: ComponentChildren;
};

/** The mark as a control: one sentence, and the way to the whole proof. */
export function ProofChip({ proof, href, arrow = 'right', only, children }: ProofChipProps) {
  return (
    <a
      class={only === undefined ? 'm-proof' : `m-proof only-${only}`}
      data-state={proofStateOf(proof)}
      href={href}
    >
      <ProofMark proof={proof} live />
      <span>{children}</span>
      <Icon name={arrow} small />
    </a>
  );
}
