import { existsSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import path from 'node:path';
import { toHex, utf8 } from '@madang/base';
import { sha256 } from '@madang/crypto';
import { printFingerprint } from '@madang/protocol';
import type { Layout } from '../data/layout.ts';
import type { Terminal } from '../terminal.ts';
import type { OpenCity } from './open-city.ts';

/** What a server that has just started tells the person who started it. */
export interface Welcome {
  readonly opened: OpenCity;
  readonly layout: Layout;
  readonly isNew: boolean;
  readonly isLan: boolean;
  readonly port: number;
}

/** One screen: where it is, which ledger it is, and what to compare. */
export function printWelcome(terminal: Terminal, welcome: Welcome): void {
  const { opened, layout, isNew, isLan, port } = welcome;
  const words = texts[terminal.language];
  const addresses = isLan ? lanAddresses(port) : [`http://localhost:${String(port)}`];
  const lines = [
    opened.city.names[terminal.language],
    '',
    ...addresses.map((address) => `  ${words.address}  ${address}`),
    `  ${words.ledger}  ${toHex(opened.ledger.chain)}`,
    `  ${words.policy}  ${printFingerprint(sha256(utf8(opened.policyText)))}`,
    `  ${words.data}  ${layout.folder}`,
  ];
  if (isNew) lines.push('', `  ${words.secrets} ${layout.secrets}`);
  if (opened.city.isDemo) lines.push('', `  ${words.demo}`);
  if (isLan) lines.push('', `  ${words.lan}`);
  if (!existsSync(WEB_INDEX)) lines.push('', `  ${words.noWeb}`);
  lines.push('', `  ${words.stop}`);
  for (const line of lines) terminal.say(line);
}

const WEB_INDEX = path.join(import.meta.dirname, '../../../web/dist/index.html');

function lanAddresses(port: number): readonly string[] {
  const found = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter((address) => !address.internal && address.family === 'IPv4')
    .map((address) => `https://${address.address}:${String(port)}`);
  return [`https://localhost:${String(port)}`, ...found];
}

const texts = {
  en: {
    address: 'Address    ',
    ledger: 'Ledger     ',
    policy: 'Fingerprint',
    data: 'Data folder',
    secrets: 'New keys were made, readable for you alone. Keep a copy of',
    demo: 'Demo: this one computer holds the keys of all institutions.',
    lan: 'Browsers will warn of the certificate: it was made by this machine.',
    noWeb: 'The web pages are not built; the API works.',
    stop: 'Ctrl-C stops the server. Nothing is lost.',
  },
  ko: {
    address: '주소       ',
    ledger: '원장       ',
    policy: '정책 지문  ',
    data: '데이터 폴더',
    secrets: '새 키를 만들었습니다. 이 폴더의 사본을 안전하게 보관하십시오:',
    demo: '체험용: 이 컴퓨터 한 대가 모든 기관의 키를 가지고 있습니다.',
    lan: '이 컴퓨터가 만든 인증서라서 브라우저가 경고를 보여 줍니다.',
    noWeb: '웹 화면이 아직 만들어지지 않았습니다. API는 쓸 수 있습니다.',
    stop: 'Ctrl-C 로 멈출 수 있습니다. 기록은 그대로 남습니다.',
  },
} as const;
