/** The name of the service and its texts, without anything else of it. */
export const electionWords = {
  name: 'election',
  text: { ko: () => import('./text/ko.ts'), en: () => import('./text/en.ts') },
} as const;
