import { ok, type Result, toHex, utf8 } from '@madang/base';
import type { InstitutionAnswer, InstitutionsAnswer } from '@madang/client';
import { sha256 } from '@madang/crypto';
import { type Refusal, refuse } from '@madang/kernel';
import { cosignerName, type Institution, type Policy, parsePolicy } from '@madang/protocol';
import { apiErrors } from './api-errors.ts';
import { membersOf } from './members.ts';
import type { ApiRoom } from './room.ts';

/** Who keeps the ledger: the institutions of now with what the newest checkpoint says of each. */
export function institutionsOf(room: ApiRoom): Result<InstitutionsAnswer, Refusal> {
  const { ledger, policyText } = room.options;
  const policy = parsePolicy(policyText);
  if (!policy.ok) return refuse(apiErrors.INTERNAL, {});
  return ok({
    institutions: membersOf(ledger).map((one) => describe(room, policy.value, one)),
    threshold: policy.value.executors.threshold,
    members: policy.value.executors.members.length,
    policyFingerprint: toHex(sha256(utf8(policyText))),
  });
}

function describe(room: ApiRoom, policy: Policy, institution: Institution): InstitutionAnswer {
  const { id, names, operator, governance, consensus, cosigner } = institution;
  const keyName = cosignerName(room.options.ledger.genesis.name, id);
  const last = room.history.lastSigned(keyName);
  return {
    id,
    names,
    operator,
    governance: toHex(governance),
    consensus: toHex(consensus),
    cosigner: toHex(cosigner),
    inPolicy: policy.witnesses.some(
      (witness) => witness.key.name === keyName && toHex(witness.key.key) === toHex(cosigner),
    ),
    ...(last === undefined ? {} : { lastSignedAt: last.timeMs, lastSignedSize: last.size }),
  };
}
