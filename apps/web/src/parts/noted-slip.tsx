import { inGroups } from '@madang/ui';
import { notedOf } from '../ballot/opened-link.ts';

/** A fingerprint as people compare it and write it down. */
export function NotedSlip({ label, of }: { label: string; of: Uint8Array }) {
  return (
    <div class="m-slip">
      <p class="m-small m-sub">{label}</p>
      <p class="m-code">{inGroups(notedOf(of))}</p>
    </div>
  );
}
