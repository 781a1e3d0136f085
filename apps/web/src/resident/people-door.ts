import { createPeopleDoor } from '@madang/client';
import { languageOfPath } from '@madang/ui';

/** What persons ask with their link besides identifying themselves. */
export const peopleDoor = createPeopleDoor({
  baseUrl: '',
  language: () => languageOfPath(location.pathname),
});
