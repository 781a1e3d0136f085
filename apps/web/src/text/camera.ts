import { defineMessages } from '@madang/ui';

/** The words of the camera that reads QR codes. */
export const cameraText = defineMessages(
  {
    title: 'QR을 네모 안에 맞춰 주세요',
    stop: '그만 찍기',
  },
  {
    title: 'Hold the QR code within the square',
    stop: 'Stop the camera',
  },
);
