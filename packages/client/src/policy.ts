/** The trust policy that a device keeps: which keys it believes (docs/spec/checkpoint.md). */
export interface PinnedPolicy {
  readonly text: string;
  /** SHA-256 of the text, lower-case hexadecimal. */
  readonly fingerprint: string;
  /** When this device first kept it, ms. */
  readonly pinnedAt: number;
  /** The fingerprint of the policy that it replaced by a signed change, if it did. */
  readonly follows?: string;
}

/** Where a device keeps its policy: IndexedDB in a browser, a file on the command line. */
export interface PolicyStore {
  readonly load: () => Promise<PinnedPolicy | undefined>;
  readonly save: (policy: PinnedPolicy) => Promise<void>;
}

/**
 * How the server's policy stands to the kept one. `changed` is an alarm: the kept policy goes on
 * being used, the new one is only shown, until a person says otherwise by its fingerprint.
 * `chained`
 * is a notice: those whom the kept policy names have signed the change, and the new one is kept.
 */
export type PolicyState =
  | { readonly kind: 'first-use'; readonly pinned: PinnedPolicy }
  | { readonly kind: 'same'; readonly pinned: PinnedPolicy }
  | { readonly kind: 'offline'; readonly pinned: PinnedPolicy }
  | {
      readonly kind: 'chained';
      readonly pinned: PinnedPolicy;
      /** The fingerprint that was pinned until now. */
      readonly from: string;
    }
  | {
      readonly kind: 'changed';
      readonly pinned: PinnedPolicy;
      readonly offered: { readonly text: string; readonly fingerprint: string };
    };
