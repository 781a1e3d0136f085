import path from 'node:path';
import type { ListenError, Listening } from '@madang/api';
import { fail, ok, type Result } from '@madang/base';
import type { Arguments, Command } from '../command.ts';
import { type Layout, layoutOf } from '../data/layout.ts';
import { type DemoClock, demoClock } from '../demo/clock.ts';
import { makeDemoDecision, storyBegins } from '../demo/decision.ts';
import { writeDemoLinks } from '../demo/links.ts';
import { makeDemoRecords } from '../demo/records.ts';
import { keepFailedCommitsQuiet } from '../server/failed-commits.ts';
import { lanCertificate } from '../server/lan.ts';
import { type OpenCity, openCity } from '../server/open-city.ts';
import { waitForStop } from '../server/wait-for-stop.ts';
import { printWelcome } from '../server/welcome.ts';
import { type CommandError, commandError, type Terminal } from '../terminal.ts';
import { foundIfNew } from './init.ts';

const DEFAULT_PORT = 7300;
const LOOPBACK = ['127.0.0.1', '::1'];

/** `madang start`: founds a ledger where there is none, and serves it until it is told to stop. */
export const start: Command = {
  name: 'start',
  operands: '',
  summary: {
    en: 'Starts the ledger and its web site on this machine.',
    ko: '이 컴퓨터에서 원장과 웹사이트를 시작합니다.',
  },
  options: [
    {
      name: 'data',
      value: 'DIR',
      help: { en: 'data folder (.madang)', ko: '데이터 폴더 (.madang)' },
    },
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
  const port = portOf(given.value('port'));
  if (!port.ok) return port;
  const layout = layoutOf(path.resolve(given.value('data') ?? '.madang'));
  const clock = demoClock();
  const isEmpty = given.has('empty');
  // The demo's story began weeks ago, and its ledger before that.
  const foundedMs = isEmpty ? Date.now() : storyBegins(Date.now()) - FOUNDED_BEFORE_MS;
  const isNew = foundIfNew(layout, isEmpty, foundedMs);
  if (!isNew.ok) return isNew;
  const stopListening = keepFailedCommitsQuiet();
  const opened = await openCity({
    layout,
    now: clock.now,
    webFolder: WEB_FOLDER,
    log: (line) => {
      terminal.note(JSON.stringify(line));
    },
  });
  if (!opened.ok) {
    stopListening();
    return opened;
  }
  try {
    return await serve({
      given,
      terminal,
      layout,
      clock,
      opened: opened.value,
      port: port.value,
      isNew: isNew.value,
    });
  } finally {
    await opened.value.close();
    stopListening();
  }
}

/** The built browser app, beside this app in the checkout. */
const WEB_FOLDER = path.join(import.meta.dirname, '../../../web/dist');

function portOf(text: string | undefined): Result<number, CommandError> {
  const port = text === undefined ? DEFAULT_PORT : Number(text);
  if (/^[0-9]{1,5}$/.test(text ?? '0') && port <= 65_535) return ok(port);
  return fail(
    commandError(
      'PORT_NOT_VALID',
      'A port is a number from 0 to 65535.',
      '포트는 0에서 65535까지의 숫자입니다.',
    ),
  );
}

interface Serving {
  readonly given: Arguments;
  readonly terminal: Terminal;
  readonly layout: Layout;
  readonly clock: DemoClock;
  readonly opened: OpenCity;
  readonly port: number;
  readonly isNew: boolean;
}

async function serve(serving: Serving): Promise<Result<number, CommandError>> {
  const { given, terminal, layout, opened, isNew } = serving;
  const isLan = given.has('lan');
  await opened.noteErasures();
  if (isNew && opened.city.isDemo) await makeDemo(serving);
  const listening = await (isLan ? listenOnLan(serving) : listenOnLoopback(serving));
  if (!listening.ok) return fail(listenFailure(listening.error));
  printWelcome(terminal, { opened, layout, isNew, isLan, port: listening.value.port });
  const failure = await waitForStop(opened.ledger);
  await listening.value.close();
  return failure === undefined ? ok(0) : fail(failure);
}

/** What a visitor of the demo finds: documents, and a decision that has run for three weeks. */
async function makeDemo({ terminal, layout, clock, opened }: Serving): Promise<void> {
  const { ledger, people, matters } = opened;
  terminal.note(DEMO_NOTE[terminal.language]);
  const room = { ledger, now: clock.now };
  clock.hold(storyBegins(Date.now()) - FOUNDED_BEFORE_MS / 2);
  await makeDemoRecords(room, layout);
  if (people !== undefined) {
    const { keepFile } = matters;
    const made = await makeDemoDecision({ ...room, clock, layout, people, keepFile });
    await writeDemoLinks(layout, people.vault, made);
  }
  clock.release();
}

const FOUNDED_BEFORE_MS = 24 * 3_600_000;

const DEMO_NOTE = {
  en: 'Making the demo city: 1,000 homes, three weeks into their decision …',
  ko: '체험 도시를 만들고 있습니다: 3주째 결정하고 있는 1,000세대 …',
} as const;

async function listenOnLoopback({
  opened,
  port,
}: Serving): Promise<Result<Listening, ListenError>> {
  const both = await opened.api.listen({ hosts: LOOPBACK, port });
  // A machine without IPv6 has no ::1.
  if (both.ok || both.error.code !== 'HOST_NOT_AVAILABLE') return both;
  return opened.api.listen({ hosts: LOOPBACK.slice(0, 1), port });
}

async function listenOnLan({
  layout,
  opened,
  port,
}: Serving): Promise<Result<Listening, ListenError>> {
  const tls = await lanCertificate(layout, Date.now());
  const dual = await opened.api.listen({ hosts: ['::'], port, tls });
  if (dual.ok || dual.error.code !== 'HOST_NOT_AVAILABLE') return dual;
  return opened.api.listen({ hosts: ['0.0.0.0'], port, tls });
}

function listenFailure({ code, host, port }: ListenError): CommandError {
  switch (code) {
    case 'PORT_IN_USE':
      return commandError(
        code,
        `Port ${String(port)} is in use; choose another with --port, or stop the program that has it.`,
        `${String(port)} 포트를 다른 프로그램이 쓰고 있습니다. --port 로 다른 포트를 고르십시오.`,
      );
    case 'PORT_FORBIDDEN':
      return commandError(
        code,
        `This account may not listen on port ${String(port)}; choose one above 1023 with --port.`,
        `${String(port)} 포트를 쓸 권한이 없습니다. --port 로 1024 이상의 포트를 고르십시오.`,
      );
    case 'HOST_NOT_AVAILABLE':
      return commandError(
        code,
        `This machine cannot listen on ${host}.`,
        `이 컴퓨터에서 ${host} 주소를 열 수 없습니다.`,
      );
  }
}
