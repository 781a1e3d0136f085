/** Everything of a matter that must stay with whom it is about, by what it is and whose. */
export class KeptCanaries {
  readonly all: Record<string, string> = {};

  /** Takes a text note of, and gives it back. */
  keep(kind: string, text: string): string {
    const count = Object.keys(this.all).filter((name) => name.startsWith(`${kind} `)).length;
    if (!Object.values(this.all).includes(text)) this.all[`${kind} ${String(count)}`] = text;
    return text;
  }
}
