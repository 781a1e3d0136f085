import path from 'node:path';
import type { TrackedFile } from './tracked-files.ts';

/** Links that lead nowhere, and documents without exactly one title. */
export function markdownProblems(files: readonly TrackedFile[]): string[] {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const folders = new Set(files.flatMap((file) => ancestors(file.path)));
  const exists = (target: string): boolean => byPath.has(target) || folders.has(target);
  return files
    .filter((file) => file.path.endsWith('.md'))
    .flatMap((file) => [
      ...titleProblems(file),
      ...links(file).flatMap((link) => linkProblems(file, link, { exists, byPath })),
    ]);
}

type Tree = {
  readonly exists: (target: string) => boolean;
  readonly byPath: ReadonlyMap<string, TrackedFile>;
};

function ancestors(file: string): string[] {
  const parent = path.posix.dirname(file);
  return parent === '.' ? ['.'] : [parent, ...ancestors(parent)];
}

function titleProblems(file: TrackedFile): string[] {
  const count = prose(file).match(/^# /gm)?.length ?? 0;
  return count === 1 ? [] : [`${file.path} has ${count} titles (# ...); one is right.`];
}

/** The text without code, where neither # nor [ ] ( ) mean anything. */
function prose(file: TrackedFile): string {
  return file.text.replaceAll(/^ *(```|~~~)[\s\S]*?^ *\1/gm, '').replaceAll(/`[^`\n]*`/g, 'code');
}

function links(file: TrackedFile): string[] {
  const inline = prose(file).matchAll(/\[[^\]]*\]\(<?([^)\s>]+)>?[^)]*\)/g);
  const named = prose(file).matchAll(/^ *\[[^\]]+\]: *(\S+)/gm);
  return [...inline, ...named].map(([, target]) => target ?? '');
}

function linkProblems(file: TrackedFile, link: string, tree: Tree): string[] {
  if (/^[a-z][a-z+.-]*:/i.test(link)) return [];
  const [place = '', anchor] = decodeURI(link).split('#');
  // A link from the top, as code hosts read it, starts with a slash.
  const folder = place.startsWith('/') ? '' : path.posix.dirname(file.path);
  const joined = path.posix.join(folder, place).replace(/^\/|\/$/g, '');
  const target = place === '' ? file.path : joined;
  if (!tree.exists(target)) return [`${file.path} links to ${link}, which is not there.`];
  const page = tree.byPath.get(target);
  if (anchor === undefined || page === undefined || !target.endsWith('.md')) return [];
  return anchors(page).has(anchor) ? [] : [`${file.path} links to ${link}, a missing heading.`];
}

/** The anchors of a page's headings, spelled as code hosts spell them. */
function anchors(page: TrackedFile): ReadonlySet<string> {
  const text = page.text.replaceAll(/^ *(```|~~~)[\s\S]*?^ *\1/gm, '');
  const headings = [...text.matchAll(/^#{1,6} +(.*)$/gm)].map(([, title = '']) => slug(title));
  const explicit = [...text.matchAll(/<a (?:id|name)="([^"]+)"/g)].map(([, id = '']) => id);
  const seen = new Map<string, number>();
  const numbered = headings.map((heading) => {
    const before = seen.get(heading) ?? 0;
    seen.set(heading, before + 1);
    return before === 0 ? heading : `${heading}-${before}`;
  });
  return new Set([...numbered, ...explicit]);
}

function slug(title: string): string {
  const plain = title
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .trim()
    .toLowerCase();
  return plain.replaceAll(/[^\p{L}\p{N}\p{M} _-]/gu, '').replaceAll(' ', '-');
}
