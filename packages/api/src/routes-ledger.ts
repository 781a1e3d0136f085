import { ok, utf8 } from '@madang/base';
import {
  checkpointsAnswer,
  institutionsAnswer,
  ledgerAnswer,
  statisticsAnswer,
} from '@madang/client';
import { networkAnswer } from '@madang/client/network';
import { refuse } from '@madang/kernel';
import { apiErrors } from './api-errors.ts';
import { institutionsOf } from './institutions.ts';
import { networkOf } from './network.ts';
import { limitParams, noParams } from './params.ts';
import { listsWhole } from './record-unknown.ts';
import type { ApiRoom } from './room.ts';
import { type AnyRoute, jsonAnswer, jsonReply, route } from './route.ts';
import { seoulDayStart } from './seoul-day.ts';

const tag = 'ledger';
const DEFAULT_CHECKPOINTS = 20;

/** What the ledger is and who keeps it. */
export function ledgerRoutes(room: ApiRoom): readonly AnyRoute[] {
  return [...identityRoutes(room), ...keeperRoutes(room), statisticsRoute(room)];
}

function identityRoutes(room: ApiRoom): readonly AnyRoute[] {
  return [
    route({
      path: '/api/ledger',
      summary: 'Which ledger this is, and the server’s clock.',
      tag,
      params: noParams,
      query: noParams,
      answer: jsonAnswer(ledgerAnswer),
      // Every page asks: what is told is JSON as it is, and needs no codec to write it.
      handle: () => ok({ json: room.tellLedger(), caching: 'never' }),
    }),
    route({
      path: '/api/genesis',
      summary: 'The first bytes of the ledger.',
      tag,
      params: noParams,
      query: noParams,
      answer: { kind: 'file', type: 'application/cbor', description: 'docs/spec/genesis.md' },
      handle: () => ok({ bytes: room.options.ledger.genesisBytes, caching: 'moment' }),
    }),
    route({
      path: '/api/policy',
      summary: 'The trust policy: which keys a verifier of this ledger believes.',
      tag,
      params: noParams,
      query: noParams,
      answer: {
        kind: 'file',
        type: 'text/plain; charset=utf-8',
        description: 'docs/spec/checkpoint.md',
      },
      isOfBlock: true,
      handle: () => ok({ bytes: utf8(room.options.policyText), caching: 'moment' }),
    }),
    route({
      path: '/api/policy/changes',
      summary: 'The signed changes that led to the trust policy.',
      tag,
      params: noParams,
      query: noParams,
      answer: {
        kind: 'file',
        type: 'text/plain; charset=utf-8',
        description: 'docs/spec/policy-change.md',
      },
      handle: () => {
        const changes = room.options.policyChanges?.();
        return changes === undefined
          ? refuse(apiErrors.NOT_FOUND, {})
          : ok({ bytes: changes, caching: 'moment' });
      },
    }),
  ];
}

function keeperRoutes(room: ApiRoom): readonly AnyRoute[] {
  return [
    route({
      path: '/api/institutions',
      summary: 'Who keeps the ledger, who operates what, and who cosigned when.',
      tag,
      params: noParams,
      query: noParams,
      answer: jsonAnswer(institutionsAnswer),
      isOfBlock: true,
      handle: async () => {
        await room.history.glance();
        const institutions = institutionsOf(room);
        return institutions.ok
          ? jsonReply(institutionsAnswer, institutions.value, 'moment')
          : institutions;
      },
    }),
    route({
      path: '/api/network',
      summary: 'How the nodes of the institutions are, and how many failures the network bears.',
      tag,
      params: noParams,
      query: noParams,
      answer: jsonAnswer(networkAnswer),
      handle: async () => {
        await room.history.glance();
        return jsonReply(networkAnswer, await networkOf(room), 'moment');
      },
    }),
    route({
      path: '/api/checkpoints',
      summary: 'The checkpoints that this server has seen signed, newest first.',
      tag,
      params: noParams,
      query: limitParams,
      answer: jsonAnswer(checkpointsAnswer),
      handle: async ({ query }) => {
        await room.history.glance();
        const checkpoints = room.history.list(query.limit ?? DEFAULT_CHECKPOINTS);
        return jsonReply(checkpointsAnswer, { checkpoints }, 'moment');
      },
    }),
  ];
}

function statisticsRoute(room: ApiRoom): AnyRoute {
  return route({
    path: '/api/statistics/today',
    summary: 'Records in each hour of the local day.',
    tag,
    params: noParams,
    query: noParams,
    answer: jsonAnswer(statisticsAnswer),
    handle: async () => {
      const whole = listsWhole(room);
      if (!whole.ok) return whole;
      const dayStart = seoulDayStart(room.options.now());
      const hours = await room.options.views.recordsByHour(dayStart);
      const total = hours.reduce((sum, count) => sum + count, 0);
      const statistics = { timeZone: 'Asia/Seoul', dayStart, hours, total };
      return jsonReply(statisticsAnswer, statistics, 'moment');
    },
  });
}
