/** A file name as one word of a command line, whatever signs are in it. */
export function shellWord(name: string): string {
  return /^[\p{L}\p{N}._/][\p{L}\p{N}._/-]*$/u.test(name)
    ? name
    : `'./${name.replaceAll("'", "'\\''")}'`;
}
