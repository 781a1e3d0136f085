import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { graphViolations } from './graph.ts';

const ENTRIES = 'base crypto protocol kernel sql node views vault api client ui testkit'
  .split(' ')
  .map((room) => `packages/${room}/src/index.ts`);
const TARGETS = [
  ...ENTRIES,
  'packages/kernel/src/define.ts',
  'packages/base/src/inner.ts',
  'packages/protocol/src/inner.ts',
  'packages/protocol/src/comet/index.ts',
  'packages/crypto/src/zip215.ts',
  'services/registry.ts',
  'services/vote/service.ts',
  'services/vote/chain/schema.ts',
  'services/vote/chain/rule.ts',
  'services/vote/profiles/index.ts',
  'services/vote/profiles/inner.ts',
  'services/vote/views/index.ts',
  'services/vote/pages/index.ts',
  'services/vote/proof/index.ts',
  'services/vote/intake/index.ts',
  'services/points/chain/schema.ts',
  'apps/audit/src/main.ts',
  'apps/madang/src/main.ts',
  'apps/web/src/main.ts',
];

/** One importing file each: where it lies, what it says, and the rule that it breaks. */
const refused: readonly (readonly [string, string, string])[] = [
  [
    'packages/base/src/a.ts',
    "import 'packages/crypto/src/index.ts';",
    'base-imports-only-what-lies-below',
  ],
  [
    'packages/crypto/src/a.ts',
    "import 'packages/protocol/src/index.ts';",
    'crypto-imports-only-what-lies-below',
  ],
  [
    'packages/protocol/src/a.ts',
    "import 'packages/kernel/src/index.ts';",
    'protocol-imports-only-what-lies-below',
  ],
  [
    'packages/kernel/src/a.ts',
    "import 'packages/node/src/index.ts';",
    'kernel-imports-only-what-lies-below',
  ],
  [
    'packages/kernel/src/b.ts',
    "import type {} from 'packages/sql/src/index.ts';",
    'kernel-imports-only-what-lies-below',
  ],
  [
    'packages/sql/src/a.ts',
    "import 'packages/base/src/index.ts';",
    'sql-imports-only-what-lies-below',
  ],
  [
    'packages/node/src/a.ts',
    "import 'packages/views/src/index.ts';",
    'node-imports-only-what-lies-below',
  ],
  [
    'packages/views/src/a.ts',
    "import 'packages/node/src/index.ts';",
    'views-imports-only-what-lies-below',
  ],
  [
    'packages/vault/src/a.ts',
    "import 'packages/kernel/src/index.ts';",
    'vault-imports-only-what-lies-below',
  ],
  [
    'packages/vault/src/b.ts',
    "import 'packages/protocol/src/index.ts';",
    'vault-imports-only-what-lies-below',
  ],
  [
    'packages/api/src/a.ts',
    "import 'packages/ui/src/index.ts';",
    'api-imports-only-what-lies-below',
  ],
  [
    'packages/client/src/a.ts',
    "import { run } from 'packages/kernel/src/index.ts'; run();",
    'client-imports-only-what-lies-below',
  ],
  [
    'packages/client/src/b.ts',
    "import 'packages/node/src/index.ts';",
    'client-imports-only-what-lies-below',
  ],
  [
    'packages/ui/src/a.ts',
    "import 'packages/api/src/index.ts';",
    'ui-imports-only-what-lies-below',
  ],
  ['packages/node/src/b.ts', "import 'services/registry.ts';", 'node-imports-only-what-lies-below'],
  [
    'packages/api/src/b.ts',
    "import 'services/registry.ts';",
    'only-apps-and-testkit-import-services',
  ],
  [
    'packages/node/src/c.ts',
    "await import('packages/api/src/index.ts');",
    'node-imports-only-what-lies-below',
  ],
  [
    'packages/node/src/d.ts',
    "export * from 'packages/api/src/index.ts';",
    'node-imports-only-what-lies-below',
  ],
  ['packages/api/src/c.ts', "import 'packages/testkit/src/index.ts';", 'testkit-is-for-tests'],
  [
    'packages/kernel/src/c.ts',
    "import 'packages/protocol/src/inner.ts';",
    'rooms-are-entered-by-the-door',
  ],
  [
    'apps/madang/src/a.ts',
    "import 'packages/base/src/inner.ts';",
    'rooms-are-entered-by-the-door-from-outside',
  ],
  [
    'packages/protocol/src/b.ts',
    "import 'packages/crypto/src/zip215.ts';",
    'votes-of-validators-have-their-own-rule',
  ],
  [
    'packages/kernel/src/f.ts',
    "import 'packages/crypto/src/zip215.ts';",
    'votes-of-validators-have-their-own-rule',
  ],
  ['packages/api/src/d.ts', "import 'node:crypto';", 'crypto-libraries-only-in-crypto'],
  ['packages/api/src/e.ts', "import 'crypto';", 'crypto-libraries-only-in-crypto'],
  ['apps/web/src/a.ts', "import '@noble/hashes/sha2.js';", 'crypto-libraries-only-in-crypto'],
  ['packages/base/src/b.ts', "import 'node:fs';", 'pure-rooms-import-no-node'],
  ['packages/kernel/src/d.ts', "import 'hono';", 'pure-rooms-import-no-library'],
  ['services/vote/chain/a.ts', "import 'node:fs';", 'pure-rooms-import-no-node'],
  ['packages/ui/src/b.ts', "import 'node:path';", 'browser-rooms-import-no-node'],
  ['services/vote/chain/b.ts', "import 'packages/kernel/src/index.ts';", 'chain-stays-in-its-ring'],
  [
    'services/vote/chain/c.ts',
    "import 'packages/protocol/src/index.ts';",
    'chain-stays-in-its-ring',
  ],
  ['services/vote/chain/d.ts', "import 'services/vote/views/index.ts';", 'chain-stays-in-its-ring'],
  [
    'services/vote/chain/e.ts',
    "import 'services/points/chain/schema.ts';",
    'services-do-not-know-each-other',
  ],
  [
    'services/vote/proof/a.ts',
    "import 'packages/kernel/src/define.ts';",
    'proof-stays-in-its-ring',
  ],
  ['services/vote/intake/a.ts', "import 'packages/sql/src/index.ts';", 'intake-stays-in-its-ring'],
  ['services/vote/intake/b.ts', "import 'node:fs';", 'pure-rooms-import-no-node'],
  [
    'services/vote/profiles/a.ts',
    "import 'services/vote/chain/state.ts';",
    'profiles-stays-in-its-ring',
  ],
  [
    'services/vote/profiles/b.ts',
    "import 'packages/kernel/src/define.ts';",
    'profiles-stays-in-its-ring',
  ],
  ['services/vote/profiles/c.ts', "import 'hono';", 'pure-rooms-import-no-library'],
  [
    'services/vote/chain/h.ts',
    "import 'services/vote/profiles/index.ts';",
    'chain-stays-in-its-ring',
  ],
  [
    'apps/madang/src/f.ts',
    "import 'services/vote/profiles/inner.ts';",
    'services-are-entered-by-the-registry',
  ],
  ['services/vote/intake/a.ts', "import 'packages/sql/src/index.ts';", 'intake-stays-in-its-ring'],
  ['services/vote/intake/b.ts', "import 'node:fs';", 'pure-rooms-import-no-node'],
  ['services/vote/views/a.ts', "import 'packages/node/src/index.ts';", 'views-stays-in-its-ring'],
  ['services/vote/views/b.ts', "import 'services/vote/pages/index.ts';", 'views-stays-in-its-ring'],
  [
    'services/vote/pages/a.ts',
    "import 'packages/kernel/src/define.ts';",
    'pages-stays-in-its-ring',
  ],
  ['services/vote/pages/b.ts', "import 'services/vote/views/index.ts';", 'pages-stays-in-its-ring'],
  [
    'services/health/service.ts',
    "import 'packages/node/src/index.ts';",
    'manifest-names-only-its-own-service',
  ],
  [
    'services/trace/service.ts',
    "import './views/index.ts';",
    'manifest-loads-views-and-pages-lazily',
  ],
  ['services/vote/chain/f.ts', "import '../service.ts';", 'only-the-registry-imports-a-manifest'],
  [
    'apps/madang/src/b.ts',
    "import 'services/vote/service.ts';",
    'only-the-registry-imports-a-manifest',
  ],
  [
    'apps/madang/src/c.ts',
    "import 'services/vote/chain/schema.ts';",
    'services-are-entered-by-the-registry',
  ],
  [
    'apps/madang/src/d.ts',
    "import 'packages/ui/src/index.ts';",
    'server-imports-rooms-and-services',
  ],
  [
    'apps/web/src/b.ts',
    "import 'packages/node/src/index.ts';",
    'browser-app-imports-client-and-ui',
  ],
  [
    'apps/audit/src/a.ts',
    "import 'packages/base/src/index.ts';",
    'audit-imports-nothing-of-this-repository',
  ],
  [
    'apps/audit/src/b.ts',
    "import type {} from '@madang/base';",
    'audit-imports-nothing-of-this-repository',
  ],
  ['apps/madang/src/e.ts', "import 'apps/audit/src/main.ts';", 'nobody-imports-the-audit'],
  ['packages/sql/src/b.ts', "import './absent.ts';", 'everything-resolves'],
];

