import { equalBytes, fail, fromHex, ok, type Result, toHex } from '@madang/base';
import {
  type ProposalContent,
  proposalContent,
  proposalDigest,
} from '@madang/services/governance/proof/index.ts';
import { textOf } from '../ceremony/forms.ts';
import type { Arguments, Command } from '../command.ts';
import { INSTITUTION_KEYS, writeWhole } from '../data/found.ts';
import type { InstitutionKeyUse } from '../data/institution-keys.ts';
import { openSigner } from '../data/open-signer.ts';
import { applicantOf } from '../govern/applicant.ts';
import { application, makeApplication, possessionOf, readContent } from '../govern/application.ts';
import {
  type Governor,
  governorOf,
  needed,
  type Place,
  placeOf,
  sendAct,
} from '../govern/sign-act.ts';
import { fromClient } from '../remote.ts';
import { type CommandError, commandError, type Terminal } from '../terminal.ts';
import { givenLayout } from './given-folder.ts';
import { governOptions } from './govern-options.ts';

/** `madang govern`: what institutions decide about members and keys. */
export const govern: Command = {
  name: 'govern',
  operands:
    'list | apply FILE | prove USE KEYFILE FILE | rotate USE KEYFILE | propose FILE | approve DIGEST | object DIGEST',
  summary: {
    en: 'Admits, removes and rotates: what the institutions decide, with a governance key.',
    ko: '기관의 참여와 탈퇴, 키 교체를 기관들이 거버넌스 키로 결정합니다.',
  },
  options: governOptions,
  count: { min: 1, max: 4 },
  run: runGovern,
};

interface Step {
  readonly given: Arguments;
  readonly terminal: Terminal;
  /** What stands behind the name of the act. */
  readonly operands: readonly string[];
}

interface Act {
  readonly operands: number;
  readonly run: (step: Step) => Promise<Result<number, CommandError>>;
}

async function runGovern(
  given: Arguments,
  terminal: Terminal,
): Promise<Result<number, CommandError>> {
  const [name = '', ...operands] = given.positionals;
  const act = acts.get(name);
  if (act?.operands !== operands.length) return wrongAct();
  return act.run({ given, terminal, operands });
}

const acts: ReadonlyMap<string, Act> = new Map<string, Act>([
  ['list', { operands: 0, run: showOpen }],
  ['apply', { operands: 1, run: apply }],
  ['prove', { operands: 3, run: prove }],
  ['rotate', { operands: 2, run: rotate }],
  ['propose', { operands: 1, run: propose }],
  ['approve', { operands: 1, run: approve }],
  ['object', { operands: 1, run: object }],
]);

/** Writes the application of an institution that wants to join. */
async function apply({ given, terminal, operands }: Step): Promise<Result<number, CommandError>> {
  const [file = ''] = operands;
  const about = applicantOf(given);
  if (!about.ok) return about;
  const place = await placeOf(given, terminal);
  if (!place.ok) return place;
  const layout = givenLayout(given);
  const made = await makeApplication(layout, { ...about.value, chain: place.value.chain });
  if (!made.ok) return made;
  writeWhole(file, textOf(application, made.value));
  terminal.say(file);
  return ok(0);
}

/** Writes a proposal that gives an institution another key: the others decide it. */
async function prove({ given, terminal, operands }: Step): Promise<Result<number, CommandError>> {
  const [use = '', keyFile = '', file = ''] = operands;
  const member = given.value('as');
  if (member === undefined) return fail(needed('as'));
  const place = await placeOf(given, terminal);
  if (!place.ok) return place;
  const proven = await newKey(place.value, member, use, keyFile);
  if (!proven.ok) return proven;
  const { kind, key, possession } = proven.value;
  const content: ProposalContent = { kind: 'rotate', member, use: kind, key, possession };
  writeWhole(file, textOf(proposalContent, content));
  terminal.say(file);
  return ok(0);
}

/** An institution replaces one of its own keys. */
async function rotate({ given, terminal, operands }: Step): Promise<Result<number, CommandError>> {
  const [use = '', keyFile = ''] = operands;
  const who = await governorOf(given, terminal);
  if (!who.ok) return who;
  const proven = await newKey(who.value, who.value.as, use, keyFile);
  if (!proven.ok) return proven;
  const payload = { institution: who.value.as, ...proven.value };
  const sent = await sendAct(who.value, 'governance.rotateKey', payload, terminal);
  if (!sent.ok) return sent;
  terminal.say(COUNTS[terminal.language](proven.value.kind, sent.value.outcome.height));
  return ok(0);
}

const COUNTS = {
  en: (kind: InstitutionKeyUse, height: number) =>
    kind === 'consensus'
      ? `The new key votes from block ${String(height + 2)} on, the old one until the block before.`
      : 'The new key counts from this block on, the old one no more.',
  ko: (kind: InstitutionKeyUse, height: number) =>
    kind === 'consensus'
      ? `새 키는 블록 ${String(height + 2)}부터 투표하고, 그전까지는 이전 키가 투표합니다.`
      : '이 블록부터 새 키가 쓰이고 이전 키는 쓰이지 않습니다.',
} as const;

