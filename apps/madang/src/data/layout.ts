import path from 'node:path';

/** Where things lie in a data folder. */
export interface Layout {
  readonly folder: string;
  /** The node's store. */
  readonly ledger: string;
  readonly vault: string;
  /** Public files by their SHA-256. */
  readonly files: string;
  /** What officers have put into the complaint logs of elections, a file for each. */
  readonly complaints: string;
  /** SQLite of the views; can be deleted at any time. */
  readonly views: string;
  readonly secrets: string;
  readonly genesis: string;
  readonly policy: string;
  /** The signed changes that led to the policy; absent: it never changed. */
  readonly policyChanges: string;
  /** Addresses of witnesses, where the policy has none of its own. */
  readonly witnesses: string;
  /** Proofs that this ledger contradicted itself: shown to everybody. */
  readonly equivocations: string;
  /** What the ledger is called, and whether it is the demo. */
  readonly city: string;
  /** Links by which a visitor of the demo plays residents. */
  readonly demoLinks: string;
  /** Is there while the demo is being made: what lies beside it is no ledger that anybody used. */
  readonly halfMade: string;
  /** With whom this node runs the ledger; absent where it runs it alone. */
  readonly network: string;
  /** From where CometBFT decides: the same file at every node. */
  readonly networkGenesis: string;
  /** What this machine gave to the ceremony of its ledger, and afterwards the record of it. */
  readonly ceremony: string;
  /** Is there since the ledger went on elsewhere, as a network: it must never run here again. */
  readonly moved: string;
  /** CometBFT's own folder. */
  readonly comet: string;
}

/** The layout of a data folder. */
export function layoutOf(folder: string): Layout {
  const at = (name: string): string => path.join(folder, name);
  return {
    folder,
    ledger: at('ledger'),
    vault: at('vault'),
    files: at('files'),
    complaints: at('complaints'),
    views: at('views.sqlite'),
    secrets: at('secrets'),
    genesis: at('genesis.cbor'),
    policy: at('policy.txt'),
    policyChanges: at('policy-changes.txt'),
    witnesses: at('witnesses.json'),
    equivocations: at('equivocations'),
    city: at('city.json'),
    demoLinks: at('demo-links.json'),
    halfMade: at('demo.unfinished'),
    network: at('network.json'),
    networkGenesis: at('network-genesis.json'),
    ceremony: at('ceremony'),
    moved: at('moved.txt'),
    comet: at('comet'),
  };
}

/** The file of a secret by its name, such as `node` or `city.cosigner`. */
export function secretFile(layout: Layout, name: string): string {
  return path.join(layout.secrets, `${name}.key`);
}
