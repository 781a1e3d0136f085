import path from 'node:path';
import { tryToListen } from '@madang/api';
import { fail, ok, type Result } from '@madang/base';
import type { Arguments, Command } from '../command.ts';
import type { Layout } from '../data/layout.ts';
import { type DemoClock, demoClock } from '../demo/clock.ts';
import { emptyCity, gaon } from '../demo/gaon.ts';
import { demoFoundedAt, makeDemo } from '../demo/make-demo.ts';
import { keepFailedCommitsQuiet } from '../server/failed-commits.ts';
import { lanCertificate } from '../server/lan.ts';
import { listenFailure, listenFor } from '../server/listening.ts';
import { type OpenCity, openCity } from '../server/open-city.ts';
import { waitForStop } from '../server/wait-for-stop.ts';
import { printWelcome } from '../server/welcome.ts';
import type { CommandError, Terminal } from '../terminal.ts';
import { type Founding, foundIfNew, isToBeFounded } from './founding.ts';
import { givenLayout, ledgerFolderOption } from './given-folder.ts';
import { portOf } from './port.ts';

const DEFAULT_PORT = 7300;

/** `madang start`: founds a ledger where there is none, and serves it until it is told to stop. */
export const start: Command = {
  name: 'start',
  operands: '',
  summary: {
    en: 'Starts the ledger and its web site on this machine.',
    ko: '이 컴퓨터에서 원장과 웹사이트를 시작합니다.',
  },
  options: [
    ledgerFolderOption,
    { name: 'port', value: 'PORT', help: { en: 'port (7300)', ko: '포트 (7300)' } },
    {
      name: 'empty',
      help: {
        en: 'a new ledger begins without the demo city',
        ko: '체험 도시 없이 새 원장을 시작합니다',
      },
    },
    {
      name: 'lan',
      help: {
        en: 'serves other devices too, over HTTPS with a certificate of its own',
        ko: '자체 인증서로 다른 기기에서도 HTTPS로 접속할 수 있게 합니다',
      },
    },
  ],
  count: { min: 0, max: 0 },
  run: startServer,
};

async function startServer(
  given: Arguments,
  terminal: Terminal,
): Promise<Result<number, CommandError>> {
  const port = portOf(given.value('port'), DEFAULT_PORT);
  if (!port.ok) return port;
  const layout = givenLayout(given);
  const wanted = { given, terminal, layout, clock: demoClock(), port: port.value };
  const founding = await foundWhereItCanListen(wanted);
  if (!founding.ok) return founding;
  try {
    return await openAndServe({ ...wanted, founding: founding.value });
  } finally {
    founding.value.release();
  }
}

interface Wanted {
  readonly given: Arguments;
  readonly terminal: Terminal;
  readonly layout: Layout;
  readonly clock: DemoClock;
  readonly port: number;
}

/** Nothing is made for a server that could not listen afterwards. */
async function foundWhereItCanListen({
  given,
  layout,
  port,
}: Wanted): Promise<Result<Founding, CommandError>> {
  const isNew = isToBeFounded(layout);
  if (!isNew.ok) return isNew;
  if (isNew.value) {
    const free = await listenFor(given.has('lan'), (hosts) => tryToListen({ hosts, port }));
    if (!free.ok) return fail(listenFailure(free.error));
  }
  const isEmpty = given.has('empty');
  const timeMs = isEmpty ? Date.now() : demoFoundedAt(Date.now());
  return foundIfNew(layout, {
    plan: isEmpty ? emptyCity : gaon,
    timeMs,
    isDemoToFollow: !isEmpty,
  });
}

interface Founded extends Wanted {
  readonly founding: Founding;
}

async function openAndServe(wanted: Founded): Promise<Result<number, CommandError>> {
  const { terminal, layout, clock } = wanted;
  const stopListening = keepFailedCommitsQuiet();
  try {
    const opened = await openCity({
      layout,
      now: clock.now,
      webFolder: WEB_FOLDER,
      log: (line) => {
        terminal.note(JSON.stringify(line));
      },
    });
    if (!opened.ok) return opened;
    try {
      return await serve({ ...wanted, opened: opened.value });
    } finally {
      await opened.value.close();
    }
  } finally {
    stopListening();
  }
}

/** The built browser app, beside this app in the checkout. */
const WEB_FOLDER = path.join(import.meta.dirname, '../../../web/dist');

interface Serving extends Founded {
  readonly opened: OpenCity;
}

async function serve(serving: Serving): Promise<Result<number, CommandError>> {
  const { given, terminal, layout, opened, founding, port } = serving;
  const isLan = given.has('lan');
  await opened.noteErasures();
  if (founding.isNew && opened.city.isDemo) await makeDemo(serving);
  founding.finish();
  const tls = isLan ? await lanCertificate(layout, Date.now()) : undefined;
  const listening = await listenFor(isLan, (hosts) =>
    opened.api.listen({ hosts, port, ...(tls === undefined ? {} : { tls }) }),
  );
  if (!listening.ok) return fail(listenFailure(listening.error));
  const { isNew } = founding;
  printWelcome(terminal, { opened, layout, isNew, isLan, port: listening.value.port });
  const failure = await waitForStop(opened.ledger);
  await listening.value.close();
  return failure === undefined ? ok(0) : fail(failure);
}
