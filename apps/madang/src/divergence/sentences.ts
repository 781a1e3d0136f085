import type { StateDifference } from '@madang/node';
import type { Words } from '../terminal.ts';
import type { ComparedNode } from './compared-node.ts';
import type { Difference } from './find-split.ts';

/** What `madang divergence` says of one node beside the own. */
export function nodeLine(node: ComparedNode, difference: Difference | undefined): Words {
  const { name, height, log } = node;
  const [block, entries] = [String(height), String(log.size)];
  if (difference === undefined) {
    return {
      en: `${name}: block ${block}, ${entries} entries; the same as far as both have come.`,
      ko: `${name}: 블록 ${block}, 기록 ${entries}개. 둘 다 가진 데까지 같습니다.`,
    };
  }
  const from = String(difference.height);
  const kind = KINDS[difference.kind];
  return {
    en: `${name}: block ${block}, ${entries} entries; differs at block ${from}: ${kind.en}.`,
    ko: `${name}: 블록 ${block}, 기록 ${entries}개. 블록 ${from}에서 다릅니다: ${kind.ko}.`,
  };
}

/** Where the own node stands. */
export function ownLine({ name, height, log }: ComparedNode): Words {
  const [block, entries] = [String(height), String(log.size)];
  return {
    en: `${name}: block ${block}, ${entries} entries.`,
    ko: `${name}: 블록 ${block}, 기록 ${entries}개.`,
  };
}

const KINDS: Readonly<Record<Difference['kind'], Words>> = {
  state: {
    en: 'the same transactions came to another state',
    ko: '같은 거래에서 다른 상태가 나왔습니다',
  },
  outcome: {
    en: 'the same transaction came to another outcome',
    ko: '같은 거래의 결과가 다릅니다',
  },
  transactions: {
    en: 'other transactions stand there',
    ko: '다른 거래가 기록되어 있습니다',
  },
  records: {
    en: 'the log is the same, records below it are not',
    ko: '기록 목록은 같지만 그 아래의 상태가 다릅니다',
  },
};

/** The first key that differs, without what stands under it. */
export function keyLine({ service, table, key, how, services }: StateDifference): Words {
  const counts = services.map((one) => `${one.service} ${String(one.keys)}`).join(', ');
  const record = `${service}/${table}`;
  return {
    en: `The first key that differs: service ${service}, record ${record}, key ${shown(key).en} (hexadecimal): ${HOW[how].en}. Keys that differ by service: ${counts}.`,
    ko: `처음으로 다른 키: 서비스 ${service}, 종류 ${record}, 키 ${shown(key).ko} (16진수): ${HOW[how].ko}. 서비스별 다른 키 수: ${counts}.`,
  };
}

function shown(key: string): Words {
  return key === '' ? { en: 'none, it is the only one', ko: '없음(하나뿐인 기록)' } : both(key);
}

function both(text: string): Words {
  return { en: text, ko: text };
}

const HOW: Readonly<Record<StateDifference['how'], Words>> = {
  other: { en: 'another value', ko: '값이 다릅니다' },
  missing: { en: 'it is missing', ko: '빠져 있습니다' },
  extra: { en: 'it should not be there', ko: '없어야 할 것이 있습니다' },
};

/** Said before the log of a folder is executed again, which takes as long as `doctor`. */
export function executing(name: string): Words {
  return {
    en: `Executing the log of ${name} from its first entry …`,
    ko: `${name} 의 기록을 처음부터 다시 실행합니다 …`,
  };
}

/** All that could be compared is the same. */
export const ONE: Words = { en: 'The states are one.', ko: '상태가 하나입니다.' };

const PAGE = 'docs/operate/network.md#a-node-has-another-ledger';

/** A node is not as the rules of this build have it. */
export function wrongNode(name: string): Words {
  return {
    en: `${name} is not what the rules of this build make of its own log. Stop that node, keep a copy of its folder, take its ledger anew (madang network resync NODE) and start it again: ${PAGE} (NODE_DIVERGED)`,
    ko: `${name} 의 상태는 이 프로그램의 규칙으로 그 기록을 실행한 결과와 다릅니다. 그 노드를 멈추고 폴더를 복사해 둔 뒤 원장을 다시 받아(madang network resync 노드) 시작하십시오: ${PAGE} (NODE_DIVERGED)`,
  };
}

/** The folder is as the rules have it, so the other is not; the other's records are not here. */
export function otherIsWrong(own: string, names: readonly string[]): Words {
  const others = names.join(', ');
  return {
    en: `${own} is what the rules of this build make of its log; ${others} went another way, by damage or by another build. Say this command on that node, with the same build; where more than a third of the institutions are there, compare builds before anybody takes a ledger anew: ${PAGE} (NODE_DIVERGED)`,
    ko: `${own} 은(는) 이 프로그램의 규칙대로입니다. ${others} 이(가) 손상되었거나 다른 프로그램을 씁니다. 그 노드에서 같은 프로그램으로 이 명령을 실행하십시오. 기관의 3분의 1이 넘으면 원장을 다시 받기 전에 프로그램부터 비교하십시오: ${PAGE} (NODE_DIVERGED)`,
  };
}

/** There are other transactions: nobody executed anything wrongly. */
export function twoHistories(names: readonly string[]): Words {
  const others = names.join(', ');
  return {
    en: `These are two histories, not two states of one: compared with ${others} other transactions were decided. Stop both, keep both folders, and ask all institutions which checkpoint they signed: docs/spec/equivocation.md (NODE_DIVERGED)`,
    ko: `한 역사의 두 상태가 아니라 두 역사입니다. ${others} 와(과) 다른 거래가 결정되었습니다. 양쪽을 멈추고 두 폴더를 보존한 뒤 모든 기관에 어느 체크포인트에 서명했는지 물으십시오: docs/spec/equivocation.md (NODE_DIVERGED)`,
  };
}

/** Which one is wrong cannot be found out here. */
export function undecided(reason: Words): Words {
  return {
    en: `Which of them is wrong cannot be told here: ${reason.en} Stop the node that fewer of the others agree with and keep a copy of its folder: ${PAGE} (NODE_DIVERGED)`,
    ko: `어느 쪽이 틀렸는지 여기서는 알 수 없습니다: ${reason.ko} 더 적은 노드와 일치하는 쪽을 멈추고 폴더를 복사해 두십시오: ${PAGE} (NODE_DIVERGED)`,
  };
}

/** This build executes neither history: a build of those who are to be believed is needed. */
export const NEITHER: Words = {
  en: 'the rules of this build come to neither; say this command with the build that the others run.',
  ko: '이 프로그램의 규칙으로는 어느 쪽도 나오지 않습니다. 다른 노드가 쓰는 프로그램으로 이 명령을 실행하십시오.',
};
