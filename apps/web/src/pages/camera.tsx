import { Button, useMessages } from '@madang/ui';
import { useEffect, useRef, useState } from 'preact/hooks';
import { readScanned } from '../device/scan-link.ts';
import { verifyText } from '../text/verify.ts';

const scanEveryMs = 250;
const scanWidthPx = 480;

type CameraProps = {
  onNumber: (number: string) => void;
  /** The camera cannot be used: the person types the number instead. */
  onRefused: () => void;
  onStop: () => void;
};

type Reader = (pixels: Uint8ClampedArray, width: number, height: number) => string | undefined;

async function loadReader(): Promise<Reader> {
  const { default: read } = await import('jsqr');
  return (pixels, width, height) => read(pixels, width, height)?.data;
}

function readFrame(video: HTMLVideoElement, canvas: HTMLCanvasElement, read: Reader) {
  if (video.videoWidth === 0) return undefined;
  const width = Math.min(scanWidthPx, video.videoWidth);
  const height = Math.round((video.videoHeight * width) / video.videoWidth);
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  context?.drawImage(video, 0, 0, width, height);
  const frame = context?.getImageData(0, 0, width, height);
  return frame === undefined ? undefined : read(frame.data, width, height);
}

/** Reads a receipt's QR code with the camera; pictures stay on the device. */
export function Camera({ onNumber, onRefused, onStop }: CameraProps) {
  const text = useMessages(verifyText);
  const video = useRef<HTMLVideoElement>(null);
  const [other, setOther] = useState(false);
  useEffect(() => {
    let stream: MediaStream | undefined;
    let timer: ReturnType<typeof setInterval> | undefined;
    let stopped = false;
    const start = async () => {
      const read = await loadReader();
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } });
      const shown = video.current;
      if (stopped || shown === null) return;
      shown.srcObject = stream;
      await shown.play();
      const canvas = document.createElement('canvas');
      timer = setInterval(() => {
        const found = readFrame(shown, canvas, read);
        const number = found === undefined ? undefined : readScanned(found);
        if (number !== undefined) onNumber(number);
        else if (found !== undefined) setOther(true);
      }, scanEveryMs);
    };
    start().catch(onRefused);
    return () => {
      stopped = true;
      clearInterval(timer);
      for (const track of stream?.getTracks() ?? []) track.stop();
    };
  }, []);
  return (
    <div class="m-stack-s">
      <p class="m-strong">{text.cameraTitle}</p>
      <p class="m-small" role="status">
        {other && text.cameraOther}
      </p>
      <video ref={video} class="camera" muted playsInline aria-label={text.cameraTitle} />
      <Button kind="plain" onClick={onStop}>
        {text.cameraStop}
      </Button>
    </div>
  );
}
