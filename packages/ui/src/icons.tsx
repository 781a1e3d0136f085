const paths = {
  menu: 'M4 6h16M4 12h16M4 18h16',
  close: 'M5 5l14 14M19 5 5 19',
  right: 'm9 5 7 7-7 7',
  down: 'm5 9 7 7 7-7',
  check: 'm5 12.5 4.5 4.5L19 7',
  search: 'M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14M16.2 16.2l4.8 4.8',
  scan: 'M4 8V4h4M16 4h4v4M20 16v4h-4M8 20H4v-4M4 12h16',
  upload: 'M12 16V5m0 0 5 5m-5-5-5 5M4 20h16',
  download: 'M12 4v11m0 0 5-5m-5 5-5-5M4 20h16',
  print: 'M7 8V3h10v5M7 17H4V9h16v8h-3M7 14h10v7H7z',
  copy: 'M9 9h11v11H9zM15 9V4H4v11h5',
  again: 'M20 5v5h-5M4 19v-5h5M5.5 9.5A7 7 0 0 1 18 7.5l2 2.5M18.5 14.5A7 7 0 0 1 6 16.5L4 14',
  qr: 'M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM14 14h2v2M20 14v2h-2M14 20h2M18 18h2v2',
  info: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M12 11v5.5M12 7.6v.1',
  warn: 'M12 3.5 22 20.5H2zM12 10v5M12 17.7v.1',
  stop: 'M8 3h8l5 5v8l-5 5H8l-5-5V8zM12 7.5v5.5M12 16.2v.1',
  home: 'M4 11.5 12 4l8 7.5V20h-5.5v-5.5h-5V20H4z',
  book: 'M5 3h14v18H5zM9 3v18M12.5 8H16M12.5 12H16',
  file: 'M6 3h8l4 4v14H6zM14 3v4h4M9 12h6M9 16h6',
  write: 'M4 20h4L19.5 8.5l-4-4L4 16zM13 7l4 4',
  institutions: 'M3 9.5 12 4l9 5.5M4 9.500h16M6 10v8M10 10v8M14 10v8M18 10v8M3 20h18',
  device: 'M7 3h10v18H7zM11 18h2',
  erase: 'M4 20h16M6 14l8-9 6 5.500-6 7H9z',
  link: 'M10 14a4 4 0 0 0 6 0l3-3a4 4 0 0 0-6-6l-1 1M14 10a4 4 0 0 0-6 0l-3 3a4 4 0 0 0 6 6l1-1',
  phone:
    'M5 3h4l2 5-2.6 1.8a12 12 0 0 0 5.8 5.8L16 13l5 2v4a2 2 0 0 1-2.2 2A17 17 0 0 1 3 5.2 2 2 0 0 1 5 3Z',
  sound: 'M4 9.5v5h3.5L12 18.5v-13L7.5 9.5H4ZM15.5 9a4 4 0 0 1 0 6M18 6.5a8 8 0 0 1 0 11',
  clock: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M12 7v5l3.5 2',
  lock: 'M5 11h14v10H5zM8 11V8a4 4 0 0 1 8 0v3M12 15v2.5',
  undo: 'M4 9h10.500a5.5 5.5 0 0 1 0 11H9M8 4.5 3.5 9 8 13.5',
  flag: 'M5 21V4h13l-2.5 4.500L18 13H5',
  out: 'M10 5H5v14h14v-5M14 4h6v6M20 4l-9 9',
  eye: 'M2 12c2.5-4.5 6-7 10-7s7.5 2.5 10 7c-2.5 4.5-6 7-10 7s-7.5-2.5-10-7ZM12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6',
} as const;

/** The name of an icon. */
export type IconName = keyof typeof paths;

/** Draws an icon on the 24 grid. It is decoration: the words stand beside it. */
export function Icon({ name, small = false }: { name: IconName; small?: boolean }) {
  return (
    <svg class={small ? 'm-i m-i-s' : 'm-i'} viewBox="0 0 24 24" aria-hidden="true">
      <path d={paths[name]} />
    </svg>
  );
}
