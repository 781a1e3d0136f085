import { QrCode } from '@madang/ui';
import './large-qr.css';

/** A QR code as large as another device reads from a screen. */
export function LargeQr(props: Parameters<typeof QrCode>[0]) {
  return (
    <div class="large-qr">
      <QrCode {...props} />
    </div>
  );
}
