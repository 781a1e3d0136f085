import path from 'node:path';
import ts from 'typescript';
import { isCode, isTest, type TrackedFile } from './tracked-files.ts';

const FILE_NAMES = new Set(['utils', 'util', 'helpers', 'helper', 'misc', 'common', 'shared']);
const WORDS = new Set(['Manager', 'Helper', 'Util', 'Utils', 'Data', 'Info', 'Handler', 'Impl']);
/** Terms of WebAuthn and of the DOM, which carry a forbidden word by their own right. */
const TERMS = /AuthenticatorData|ClientData|FormData|ImageData|DataTransfer|AssociatedData/g;

/** File and type names that say nothing. */
export function nameProblems(files: readonly TrackedFile[]): string[] {
  const code = files.filter(isCode);
  return [
    ...code.flatMap(fileNameProblems),
    ...code.filter((file) => !isTest(file)).flatMap(wordProblems),
  ];
}

function fileNameProblems(file: TrackedFile): string[] {
  const name = path.posix.basename(file.path).replace(/\..*$/, '');
  const problems = [];
  if (FILE_NAMES.has(name)) problems.push(`${file.path}: name the file for what it does.`);
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name)) problems.push(`${file.path}: use kebab-case.`);
  return problems;
}

function wordProblems(file: TrackedFile): string[] {
  const source = ts.createSourceFile(file.path, file.text, ts.ScriptTarget.Latest, true);
  return source.statements.flatMap(declaredNames).flatMap((name) => {
    const word = words(name).find((one) => WORDS.has(one));
    return word === undefined ? [] : [`${file.path}: ${name} says nothing with ${word}.`];
  });
}

/** The names that a statement at the top of a file declares. */
function declaredNames(statement: ts.Statement): string[] {
  if (ts.isVariableStatement(statement)) {
    const { declarations } = statement.declarationList;
    return declarations.flatMap(({ name }) => (ts.isIdentifier(name) ? [name.text] : []));
  }
  const isNamed =
    ts.isFunctionDeclaration(statement) ||
    ts.isClassDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement);
  return isNamed && statement.name !== undefined ? [statement.name.text] : [];
}

function words(name: string): string[] {
  const first = name.slice(0, 1).toUpperCase();
  return (first + name.slice(1)).replaceAll(TERMS, '').match(/[A-Z][a-z]*/g) ?? [];
}
