import { fail, fromHex, ok, type Result, toHex } from '@madang/base';
import { createMachine } from '@madang/kernel';
import { services } from '@madang/services';
import { type Arguments, type Command, DEFAULT_ADDRESS } from '../command.ts';
import { type Governor, governorOf, placeOf, sendAct } from '../govern/sign-act.ts';
import { fromClient, type RemoteLedger } from '../remote.ts';
import { type CommandError, commandError, type Terminal, type Words } from '../terminal.ts';

/** `madang upgrade`: which rules are planned, and that the nodes of an institution have them. */
export const upgrade: Command = upgradeCommand(() => createMachine(services).versions);

/** The command of a build with the rules of these protocol versions. */
export function upgradeCommand(versions: () => readonly number[]): Command {
  return {
    name: 'upgrade',
    operands: 'status | operator ACCOUNT | ready | not-ready',
    summary: {
      en: 'Shows the plan for the rules of the next version, and says that an institution has them.',
      ko: '다음 버전 규칙의 계획을 보여 주고, 기관의 노드가 그 규칙을 갖추었는지 알립니다.',
    },
    options: [
      {
        name: 'at',
        value: 'URL',
        help: { en: `a node (${DEFAULT_ADDRESS})`, ko: `노드 주소 (${DEFAULT_ADDRESS})` },
      },
      {
        name: 'as',
        value: 'ID',
        help: { en: 'the institution that is spoken for', ko: '말하는 기관' },
      },
      {
        name: 'key',
        value: 'FILE',
        help: {
          en: 'ready, not-ready: the operator’s key; operator: the governance key',
          ko: 'ready, not-ready: 운영 담당자 키, operator: 거버넌스 키',
        },
      },
    ],
    count: { min: 1, max: 2 },
    run: (given, terminal) => runUpgrade({ given, terminal, versions: versions() }),
  };
}

interface Asked {
  readonly given: Arguments;
  readonly terminal: Terminal;
  /** The protocol versions whose rules this build has. */
  readonly versions: readonly number[];
}

async function runUpgrade(asked: Asked): Promise<Result<number, CommandError>> {
  const { given, terminal } = asked;
  const [what = '', account] = given.positionals;
  if (what === 'status' && account === undefined) {
    const place = await placeOf(given, terminal);
    return place.ok ? show(asked, place.value.ledger) : place;
  }
  const act = account === undefined ? declarations.get(what) : appointing(what, account);
  if (act === undefined) return wrongWords();
  const governor = await governorOf(given, terminal);
  return governor.ok ? act(asked, governor.value) : governor;
}

type Act = (asked: Asked, governor: Governor) => Promise<Result<number, CommandError>>;

const declarations: ReadonlyMap<string, Act> = new Map<string, Act>([
  ['ready', (asked, governor) => declare(asked, governor, 'ready')],
  ['not-ready', (asked, governor) => declare(asked, governor, 'not-ready')],
]);

async function protocolOf(ledger: RemoteLedger) {
  const answer = await ledger.query('governance.protocol', {});
  return answer.ok ? answer : fail(fromClient(answer.error));
}

async function show(
  { terminal, versions }: Asked,
  ledger: RemoteLedger,
): Promise<Result<number, CommandError>> {
  const protocol = await protocolOf(ledger);
  if (!protocol.ok) return protocol;
  const status = await ledger.status();
  if (!status.ok) return fail(fromClient(status.error));
  const { version, plan, needed } = protocol.value;
  const say = ({ [terminal.language]: words }: Words) => {
    terminal.say(words);
  };
  const [inForce, own] = [String(version), versions.join(', ')];
  say({
    en: `Version ${inForce} is in force; this build has: ${own}.`,
    ko: `버전 ${inForce}이 시행 중입니다. 이 프로그램에 있는 버전: ${own}.`,
  });
  if (plan === undefined) {
    say({ en: 'Nothing is planned.', ko: '계획된 것이 없습니다.' });
    return ok(0);
  }
  const [next, from, now] = [plan.version, plan.height, status.value.height].map(String);
  say({
    en: `Planned: version ${next} from block ${from} on; the ledger is at block ${now}.`,
    ko: `계획: 블록 ${from}부터 버전 ${next}. 원장은 블록 ${now}에 있습니다.`,
  });
  const [id, release] = [toHex(plan.id), toHex(plan.release)];
  say({
    en: `Plan ${id}, release ${release}`,
    ko: `계획 번호 ${id}, 릴리스 ${release}`,
  });
  const ready = plan.ready.join(', ') || '-';
  const count = `${String(plan.ready.length)}/${String(needed)}`;
  say({ en: `Ready: ${ready} (${count} needed).`, ko: `준비됨: ${ready} (필요 ${count}).` });
  return ok(0);
}

/** Who says that an institution is ready must know that the build has the rules: this one knows. */
async function declare(
  { terminal, versions }: Asked,
  governor: Governor,
  readiness: 'ready' | 'not-ready',
): Promise<Result<number, CommandError>> {
  const protocol = await protocolOf(governor.ledger);
  if (!protocol.ok) return protocol;
  const { plan } = protocol.value;
  if (plan === undefined) return fail(NO_PLAN);
  if (readiness === 'ready' && !versions.includes(plan.version)) {
    return fail(rulesNotHere(plan.version, versions));
  }
  const payload = { institution: governor.as, plan: plan.id, readiness };
  return done(await sendAct(governor, 'governance.declareReady', payload, terminal));
}

/** Gives an account the role with which it says that an institution is ready. */
function appointing(what: string, given: string): Act | undefined {
  const account = fromHex(given);
  const isAccount = account.ok && account.value.length === ACCOUNT_BYTES;
  if (what !== 'operator' || !isAccount) return undefined;
  return async ({ terminal }, governor) => {
    const grant = { role: 'governance.operator', account: account.value, delegable: false };
    const payload = { institution: governor.as, ...grant };
    return done(await sendAct(governor, 'governance.grantRole', payload, terminal));
  };
}

const ACCOUNT_BYTES = 32;

function done(sent: Result<unknown, CommandError>): Result<number, CommandError> {
  return sent.ok ? ok(0) : sent;
}

const NO_PLAN = commandError(
  'NOTHING_PLANNED',
  'There is no plan of upgrade on this ledger now; look with: madang upgrade status',
  '이 원장에는 지금 업그레이드 계획이 없습니다. 확인: madang upgrade status',
);

function rulesNotHere(version: number, versions: readonly number[]): CommandError {
  const [wanted, own] = [String(version), versions.join(', ')];
  return commandError(
    'RULES_NOT_HERE',
    `This build has the rules of version ${own}, not of ${wanted}: its node would stop at the planned block. Install the release that is planned, on the node too, and say this again with it.`,
    `이 프로그램에는 버전 ${own} 규칙이 있고 ${wanted} 규칙은 없습니다. 이대로면 노드가 계획된 블록에서 멈춥니다. 노드에도 계획된 릴리스를 설치한 뒤 그 프로그램으로 다시 실행하십시오.`,
  );
}

function wrongWords(): Result<never, CommandError> {
  const { operands } = upgrade;
  return fail(
    commandError('USAGE', `Say one of: ${operands}.`, `다음 중 하나를 쓰십시오: ${operands}.`),
  );
}
