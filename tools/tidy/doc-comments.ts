import ts from 'typescript';
import { isTest, type TrackedFile } from './tracked-files.ts';

/** Exported functions and classes that no comment describes. */
export function docCommentProblems(files: readonly TrackedFile[]): string[] {
  return files.filter((file) => /\.tsx?$/.test(file.path) && !isTest(file)).flatMap(undescribed);
}

function undescribed(file: TrackedFile): string[] {
  const source = ts.createSourceFile(file.path, file.text, ts.ScriptTarget.Latest, true);
  const described = new Set<string>();
  const problems: string[] = [];
  for (const statement of source.statements) {
    const name = exportedName(statement);
    if (name === undefined) continue;
    // The first overload speaks for all.
    if (ts.getJSDocCommentsAndTags(statement).length > 0) described.add(name);
    if (!described.has(name)) problems.push(`${file.path}: ${name} is exported without a comment.`);
  }
  return problems;
}

function exportedName(statement: ts.Statement): string | undefined {
  if (!ts.isFunctionDeclaration(statement) && !ts.isClassDeclaration(statement)) return undefined;
  const isExported = statement.modifiers?.some((one) => one.kind === ts.SyntaxKind.ExportKeyword);
  return isExported === true ? (statement.name?.text ?? 'default') : undefined;
}
