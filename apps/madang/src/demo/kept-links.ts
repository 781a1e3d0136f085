import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { parseJson } from '@madang/base';
import { type DemoLinksAnswer, demoLinksAnswer } from '@madang/client';
import type { Layout } from '../data/layout.ts';

/** The links of the demo, if there are any. */
export function readDemoLinks(layout: Layout): DemoLinksAnswer | undefined {
  if (!existsSync(layout.demoLinks)) return undefined;
  try {
    const parsed = parseJson(demoLinksAnswer, JSON.parse(readFileSync(layout.demoLinks, 'utf8')));
    return parsed.ok ? parsed.value : undefined;
  } catch {
    return undefined;
  }
}

/** Keeps the links of the demo. */
export function keepDemoLinks(layout: Layout, links: DemoLinksAnswer): void {
  const json = JSON.stringify(demoLinksAnswer.toJson(links));
  writeFileSync(layout.demoLinks, json, { mode: 0o600 });
}
