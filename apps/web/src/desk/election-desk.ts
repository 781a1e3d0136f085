import { createElectionDesk, type ElectionDesk } from '@madang/client';
import { languageOfPath } from '@madang/ui';
import type { AtDesk } from './session.ts';

/** What an officer asks of the desk about an election. */
export function electionDesk({ session }: AtDesk): ElectionDesk {
  const language = () => languageOfPath(location.pathname);
  return createElectionDesk({ baseUrl: '', language }, session.token);
}
