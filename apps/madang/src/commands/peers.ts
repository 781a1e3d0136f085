import { fail, ok, type Result } from '@madang/base';
import type { Arguments, Command } from '../command.ts';
import { writeJson } from '../data/found.ts';
import { readApplication } from '../govern/application.ts';
import { mustRunInNetwork, type NetworkNode, type NetworkSettings } from '../network/settings.ts';
import { type CommandError, commandError, type Terminal } from '../terminal.ts';
import { givenLayout, nodeFolderOption } from './given-folder.ts';

/** `madang peers`: with which nodes a node runs its ledger. It may run meanwhile. */
export const peers: Command = {
  name: 'peers',
  operands: 'list | add FILE | remove ID',
  summary: {
    en: 'Shows and changes the nodes that a node knows; a running node takes it up by itself.',
    ko: '노드가 아는 다른 노드를 보고 바꿉니다. 실행 중인 노드가 스스로 반영합니다.',
  },
  options: [nodeFolderOption],
  count: { min: 1, max: 2 },
  run: runPeers,
};

async function runPeers(
  given: Arguments,
  terminal: Terminal,
): Promise<Result<number, CommandError>> {
  const layout = givenLayout(given);
  const settings = mustRunInNetwork(layout);
  if (!settings.ok) return settings;
  const [what = '', named] = given.positionals;
  const nodes = nodesAfter(settings.value, what, named);
  if (!nodes.ok) return nodes;
  if (nodes.value !== settings.value.nodes) {
    writeJson(layout.network, { ...settings.value, nodes: nodes.value });
  }
  for (const { institution, host, port, api } of nodes.value) {
    terminal.say(`${institution.padEnd(12)} ${host}:${String(port)}  ${api}`);
  }
  return ok(0);
}

function nodesAfter(
  { institution, nodes }: NetworkSettings,
  what: string,
  named: string | undefined,
): Result<readonly NetworkNode[], CommandError> {
  if (what === 'list' && named === undefined) return ok(nodes);
  if (what === 'add' && named !== undefined) {
    const read = readApplication(named);
    if (!read.ok) return read;
    const { node } = read.value;
    const others = nodes.filter((one) => one.institution !== node.institution);
    return ok([...others, node].sort((a, b) => (a.institution < b.institution ? -1 : 1)));
  }
  if (what === 'remove' && named !== undefined) {
    const left = nodes.filter((one) => one.institution !== named);
    const isOther = named !== institution && left.length < nodes.length;
    return isOther ? ok(left) : fail(unknownPeer(named));
  }
  return fail(
    commandError(
      'USAGE',
      `Say one of: ${peers.operands}.`,
      `다음 중 하나를 쓰십시오: ${peers.operands}.`,
    ),
  );
}

function unknownPeer(id: string): CommandError {
  return commandError(
    'PEER_UNKNOWN',
    `There is no other node of ${id} here.`,
    `${id} 기관의 다른 노드가 없습니다.`,
  );
}
