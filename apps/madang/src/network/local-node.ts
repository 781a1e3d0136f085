/** A node of the network on this machine. */
export interface LocalNode {
  readonly institution: string;
  /** Its data folder. */
  readonly folder: string;
  readonly apiPort: number;
}
