import type { ApiRoom } from './room.ts';
import type { AnyRoute } from './route.ts';
import { consensusRoutes } from './routes-consensus.ts';
import { deskRoutes } from './routes-desk.ts';
import { ledgerRoutes } from './routes-ledger.ts';
import { logRoutes } from './routes-log.ts';
import { matterRoutes } from './routes-matters.ts';
import { operationRoutes } from './routes-operation.ts';
import { peopleRoutes } from './routes-people.ts';
import { recordRoutes } from './routes-records.ts';
import { serviceRoutes } from './routes-services.ts';
import { vaultRoutes } from './routes-vault.ts';

/** Every address of the interface, but for the pages, /openapi.json and /docs/errors. */
export function allRoutes(room: ApiRoom): readonly AnyRoute[] {
  return [
    ...ledgerRoutes(room),
    ...recordRoutes(room),
    ...serviceRoutes(room),
    ...logRoutes(room),
    ...matterRoutes(room),
    ...vaultRoutes(room),
    ...peopleRoutes(room),
    ...deskRoutes(room),
    ...consensusRoutes(room),
    ...operationRoutes(room),
  ];
}
