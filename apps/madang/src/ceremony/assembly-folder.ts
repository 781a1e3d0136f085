import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { equalBytes, fail, ok, type Result } from '@madang/base';
import { writeWhole } from '../data/found.ts';
import { type CommandError, commandError } from '../terminal.ts';
import { type Assembly, assemble } from './assembly.ts';
import { type Contribution, contribution, readForm, textOf } from './forms.ts';

/** Where the contributions lie in an assembly's folder. */
const CONTRIBUTIONS = 'contributions';

/** How the file of a contribution is called. */
export function contributionName(id: string): string {
  return `${id}.contribution.json`;
}

/** Writes an assembly with its contributions: enough for anybody to make it again. */
export function writeAssembly(folder: string, assembly: Assembly): void {
  mkdirSync(path.join(folder, CONTRIBUTIONS), { recursive: true });
  for (const one of assembly.contributions) {
    const name = contributionName(one.statement.institution.id);
    writeWhole(path.join(folder, CONTRIBUTIONS, name), textOf(contribution, one));
  }
  for (const [name, content] of assembly.files) writeWhole(path.join(folder, name), content);
}

/** The contributions of these files. */
export function readContributions(
  files: readonly string[],
): Result<readonly Contribution[], CommandError> {
  const read: Contribution[] = [];
  for (const file of files) {
    const one = readForm(contribution, file);
    if (!one.ok) return one;
    read.push(one.value);
  }
  return ok(read);
}

/**
 * Makes the assembly of a folder again from its contributions, and compares. Fails with
 * `NO_ASSEMBLY`, with `ASSEMBLY_DIFFERS` where a file is not what follows from the contributions,
 * or as {@link assemble} does.
 */
export async function readAssembly(folder: string): Promise<Result<Assembly, CommandError>> {
  const inner = path.join(folder, CONTRIBUTIONS);
  if (!existsSync(inner)) return fail(noAssembly(folder));
  const names = readdirSync(inner).filter((name) => name.endsWith('.json'));
  const contributions = readContributions(names.map((name) => path.join(inner, name)));
  if (!contributions.ok) return contributions;
  const assembly = await assemble(contributions.value);
  if (!assembly.ok) return assembly;
  for (const [name, content] of assembly.value.files) {
    const file = path.join(folder, name);
    const isSame = existsSync(file) && equalBytes(readFileSync(file), content);
    if (!isSame) return fail(differs(file));
  }
  return assembly;
}

function noAssembly(folder: string): CommandError {
  return commandError(
    'NO_ASSEMBLY',
    `${folder} holds no assembly of a ceremony; make one with: madang ceremony assemble`,
    `${folder} 에 모은 결과가 없습니다. madang ceremony assemble 로 만드십시오.`,
  );
}

function differs(file: string): CommandError {
  return commandError(
    'ASSEMBLY_DIFFERS',
    `${file} is not what follows from the contributions beside it; assemble them again.`,
    `${file} 파일이 함께 있는 제출 파일들과 맞지 않습니다. 다시 모으십시오.`,
  );
}
