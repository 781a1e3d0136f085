import { expectOk, fromHex, toHex } from '@madang/base';
import {
  isUnproven,
  type ProvenCheckpoint,
  proveNote,
  type TrustGround,
} from '@madang/client/consensus';
import { printFingerprint } from '@madang/protocol';
import type { Language, Terminal, Words } from '../terminal.ts';
import type { Given } from './asked.ts';
import { pad, printLine, showTime } from './print.ts';

/** What became of the question who decided a log; nothing where nobody was asked. */
export type DecidedState = 'passed' | 'failed' | 'unchecked' | undefined;

/**
 * Where a ledger was named that several institutions decide together: says whether they decided the
 * log of a checkpoint, who voted, and on what the trust in it rests.
 */
export async function sayDecided(
  terminal: Terminal,
  note: string,
  { ledger, consensus }: Given,
): Promise<DecidedState> {
  if (ledger === undefined || consensus === undefined) return undefined;
  const about = await ledger.ledger();
  if (about.ok && about.value.engine !== 'comet') return undefined;
  const proven = about.ok ? await proveNote(consensus, note) : about;
  if (!proven.ok) return sayWhyNot(terminal, proven.error);
  const { size, facts, ground } = proven.value;
  const { language } = terminal;
  printLine(terminal, {
    ...{ title, state: 'passed', code: '', detail: {} },
    sentence: {
      en: `Votes ${String(facts.signedPower)} of ${String(facts.totalPower)} decided the log of ${String(size)} entries in block ${String(facts.height)}.`,
      ko: `${String(facts.totalPower)}표 가운데 ${String(facts.signedPower)}표로 ${String(size)}줄의 장부를 블록 ${String(facts.height)}에서 정했습니다.`,
    },
  });
  terminal.say(`  ${groundSentence(ground)[language]}`);
  for (const line of voterLines(proven.value, language)) terminal.say(`  ${line}`);
  return 'passed';
}

const title: Words = { en: 'Votes', ko: '기관 투표' };

function sayWhyNot(
  terminal: Terminal,
  { code, message }: { readonly code: string; readonly message: string },
): 'failed' | 'unchecked' {
  const isWrong = code.startsWith('CONSENSUS_') || code === 'CLIENT_OTHER_LEDGER';
  const state = isWrong && !isUnproven(code) ? 'failed' : 'unchecked';
  const sentence = {
    failed: {
      en: `The votes that were given do not show that this log was decided. ${message}`,
      ko: '받은 투표로는 이 장부가 정해졌다고 볼 수 없습니다.',
    },
    unchecked: {
      en: `Whether the institutions decided this log was not checked. ${message}`,
      ko: '기관들이 이 장부를 정했는지 확인하지 못했습니다.',
    },
  }[state];
  printLine(terminal, { title, state, code, sentence, detail: {} });
  return state;
}

/** Of a fingerprint: enough to compare there and then. */
const BYTES_SHOWN = 8;

/** On what the trust rests, in one sentence. */
export function groundSentence(ground: TrustGround): Words {
  if (ground.kind !== 'policy') {
    return {
      en: 'This rests on the genesis that the policy names, from which the votes follow.',
      ko: '정책이 가리키는 원장의 첫 기록에서부터 이어지는 투표를 믿습니다.',
    };
  }
  const { signers, members, asOfMs, fingerprint } = ground;
  const [signed, all] = [String(signers.length), String(members)];
  const whole = expectOk(fromHex(fingerprint), 'a fingerprint is hexadecimal');
  const begin = printFingerprint(whole.subarray(0, BYTES_SHOWN));
  return {
    en: `This rests on the list of institutions that ${signed} of the ${all} in your policy (fingerprint ${begin}…) signed for ${showTime(asOfMs, 'en')}, in place of the genesis.`,
    ko: `원장의 첫 기록 대신, 가지고 있는 정책(지문 ${begin}…)의 기관 ${all}곳 가운데 ${signed}곳이 서명한 기관 명단(${showTime(asOfMs, 'ko')})을 믿습니다.`,
  };
}

/**
 * What each validator did, under the name that the state proves, or its key where it proves none.
 */
function voterLines(
  { facts, institutions }: ProvenCheckpoint,
  language: Language,
): readonly string[] {
  const words = {
    en: {
      commit: 'voted for it',
      nil: 'voted for no block',
      absent: 'no vote',
      key: 'no proven name, key',
    },
    ko: {
      commit: '투표함',
      nil: '어느 블록에도 투표하지 않음',
      absent: '투표 없음',
      key: '증명된 이름 없음, 키',
    },
  }[language];
  return facts.validators.map(({ institution: id, key, vote }) => {
    const names = institutions.find((one) => one.id === id)?.names;
    const name = names?.[language] ?? id ?? `${words.key} ${toHex(key.subarray(0, 4))}…`;
    return `${pad(name, language, 30)}${words[vote]}`;
  });
}