const allowed: readonly (readonly [string, string])[] = [
  ['packages/kernel/src/e.ts', "import 'packages/base/src/index.ts';"],
  ['packages/api/src/f.ts', "import '@madang/base';"],
  ['packages/protocol/src/comet/a.ts', "import 'packages/crypto/src/zip215.ts';"],
  ['packages/node/src/e.ts', "import 'packages/protocol/src/comet/index.ts';"],
  ['apps/web/src/i.ts', "import 'packages/protocol/src/comet/index.ts';"],
  ['packages/views/src/b.ts', "import 'packages/sql/src/index.ts';"],
  ['packages/api/src/g.ts', "import 'packages/client/src/index.ts';"],
  ['packages/client/src/c.ts', "import type {} from 'packages/kernel/src/index.ts';"],
  ['packages/node/test/a.test.ts', "import 'packages/testkit/src/index.ts'; import 'node:crypto';"],
  ['packages/testkit/src/a.ts', "import 'services/registry.ts';"],
  ['services/vote/chain/g.ts', "import 'packages/kernel/src/define.ts'; import './schema.ts';"],
  ['services/vote/views/c.ts', "import 'services/vote/chain/schema.ts';"],
  ['services/vote/pages/e.ts', "import 'packages/ui/src/index.ts'; import '../intake/index.ts';"],
  ['services/vote/intake/c.ts', "import 'services/vote/chain/schema.ts';"],
  ['apps/madang/src/h.ts', "import 'services/vote/intake/index.ts';"],
  ['services/vote/pages/c.ts', "import 'packages/ui/src/index.ts';"],
  ['services/vote/pages/d.ts', "import 'services/vote/profiles/index.ts';"],
  [
    'services/vote/profiles/d.ts',
    "import 'packages/base/src/index.ts'; import 'services/vote/chain/rule.ts';",
  ],
  ['apps/madang/src/g.ts', "import 'services/vote/profiles/index.ts';"],
  ['services/vote/pages/e.ts', "import 'services/vote/intake/index.ts';"],
  ['services/vote/intake/c.ts', "import 'services/vote/chain/schema.ts';"],
  ['apps/madang/src/h.ts', "import 'services/vote/intake/index.ts';"],
  ['services/fund/service.ts', "const load = () => import('./views/index.ts');"],
  ['services/vote/test/a.test.ts', "import '../service.ts';"],
  ['apps/web/src/c.ts', "import 'services/registry.ts'; import 'services/vote/proof/index.ts';"],
];

