import { expectOk, fail, fromHex, ok, type Result } from '@madang/base';
import type { ActOf, PayloadOf, SentAnswer } from '@madang/client';
import type { Signer } from '@madang/crypto';
import type { services } from '@madang/services';
import { type Arguments, DEFAULT_ADDRESS } from '../command.ts';
import { openSigner } from '../data/open-signer.ts';
import { fromClient, type RemoteLedger, refusedBy, remoteLedger, sendPrepared } from '../remote.ts';
import { type CommandError, commandError, type Terminal } from '../terminal.ts';

/** A ledger at an address, and its genesis hash. */
export interface Place {
  readonly ledger: RemoteLedger;
  readonly chain: Uint8Array;
}

/** The ledger that `--at` names. */
export async function placeOf(
  given: Arguments,
  { language }: Terminal,
): Promise<Result<Place, CommandError>> {
  const ledger = remoteLedger(given.value('at') ?? DEFAULT_ADDRESS, language);
  if (!ledger.ok) return ledger;
  const answer = await ledger.value.ledger();
  if (!answer.ok) return fail(fromClient(answer.error));
  const chain = expectOk(fromHex(answer.value.chain), 'an answer has a hash');
  return ok({ ledger: ledger.value, chain });
}

/** An institution that acts on a ledger. */
export interface Governor extends Place {
  readonly as: string;
  readonly signer: Signer;
}

/** Who acts, by `--as` and `--key`. Fails with `OPTION_NEEDED`. */
export async function governorOf(
  given: Arguments,
  terminal: Terminal,
): Promise<Result<Governor, CommandError>> {
  const as = given.value('as');
  if (as === undefined) return fail(needed('as'));
  const file = given.value('key');
  if (file === undefined) return fail(needed('key'));
  const signer = await openSigner(file);
  if (!signer.ok) return signer;
  const place = await placeOf(given, terminal);
  return place.ok ? ok({ ...place.value, as, signer: signer.value }) : place;
}

/** An option is missing. */
export function needed(name: string): CommandError {
  return commandError('OPTION_NEEDED', `--${name} is needed here.`, `--${name} 옵션이 필요합니다.`);
}

type Services = typeof services;
type GovernanceAct = Extract<ActOf<Services>, `governance.${string}`>;

/** Signs an act, sends it, and says where it is on record. Fails with what refused it. */
export async function sendAct<A extends GovernanceAct>(
  { ledger, signer }: Governor,
  act: A,
  payload: PayloadOf<Services, A>,
  terminal: Terminal,
): Promise<Result<SentAnswer, CommandError>> {
  const sent = await sendPrepared(ledger, await ledger.act(act, payload, [signer]));
  if (!sent.ok) return sent;
  const { outcome, record } = sent.value;
  if (outcome.code !== 0) return fail(refusedBy(outcome));
  const [number, height] = [String(record), String(outcome.height)];
  terminal.say(
    terminal.language === 'ko'
      ? `${number}번 기록, 블록 ${height}`
      : `On record ${number}, block ${height}`,
  );
  return sent;
}
