import { inGroups } from '../i18n/format.ts';
import { useMessages } from '../i18n/messages.ts';
import { partText } from '../i18n/part-text.ts';
import type { ProofValue, WallName } from './proof-value.ts';
import { wallNames } from './proof-value.ts';
import { QrCode } from './qr-code.tsx';
import { YardFrame } from './yard-frame.tsx';

type ReceiptCardProps = {
  proof: ProofValue;
  /** The receipt number without spaces. */
  number: string;
  /** What the QR code holds: the address where the receipt is checked. */
  link: string;
  /** What each wall says beside the code. */
  labels: Readonly<Record<WallName, string>>;
};

/** The receipt: its code within the four walls, each with its own label. It carries no name. */
export function ReceiptCard({ proof, number, link, labels }: ReceiptCardProps) {
  const text = useMessages(partText);
  const grouped = inGroups(number);
  return (
    <div class="m-stack">
      <div class="m-receipt">
        <div>
          {wallNames.map((wall) => (
            <span key={wall} class="lab" data-wall={wall} data-is={proof.walls[wall]}>
              {labels[wall]}
            </span>
          ))}
          <YardFrame proof={proof} live>
            <QrCode text={link} label={text.qrOf(grouped)} />
          </YardFrame>
        </div>
      </div>
      <div class="m-slip">
        <p class="m-small m-sub">{text.receiptNumber}</p>
        <p class="m-code">{grouped}</p>
      </div>
    </div>
  );
}
