import { type CodecError, decode, encodeKnown, equalBytes, ok, type Result } from '@madang/base';
import type { Claim, ClaimsInput, ContentInput, ContentVerdict } from '@madang/protocol';
import {
  actPayload,
  endProxyPayload,
  proxyAppointed,
  proxyEnded,
  proxyPayload,
  spoken,
  type Vote,
  withdrawn,
  withdrawPayload,
} from '../chain/schema.ts';
import { acts, proxies } from '../chain/state.ts';

/** What each act of a person says. */
const VOTES: ReadonlyMap<string, Vote> = new Map([
  ['vote.giveConsent', 'agree'],
  ['vote.refuseConsent', 'refuse'],
  ['vote.abstain', 'abstain'],
]);

/**
 * That what a person said stands as they left it, or that nothing stands after a withdrawal; that a
 * proxy may act, or may no more (docs/spec/vote.md, "Standing"). Other acts claim nothing.
 */
export function claims(input: ClaimsInput): Result<readonly Claim[], CodecError> {
  const vote = VOTES.get(input.act);
  if (vote !== undefined) return saidClaims(input, vote);
  switch (input.act) {
    case 'vote.withdraw':
      return withdrawnClaims(input);
    case 'vote.appointProxy':
      return appointedClaims(input);
    case 'vote.endProxy':
      return endedClaims(input);
    default:
      return ok([]);
  }
}

function saidClaims(
  { payload, outcome, bodyHash }: ClaimsInput,
  said: Vote,
): Result<readonly Claim[], CodecError> {
  const act = decode(actPayload, payload);
  if (!act.ok) return act;
  const event = outcome.events.find(({ name }) => name === spoken.fullName);
  if (event === undefined) return ok([]);
  const fields = decode(spoken.fields, event.fields);
  if (!fields.ok) return fields;
  const { person, way } = fields.value;
  const value = { vote: said, way, act: bodyHash, at: outcome.time };
  const stateKey = acts.stateKey([act.value.decision, person]);
  return ok([{ stateKey, stands: { equals: encodeKnown(acts.value, value) } }]);
}

function withdrawnClaims({ payload, outcome }: ClaimsInput): Result<readonly Claim[], CodecError> {
  const act = decode(withdrawPayload, payload);
  if (!act.ok) return act;
  const event = outcome.events.find(({ name }) => name === withdrawn.fullName);
  if (event === undefined) return ok([]);
  const fields = decode(withdrawn.fields, event.fields);
  if (!fields.ok) return fields;
  const stateKey = acts.stateKey([act.value.decision, fields.value.person]);
  return ok([{ stateKey, stands: 'absent' }]);
}

function appointedClaims({ payload, outcome }: ClaimsInput): Result<readonly Claim[], CodecError> {
  const act = decode(proxyPayload, payload);
  if (!act.ok) return act;
  const event = outcome.events.find(({ name }) => name === proxyAppointed.fullName);
  if (event === undefined) return ok([]);
  const fields = decode(proxyAppointed.fields, event.fields);
  if (!fields.ok) return fields;
  const { decision, proxy } = act.value;
  const stateKey = proxies.stateKey([decision, [proxy, fields.value.person]]);
  return ok([{ stateKey, stands: { equals: encodeKnown(proxies.value, {}) } }]);
}

function endedClaims({ payload, outcome }: ClaimsInput): Result<readonly Claim[], CodecError> {
  const act = decode(endProxyPayload, payload);
  if (!act.ok) return act;
  const event = outcome.events.find(({ name }) => name === proxyEnded.fullName);
  if (event === undefined) return ok([]);
  const fields = decode(proxyEnded.fields, event.fields);
  if (!fields.ok) return fields;
  const { person, proxy } = fields.value;
  const stateKey = proxies.stateKey([act.value.decision, [proxy, person]]);
  return ok([{ stateKey, stands: 'absent' }]);
}

/** Whether a given file is the text that was signed. Nothing else is content of these acts. */
export function checkContent({ act, payload, fileDigest }: ContentInput): ContentVerdict {
  const decoded = VOTES.has(act) ? decode(actPayload, payload) : undefined;
  if (decoded?.ok !== true || fileDigest === undefined) {
    return { state: 'unchecked', code: 'VERIFY_CONTENT_NONE' };
  }
  return equalBytes(decoded.value.text, fileDigest)
    ? { state: 'passed', code: 'VERIFY_CONTENT_MATCHES' }
    : { state: 'failed', code: 'VERIFY_FILE_DIFFERS' };
}

/** The state key under which the act of a person stands, or its absence is proven. */
export function actKey(decision: Uint8Array, person: number): Uint8Array {
  return acts.stateKey([decision, person]);
}
