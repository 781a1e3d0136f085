import { expectPresent, utf8 } from '@madang/base';
import { sha256, signSync } from '@madang/crypto';
import {
  type ProposalContent,
  possessionMessage,
  proposalDigest,
} from '@madang/services/governance/proof/index.ts';
import type { KeyUse } from './governing.ts';
import { type Actor, actor, institutionOf } from './memory-ledger.ts';
import type { Random } from './random.ts';

/** A payload as an object of values, before it is encoded. */
type Values = Readonly<Record<string, unknown>>;

/** A proposal that was made: what an approval of it has to name. */
interface MadeProposal {
  readonly id: Uint8Array;
  readonly digest: Uint8Array;
  readonly kind: ProposalContent['kind'];
}

/** What random acts of governance speak of. */
export interface SimGovernance {
  /** Institutions that there are or may be. */
  readonly institutions: () => readonly string[];
  /** Whoever has the governance key of an institution, mostly. */
  readonly governorOf: (institution: string) => Actor | undefined;
  /** A payload whose fields fit what was made before, mostly. */
  readonly fit: (act: string, values: Values) => Values;
  /** Notes an act that was made. */
  readonly made: (act: string, id: Uint8Array, values: Values) => void;
}

const ADMITTED = ['harbour', 'library', 'museum', 'police'];
const USES: readonly KeyUse[] = ['governance', 'consensus', 'cosigner'];

/** A key that is or may become the governance key of an institution. */
interface Candidate {
  readonly institution: string;
  readonly key: Actor;
  /** The act that made it so, if it was done; absent for the first one. */
  rotation?: Uint8Array | undefined;
}

interface Place {
  readonly chain: Uint8Array;
  readonly institutions: readonly string[];
  readonly random: Random;
  /** Whether the act of this id was done. */
  readonly isDone: (id: Uint8Array) => boolean;
}

interface Memory extends Place {
  readonly everyone: readonly string[];
  readonly candidates: Candidate[];
  readonly made: MadeProposal[];
  keys: number;
}

/** Starts making acts of governance that fit each other. */
export function simGovernance(place: Place): SimGovernance {
  const everyone = [...place.institutions, ...ADMITTED];
  const candidates = everyone.map(
    (institution): Candidate => ({
      institution,
      key: actor(`${institution}-governance`),
    }),
  );
  const memory: Memory = { ...place, everyone, candidates, made: [], keys: 0 };
  return {
    institutions: () => everyone,
    governorOf: (institution) => governorOf(memory, institution),
    fit: (act, values) => (place.random.chance(8) ? values : fitted(memory, act, values)),
    made: (act, id, { content, key }) => {
      const added = candidates.find((one) => one.key.keyPair.publicKey === key);
      if (act === 'governance.rotateKey' && added !== undefined) added.rotation = id;
      if (act !== 'governance.propose' || !isContent(content)) return;
      const digest = proposalDigest(place.chain, content);
      memory.made.push({ id, digest, kind: content.kind });
    },
  };
}

function governorOf({ candidates, random, isDone }: Memory, institution: string) {
  const own = candidates.filter((one) => one.institution === institution);
  const current = own.findLast(
    ({ rotation }, n) => n === 0 || (rotation !== undefined && isDone(rotation)),
  );
  return random.chance(90) ? current?.key : own.at(-1)?.key;
}

function fitted(memory: Memory, act: string, values: Values): Values {
  switch (act) {
    case 'governance.rotateKey': {
      const { institution, kind } = values;
      if (typeof institution !== 'string' || !isUse(kind)) return values;
      return { ...values, ...newKey(memory, institution, kind) };
    }
    case 'governance.propose':
      return { ...values, content: contentOf(memory) };
    case 'governance.approve':
    case 'governance.object':
    case 'governance.retract':
      return { ...values, ...spokenOf(memory, act) };
    case 'governance.declareReady':
      return { ...values, plan: proposalOf(memory, ['upgrade'])?.id ?? values['plan'] };
    default:
      return values;
  }
}

/** What an approval, an objection or a voice taken back has to name. */
function spokenOf(memory: Memory, act: string): Values {
  const found = proposalOf(memory, KINDS);
  if (found === undefined) return {};
  const named = { proposal: found.id };
  return act === 'governance.approve' ? { ...named, digest: found.digest } : named;
}

const KINDS = ['admit', 'remove', 'rotate', 'upgrade', 'cancel'] as const;
const RELEASE = sha256(utf8('a release'));

function contentOf(memory: Memory): ProposalContent {
  const { random, everyone, chain } = memory;
  const member = expectPresent(random.pickAny(everyone), 'there are some');
  const kind = expectPresent(random.pickAny(KINDS), 'there are kinds');
  switch (kind) {
    case 'admit': {
      const id = expectPresent(random.pickAny(ADMITTED), 'there are some');
      const proof = (use: KeyUse) => proofOf(chain, actor(`${id}-${use}`), { id, use });
      const possessions = {
        governance: proof('governance'),
        consensus: proof('consensus'),
        cosigner: proof('cosigner'),
      };
      return { kind, member: institutionOf(id), possessions };
    }
    case 'remove':
      return { kind, member };
    case 'rotate': {
      const use = random.chance(10) ? 'governance' : 'consensus';
      return { kind, member, use, ...newKey(memory, member, use) };
    }
    case 'upgrade':
      return { kind, version: 2, height: 20 + random.below(200), release: RELEASE };
    case 'cancel':
      return { kind, plan: proposalOf(memory, ['upgrade'])?.id ?? RELEASE };
  }
}

/** One of the newest proposals of these kinds that were done. */
function proposalOf({ random, made, isDone }: Memory, kinds: readonly string[]) {
  return random.pickAny(
    made.filter(({ id, kind }) => kinds.includes(kind) && isDone(id)).slice(-2),
  );
}

/** A fresh key with the proof that somebody holds it. */
function newKey(memory: Memory, institution: string, use: KeyUse) {
  memory.keys += 1;
  const key = actor(`key ${memory.keys}`);
  if (use === 'governance') memory.candidates.push({ institution, key });
  const possession = proofOf(memory.chain, key, { id: institution, use });
  return { key: key.keyPair.publicKey, possession };
}

function proofOf(
  chain: Uint8Array,
  { keyPair }: Actor,
  { id, use }: { readonly id: string; readonly use: KeyUse },
): Uint8Array {
  const claim = { institution: id, kind: use, key: keyPair.publicKey };
  return signSync(keyPair, possessionMessage(chain, claim));
}

function isUse(kind: unknown): kind is KeyUse {
  return USES.some((use) => use === kind);
}

function isContent(content: unknown): content is ProposalContent {
  return typeof content === 'object' && content !== null && 'kind' in content;
}
