import { defineConfig } from 'vite';
import { entryName } from './entry-name.ts';
import { offlinePack } from './offline-files.ts';

/**
 * What a resident's page is made of before anything is pressed, and no other page needs. A voter's
 * page begins with it too, so what both say of being counted is part of it.
 */
const residentStart = new RegExp(
  [
    'pages/link-(identify|opening|flow|landing|read|choose|code|parts|receipt|sending|withdraw)\\.tsx',
    'pages/(ballot|counted-parts)\\.tsx',
    'text/(counted|link(-(identify|receipt))?)\\.ts',
    'resident/(acting|context|counts|decision|identify|link|matters|one-time-code)\\.ts',
    'resident/(room|say|shares|steps|texts|times)\\.ts',
    'device/(person-store|read-aloud)\\.ts',
    'parts/(late|plain-blocks|plain-text)\\.tsx?',
  ]
    .map((path) => `apps/web/src/${path}$`)
    .join('|'),
);

/**
 * What every page begins with, from the entry on; signatures of validators come with the light
 * client alone. The styles of a link's page are few, and no file of their own.
 */
const core = new RegExp(
  [
    'apps/web/src/(main|ledger|thread|parts/(share-button|unanswered))[.]tsx?$',
    'apps/web/src/real/(check-receipt|names)[.]ts$',
    'apps/web/src/device/(act-keys|save-file)[.]ts$',
    'apps/web/src/pages/(link|ballot)[.]css$',
    'node_modules/(preact|@noble)',
    'packages/(base|crypto|ui)/src/(?!merkle-prefix|zip215).*[.]tsx?$',
    'packages/protocol/src/(note|protocol-error|names|transaction|state-key)[.]ts$',
  ].join('|'),
);

/**
 * What checks receipts and speaks to the ledger: every page has it from the start. It stays one
 * file although what comes later, such as the light client, takes from it.
 */
const checks = new RegExp(
  [
    'client/src/(absence|acts|answers|ask|check|clock|create-client|draft|error|http|matter-calls)',
    'client/src/(people-answers|people-calls|pinning|prepare|query-string|send|vault-calls|wait)',
    'protocol/src/(check-(chain|checkpoint|content|place|receipt|signature|standing)|checkpoint)',
    'protocol/src/(describe|genesis|judge-checkpoint|log-entry|names|note|open-receipt|part|policy)',
    'protocol/src/(protocol-error|proven-state|receipt|receipt-facts|receipt-number)',
    'protocol/src/(service-proof|state-key|transaction|verifier-key)',
  ]
    .map((path) => `packages/${path}\\.ts$`)
    .join('|'),
);

/** What every page of a decision knows of its services: a resident's page has it from the start. */
const contracts = new RegExp(
  [
    'kernel/src/(event|table|service)[.]ts$',
    'services/(people|vote)/chain/(answers|rule|schema|settings|state)[.]ts$',
    'services/(resident|vote/proof/claims)[.]ts$',
  ].join('|'),
);

/** What every page of an election knows of its service; one file as well. */
const electionContracts = new RegExp(
  [
    'packages/ballot/src/(election|question)[.]ts$',
    'services/election/chain/(answers|bound|listing|proven-acts|questions|schema|state)[.]ts$',
    'services/election/intake/(announcement|ballot|json-text)[.]ts$',
  ].join('|'),
);

/** What a voter's ways have in common, from registering a key to giving it up. */
const voterStart = new RegExp(
  [
    'apps/web/src/ballot/(cast|election|own-key|own-receipt|room|sealer|standing|use-stood)[.]ts$',
    'apps/web/src/device/(ballot-store|voter-key-store)[.]ts$',
    'apps/web/src/pages/ballot-(hindered|landing|loaded|parts|refusal)[.]tsx?$',
    'apps/web/src/text/(ballot|ballot-after)[.]ts$',
    'services/(ballot|election/intake/proven)[.]ts$',
  ].join('|'),
);

/** Small pieces of the desk that several of its parts share: alone each would cost its name. */
const keptPieces = /apps\/web\/src\/desk\/(kept-(work|opening|drafting)|sign-kept)\.ts$/;

/**
 * The browser app. Nothing is inlined as a `data:` address and no script stands in the page, so
 * that
 * the strict content policy holds; the service worker keeps its name at the root.
 */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [entryName(), offlinePack()],
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    target: 'es2023',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    manifest: 'manifest.json',
    rolldownOptions: {
      input: { index: 'index.html', worker: 'src/service-worker.ts' },
      output: {
        // What every page shares comes as one file: small ones cost more than they save. The named
        // parts of the protocol are shared with what only an alarm loads.
        codeSplitting: {
          groups: [
            {
              name: 'core',
              test: (id: string) => [core, checks, contracts].some((part) => part.test(id)),
            },
            { name: 'kept', test: keptPieces, includeDependenciesRecursively: false },
            { name: 'election', test: electionContracts, includeDependenciesRecursively: false },
            { name: 'voter', test: voterStart, includeDependenciesRecursively: false },
            // What a resident's page has from the start; what comes later with it takes from there.
            {
              name: 'resident',
              test: residentStart,
              includeDependenciesRecursively: false,
            },
          ],
        },
        entryFileNames: ({ name }) => (name === 'worker' ? 'worker.js' : 'assets/[name]-[hash].js'),
        // Every page carries the names of all chunks, so they have none beside their hash.
        chunkFileNames: 'assets/[hash].js',
      },
    },
  },
});
