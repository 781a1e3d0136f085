/** The languages of the command line. */
export type Language = 'en' | 'ko';

/** A sentence in both languages. */
export interface Words {
  readonly en: string;
  readonly ko: string;
}

/** Where a command writes, and in which language. Tests bring their own. */
export interface Terminal {
  readonly language: Language;
  /** Whether a person watches, so that progress may be drawn over itself. */
  readonly isInteractive: boolean;
  /** One line of result, to standard output. */
  readonly say: (line: string) => void;
  /** One line about what is going on or went wrong, to standard error. */
  readonly note: (line: string) => void;
  /** Draws a line of progress over the one before; nothing where nobody watches. */
  readonly draw: (line: string) => void;
}

/** What ends a command: one clear sentence, under a stable code. */
export interface CommandError {
  readonly code: string;
  readonly message: Words;
}

/** A {@link CommandError} with these sentences. */
export function commandError(code: string, en: string, ko: string): CommandError {
  return { code, message: { en, ko } };
}

/** The terminal of this process. Whoever reads its output may stop at any line. */
export function processTerminal(language: Language): Terminal {
  const isInteractive = process.stderr.isTTY;
  process.stdout.on('error', (failure: NodeJS.ErrnoException) => {
    if (failure.code !== 'EPIPE') throw failure;
    process.exit();
  });
  let drawn = false;
  const clear = (): void => {
    if (drawn) process.stderr.write('\r\u001b[K');
    drawn = false;
  };
  return {
    language,
    isInteractive,
    say: (line) => {
      clear();
      process.stdout.write(`${line}\n`);
    },
    note: (line) => {
      clear();
      process.stderr.write(`${line}\n`);
    },
    draw: (line) => {
      if (!isInteractive) return;
      clear();
      process.stderr.write(line);
      drawn = true;
    },
  };
}
