import type { AnyError } from '@madang/kernel';
import { errorLink, type Language } from './problem.ts';

/**
 * The page to which the `type` of every problem document leads: what each error means and what to
 * do.
 */
export function errorsPage(errors: readonly AnyError[], language: Language): string {
  const title = language === 'ko' ? '오류 안내' : 'Errors';
  const items = errors.map((error) => {
    const anchor = errorLink(error.name).split('#')[1] ?? '';
    return [
      `<h2 id="${escapeHtml(anchor)}"><code>${escapeHtml(error.name)}</code> ${String(error.code)}</h2>`,
      `<p>${escapeHtml(error.text[language])}</p>`,
      `<p lang="en">${escapeHtml(error.text.help)}</p>`,
    ].join('\n');
  });
  return [
    '<!doctype html>',
    `<html lang="${language}">`,
    '<head><meta charset="utf-8"><meta name="viewport" content="width=device-width">',
    `<title>${title} · Madang</title></head>`,
    `<body><main><h1>${title}</h1>`,
    ...items,
    '</main></body></html>',
    '',
  ].join('\n');
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