describe('graphViolations', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'graph-'));
  let found: ReadonlySet<string> = new Set();

  /** Writes one file; a path from the top in its text becomes one relative to it. */
  function write(file: string, text: string): void {
    const place = path.join(folder, file);
    fs.mkdirSync(path.dirname(place), { recursive: true });
    const up = path.relative(path.dirname(file), '.');
    fs.writeFileSync(place, text.replaceAll(/'((packages|services|apps)\/)/g, `'${up}/$1`));
  }

  beforeAll(async () => {
    for (const file of TARGETS) write(file, 'export {};');
    for (const service of ['trace', 'fund']) {
      write(`services/${service}/views/index.ts`, 'export {};');
    }
    write('packages/base/package.json', '{"name":"@madang/base","exports":"./src/index.ts"}');
    for (const library of ['hono', '@noble/hashes']) {
      const entry = { name: library, exports: { '.': './index.js', './sha2.js': './index.js' } };
      write(`node_modules/${library}/package.json`, JSON.stringify(entry));
      write(`node_modules/${library}/index.js`, 'export {};');
    }
    fs.mkdirSync(path.join(folder, 'node_modules/@madang'));
    fs.symlinkSync('../../packages/base', path.join(folder, 'node_modules/@madang/base'));
    write('packages/sql/src/c.ts', "import './d.ts'; export const a = 1;");
    write('packages/sql/src/d.ts', "import './c.ts'; export const b = 1;");
    for (const [file, text] of [...refused, ...allowed]) write(file, text);
    const violations = await graphViolations(folder);
    found = new Set(violations.map(({ from, rule }) => `${from}: ${rule.name}`));
  });

  afterAll(() => fs.rmSync(folder, { recursive: true }));

  it.each(refused)('finds that %s with %s breaks a rule', (file, _text, rule) => {
    expect([...found].filter((line) => line.startsWith(file))).toContain(`${file}: ${rule}`);
  });

  it.each(allowed)('lets %s say %s', (file) => {
    expect([...found].filter((line) => line.startsWith(file))).toEqual([]);
  });

  it('finds two files that import each other', () => {
    expect(found).toContain('packages/sql/src/c.ts: no-cycles');
  });

  it('finds nothing where there is nothing', async () => {
    const empty = fs.mkdtempSync(path.join(os.tmpdir(), 'graph-'));
    expect(await graphViolations(empty)).toEqual([]);
    fs.rmSync(empty, { recursive: true });
  });
});
