import { Button, useMessages } from '@madang/ui';
import { useEffect, useRef, useState } from 'preact/hooks';
import { cameraText } from '../text/camera.ts';
import './camera.css';

const scanEveryMs = 250;
/** Enough for a code that holds an address. */
const addressWidthPx = 480;

type CameraProps<T> = {
  /** What a code holds; undefined if it is not one that is looked for. */
  read: (scanned: string) => T | undefined;
  onRead: (found: T) => void;
  /** What is said of another code. */
  other: string;
  /** How wide pictures are that are looked at; more than an address needs more of them. */
  scanWidthPx?: number;
  /** The camera cannot be used: there is another way. */
  onRefused: () => void;
  onStop: () => void;
};

type Reader = (pixels: Uint8ClampedArray, width: number, height: number) => string | undefined;

async function loadReader(): Promise<Reader> {
  const { default: read } = await import('jsqr');
  return (pixels, width, height) => read(pixels, width, height)?.data;
}

type Frame = { video: HTMLVideoElement; canvas: HTMLCanvasElement; widthPx: number };

function readFrame({ video, canvas, widthPx }: Frame, read: Reader) {
  if (video.videoWidth === 0) return undefined;
  const width = Math.min(widthPx, video.videoWidth);
  const height = Math.round((video.videoHeight * width) / video.videoWidth);
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  context?.drawImage(video, 0, 0, width, height);
  const frame = context?.getImageData(0, 0, width, height);
  return frame === undefined ? undefined : read(frame.data, width, height);
}

/** Reads a QR code with the camera; pictures stay on the device. */
export function Camera<T>(props: CameraProps<T>) {
  const { read, onRead, other, onRefused, onStop, scanWidthPx = addressWidthPx } = props;
  const text = useMessages(cameraText);
  const video = useRef<HTMLVideoElement>(null);
  const [isOther, setOther] = useState(false);
  useEffect(() => {
    let stream: MediaStream | undefined;
    let timer: ReturnType<typeof setInterval> | undefined;
    let stopped = false;
    const start = async () => {
      const scan = await loadReader();
      stream = await navigator.mediaDevices.getUserMedia({
        video: { facingMode: 'environment', width: { ideal: scanWidthPx } },
      });
      const shown = video.current;
      if (stopped || shown === null) return;
      shown.srcObject = stream;
      await shown.play();
      const canvas = document.createElement('canvas');
      timer = setInterval(() => {
        const scanned = readFrame({ video: shown, canvas, widthPx: scanWidthPx }, scan);
        const found = scanned === undefined ? undefined : read(scanned);
        if (found !== undefined) onRead(found);
        else if (scanned !== undefined) setOther(true);
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
      <p class="m-strong">{text.title}</p>
      <p class="m-small" role="status">
        {isOther && other}
      </p>
      <video ref={video} class="camera" muted playsInline aria-label={text.title} />
      <Button kind="plain" onClick={onStop}>
        {text.stop}
      </Button>
    </div>
  );
}
