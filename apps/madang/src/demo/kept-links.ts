import { existsSync, readFileSync } from 'node:fs';
import { parseJson } from '@madang/base';
import { type DemoLinksAnswer, demoLinksAnswer } from '@madang/client';
import { writeWhole } from '../data/found.ts';
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
  writeWhole(layout.demoLinks, JSON.stringify(demoLinksAnswer.toJson(links)));
}
