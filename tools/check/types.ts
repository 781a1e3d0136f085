import path from 'node:path';
import ts from 'typescript';
import { root } from './steps.ts';

const formatHost: ts.FormatDiagnosticsHost = {
  getCanonicalFileName: (name) => name,
  getCurrentDirectory: () => root,
  getNewLine: () => '\n',
};

/**
 * The type errors of the files that a project names. Files that it only imports belong to another
 * project, are written for another world, and are judged there: a service's manifest, for one,
 * names pages that need a DOM and views that need Node.
 */
export function ownErrors(projectFile: string): readonly ts.Diagnostic[] {
  const project = ts.getParsedCommandLineOfConfigFile(projectFile, undefined, {
    ...ts.sys,
    onUnRecoverableConfigFileDiagnostic: (diagnostic) => {
      throw new Error(ts.formatDiagnostic(diagnostic, formatHost));
    },
  });
  if (project === undefined) throw new Error(`There is no project ${projectFile}.`);
  const program = ts.createProgram({ rootNames: project.fileNames, options: project.options });
  const files = project.fileNames.flatMap((name) => program.getSourceFile(name) ?? []);
  return [
    ...project.errors.filter((error) => error.code !== NO_INPUTS),
    ...program.getOptionsDiagnostics(),
    ...program.getGlobalDiagnostics(),
    ...files.flatMap((file) => program.getSyntacticDiagnostics(file)),
    ...files.flatMap((file) => program.getSemanticDiagnostics(file)),
  ];
}

/** TypeScript's code for a project whose folders hold no file yet. */
const NO_INPUTS = 18003;

if (import.meta.main) {
  const errors = ownErrors(path.join(root, process.argv[2] ?? 'tsconfig.json'));
  process.stdout.write(ts.formatDiagnostics(errors, formatHost));
  process.exitCode = errors.length === 0 ? 0 : 1;
}
