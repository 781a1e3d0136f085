import { expectOk, expectPresent, type Json, parseJson, toHex } from '@madang/base';
import { signSync } from '@madang/crypto';
import type { Genesis } from '@madang/protocol';
import { services } from '@madang/services';
import { possessionMessage, proposalDigest } from '@madang/services/governance/proof/index.ts';
import { type Actor, actor, institutionOf, testGenesis } from './memory-ledger.ts';
import { actSigner, type SignedAct } from './test-ledger.ts';

/** What a key of an institution is for. */
export type KeyUse = 'governance' | 'consensus' | 'cosigner';

const USES: readonly KeyUse[] = ['governance', 'consensus', 'cosigner'];

/** A genesis of these institutions, each with an operator, `<id>-operator`. */
export function governedGenesis(ids: readonly string[], changes: Partial<Genesis> = {}): Genesis {
  return testGenesis({
    institutions: ids.map(institutionOf),
    grants: ids.map((institution) => ({
      account: actor(`${institution}-operator`).account,
      delegable: false,
      institution,
      role: 'governance.operator',
    })),
    ...changes,
  });
}

/** The proof that an actor holds a key for a purpose of an institution, in hexadecimal. */
export function possessionOf(
  chain: Uint8Array,
  by: Actor,
  { institution, kind }: { readonly institution: string; readonly kind: KeyUse },
): string {
  const { keyPair } = by;
  const claim = { institution, kind, key: keyPair.publicKey };
  return toHex(signSync(keyPair, possessionMessage(chain, claim)));
}

/** The content of a proposal that admits an institution with the keys of tests. */
export function admissionOf(chain: Uint8Array, id: string, changes: object = {}): Json {
  const one = institutionOf(id);
  const proofs = USES.map((kind): readonly [string, Json] => [
    kind,
    possessionOf(chain, actor(`${id}-${kind}`), { institution: id, kind }),
  ]);
  const member = {
    id,
    names: one.names,
    operator: one.operator,
    governance: toHex(one.governance),
    consensus: toHex(one.consensus),
    cosigner: toHex(one.cosigner),
    ...changes,
  };
  const possessions: Json = Object.fromEntries(proofs);
  return { kind: 'admit', member, possessions };
}

/** The content of a proposal that gives a member another key. */
export function rotationOf(
  chain: Uint8Array,
  { member, use }: { readonly member: string; readonly use: KeyUse },
  to: Actor,
): Json {
  const possession = possessionOf(chain, to, { institution: member, kind: use });
  return { kind: 'rotate', member, use, key: toHex(to.keyPair.publicKey), possession };
}

/** Makes signed acts of the institutions of tests. */
export interface Governing {
  /** A new consensus key by the institution's own act. */
  readonly rotateOwn: (institution: string, to: Actor) => SignedAct;
  /** A proposal by the first, and approvals of it by the others. */
  readonly decision: (
    content: Json,
    by: readonly string[],
  ) => { readonly id: string; readonly acts: readonly SignedAct[] };
  /** What an institution's operator says of a plan. */
  readonly ready: (institution: string, plan: string) => SignedAct;
}

const OPEN_MS = 3_600_000;

/**
 * Makes acts of governance for a ledger whose time is `nowMs`. `keyOf` has the keys of the names
 * `<id>-governance` and `<id>-operator`.
 */
export function governing(
  chain: Uint8Array,
  nowMs: () => number,
  keyOf: (name: string) => Actor = actor,
): Governing {
  const sign = actSigner(chain, nowMs);
  const governor = (id: string) => keyOf(`${id}-governance`);
  return {
    rotateOwn: (institution, to) => {
      const kind = 'consensus';
      const possession = possessionOf(chain, to, { institution, kind });
      const key = toHex(to.keyPair.publicKey);
      const payload = { institution, kind, key, possession };
      return sign({ act: 'governance.rotateKey', payload, by: governor(institution) });
    },
    decision: (content, [first = '', ...others]) => {
      const payload = { institution: first, content, until: nowMs() + OPEN_MS };
      const proposed = sign({ act: 'governance.propose', payload, by: governor(first) });
      const proposal = toHex(proposed.bodyHash);
      const digest = digestOf(chain, content);
      const approvals = others.map((institution) =>
        sign({
          act: 'governance.approve',
          payload: { institution, proposal, digest },
          by: governor(institution),
        }),
      );
      return { id: proposal, acts: [proposed, ...approvals] };
    },
    ready: (institution, plan) =>
      sign({
        act: 'governance.declareReady',
        payload: { institution, plan, readiness: 'ready' },
        by: keyOf(`${institution}-operator`),
      }),
  };
}

/** The digest of a content that stands as JSON. */
function digestOf(chain: Uint8Array, content: Json): string {
  const [governance] = services;
  const found = governance.transactions.find((one) => one.act === 'governance.propose');
  const { payload } = expectPresent(found, 'governance has it');
  const json = { institution: 'nobody', content, until: 0 };
  const parsed = expectOk(parseJson(payload, json), 'the content fits');
  return toHex(proposalDigest(chain, parsed.content));
}