/** A key that is to be an institution's, with the proof that somebody holds it. */
async function newKey(
  { chain }: Place,
  id: string,
  use: string,
  file: string,
): Promise<
  Result<
    {
      readonly kind: InstitutionKeyUse;
      readonly key: Uint8Array;
      readonly possession: Uint8Array;
    },
    CommandError
  >
> {
  const kind = INSTITUTION_KEYS.find((one) => one === use);
  if (kind === undefined) return wrongAct();
  const signer = await openSigner(file);
  if (!signer.ok) return signer;
  const possession = await possessionOf(signer.value, { chain, id, kind });
  return ok({ kind, key: signer.value.publicKey, possession });
}

/** Longest that a proposal stays open unless it is decided, ms: two weeks. */
const OPEN_MS = 1_209_600_000;

async function propose({ given, terminal, operands }: Step): Promise<Result<number, CommandError>> {
  const content = readContent(operands[0] ?? '');
  if (!content.ok) return content;
  const who = await governorOf(given, terminal);
  if (!who.ok) return who;
  const status = await who.value.ledger.ledger();
  if (!status.ok) return fail(fromClient(status.error));
  const until = status.value.time + OPEN_MS;
  const payload = { institution: who.value.as, content: content.value, until };
  const sent = await sendAct(who.value, 'governance.propose', payload, terminal);
  if (!sent.ok) return sent;
  terminal.say(toHex(proposalDigest(who.value.chain, content.value)));
  return ok(0);
}

async function approve(step: Step): Promise<Result<number, CommandError>> {
  const found = await named(step);
  if (!found.ok) return found;
  const { who, id, digest } = found.value;
  const payload = { institution: who.as, proposal: id, digest };
  const sent = await sendAct(who, 'governance.approve', payload, step.terminal);
  return sent.ok ? ok(0) : sent;
}

async function object(step: Step): Promise<Result<number, CommandError>> {
  const found = await named(step);
  if (!found.ok) return found;
  const { who, id } = found.value;
  const payload = { institution: who.as, proposal: id };
  const sent = await sendAct(who, 'governance.object', payload, step.terminal);
  return sent.ok ? ok(0) : sent;
}

interface Named {
  readonly who: Governor;
  readonly id: Uint8Array;
  readonly digest: Uint8Array;
}

/**
 * The open proposal whose content has the digest that was read. The digest is made again here, so a
 * server that shows another content has nothing signed for it.
 */
async function named({ given, terminal, operands }: Step): Promise<Result<Named, CommandError>> {
  const wanted = fromHex(operands[0] ?? '');
  if (!wanted.ok) return wrongAct();
  const who = await governorOf(given, terminal);
  if (!who.ok) return who;
  const open = await openProposals(who.value);
  if (!open.ok) return open;
  const found = open.value.find(({ content }) =>
    equalBytes(proposalDigest(who.value.chain, content), wanted.value),
  );
  if (found === undefined) return fail(notOpen(toHex(wanted.value)));
  return ok({ who: who.value, id: found.id, digest: wanted.value });
}

async function openProposals({ ledger }: Place) {
  const answer = await ledger.query('governance.proposals', {});
  return answer.ok ? answer : fail(fromClient(answer.error));
}

async function showOpen({ given, terminal }: Step): Promise<Result<number, CommandError>> {
  const place = await placeOf(given, terminal);
  if (!place.ok) return place;
  const open = await openProposals(place.value);
  if (!open.ok) return open;
  for (const { content, by, approvals, needed: least } of open.value) {
    terminal.say(toHex(proposalDigest(place.value.chain, content)));
    terminal.say(`  ${JSON.stringify(proposalContent.toJson(content))}`);
    const voices = `${approvals.join(', ')} (${String(approvals.length)}/${String(least)})`;
    terminal.say(
      terminal.language === 'ko'
        ? `  제안: ${by}, 찬성: ${voices}`
        : `  by ${by}, for it: ${voices}`,
    );
  }
  if (open.value.length === 0) terminal.say(NOTHING[terminal.language]);
  return ok(0);
}

const NOTHING = { en: 'Nothing is open.', ko: '열린 제안이 없습니다.' } as const;

function notOpen(digest: string): CommandError {
  return commandError(
    'PROPOSAL_NOT_OPEN',
    `No open proposal has the digest ${digest}; look at them with: madang govern list`,
    `요약값이 ${digest} 인 열린 제안이 없습니다. madang govern list 로 확인하십시오.`,
  );
}

function wrongAct(): Result<never, CommandError> {
  const { operands } = govern;
  return fail(
    commandError('USAGE', `Say one of: ${operands}.`, `다음 중 하나를 쓰십시오: ${operands}.`),
  );
}
