import ts from 'typescript';
import { isCode, isTest, type TrackedFile } from './tracked-files.ts';

const CODE_LINES_MAX = 400;
const TEST_LINES_MAX = 600;
const COLUMNS_MAX = 100;
const FILE_BYTES_MAX = 1_000_000;
/** Addresses, imports, long texts, and comments that speak to a tool have to stay on one line. */
const UNBREAKABLE = [
  /https?:\/\//,
  /^\s*(import|export) .* from '/,
  /(['"`])(?:(?!\1)[^\\]|\\.){40,}\1/,
  /`[^`]*\$\{/,
  /\/\/ (eslint-|@ts-)/,
];

/** Code that has grown past what one head holds, and files too large for every clone. */
export function sizeProblems(
  files: readonly TrackedFile[],
  allowedLarge: readonly string[],
): string[] {
  const large = files.filter(
    (file) => file.sizeBytes > FILE_BYTES_MAX && !allowedLarge.includes(file.path),
  );
  return [
    ...large.map((file) => `${file.path} has ${file.sizeBytes} bytes; ${FILE_BYTES_MAX} is most.`),
    ...files.filter(isCode).flatMap((file) => [...tooManyLines(file), ...tooWideLines(file)]),
  ];
}

function tooManyLines(file: TrackedFile): string[] {
  const most = isTest(file) ? TEST_LINES_MAX : CODE_LINES_MAX;
  const lines = codeLines(file.text);
  return lines > most ? [`${file.path} has ${lines} lines of code; ${most} is most.`] : [];
}

/** Lines that hold code: neither blank nor comment alone. */
export function codeLines(text: string): number {
  const source = ts.createSourceFile('file.tsx', text, ts.ScriptTarget.Latest, false);
  const lines = new Set<number>();
  const visit = (node: ts.Node): void => {
    const isToken = node.getChildCount(source) === 0 && node.kind !== ts.SyntaxKind.EndOfFileToken;
    if (isToken && node.pos < node.end) {
      const first = source.getLineAndCharacterOfPosition(node.getStart(source)).line;
      const last = source.getLineAndCharacterOfPosition(node.end).line;
      for (let line = first; line <= last; line += 1) lines.add(line);
    }
    node
      .getChildren(source)
      .filter((child) => !ts.isJSDoc(child))
      .forEach(visit);
  };
  visit(source);
  return lines.size;
}

/** The formatter breaks code; comments and text it leaves as they are. */
function tooWideLines(file: TrackedFile): string[] {
  return file.text.split('\n').flatMap((line, index) => {
    if (line.length <= COLUMNS_MAX || UNBREAKABLE.some((one) => one.test(line))) return [];
    return [`${file.path}:${index + 1} has ${line.length} columns; ${COLUMNS_MAX} is most.`];
  });
}
