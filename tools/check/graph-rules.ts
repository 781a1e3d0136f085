import type { DependencyType, IForbiddenRuleType } from 'dependency-cruiser';
import { below, rooms } from './rooms.ts';

const NO_TEST = '/test/';
/** The browser-safe door of the kernel. */
const DEFINE = '^packages/kernel/src/define\\.ts$';
/** What whoever checks does acts again with; it runs in browsers too. */
const RERUN = '^packages/kernel/src/rerun\\.ts$';
/** The light client of CometBFT, apart from what a receipt needs. */
const COMET = '^packages/protocol/src/comet/index\\.ts$';
const TRUST = '^packages/protocol/src/trust/index\\.ts$';
/** What pages ask of several nodes, apart from what residents load. */
const NETWORK = '^packages/client/src/network\\.ts$';
/** Node only: what keeps key files. */
const PASSPHRASE = '^packages/crypto/src/passphrase\\.ts$';
/** Key files under a passphrase, apart from what every page needs. */
const PROTECTED_KEY = '^packages/crypto/src/protected-key\\.ts$';
/** What asks a server for a proof of consensus, apart from what every page needs. */
const CONSENSUS = '^packages/client/src/consensus\\.ts$';
/** CometBFT's laxer rule for the signatures of validators. */
const ZIP215 = '^packages/crypto/src/zip215\\.ts$';
/** npm packages and Node's own modules that do cryptography. */
const CRYPTO_LIBRARIES =
  'node_modules/(@noble|@stablelib|@scure|sodium-native|libsodium|tweetnacl|elliptic)|^(node:)?crypto$';
const PURE = [
  '^packages/(base|protocol|kernel)/src/',
  '^services/[^/]+/(chain|proof|profiles|intake)/',
];
const anyOf = (names: readonly string[]): string => `(?:${names.join('|')})`;
const typeOnly: DependencyType[] = ['type-only'];

/** What each ring of a service may import outside its own ring. */
const rings: Readonly<Record<string, readonly string[]>> = {
  chain: [DEFINE, '^packages/(base|ballot)/'],
  proof: ['^packages/(base|ballot|crypto|protocol)/', '^services/$1/chain/'],
  intake: ['^packages/(base|ballot|crypto|protocol)/', '^services/$1/chain/'],
  views: [
    '^packages/(base|crypto|protocol|kernel|sql|views)/',
    '^services/$1/chain/',
    'node_modules',
  ],
  pages: [
    '^packages/(base|client|ui)/',
    '^services/$1/(chain|proof|profiles|intake|text)/',
    'node_modules',
  ],
  profiles: ['^packages/base/', '^services/$1/chain/(rule|schema|settings)\\.ts$'],
  text: [DEFINE, '^packages/base/', '^services/$1/chain/'],
};

/** What no file may import, each rule with a name that says what holds instead. */
export const graphRules: readonly IForbiddenRuleType[] = [
  ...rooms.map(roomRule),
  ...entryRules(),
  ...serviceRules(),
  ...appRules(),
  {
    name: 'testkit-is-for-tests',
    comment: 'What is shipped never depends on the test world.',
    severity: 'error',
    from: { path: '^(packages|services|apps)/', pathNot: ['^packages/testkit/', NO_TEST] },
    to: { path: '^packages/testkit/' },
  },
  {
    name: 'crypto-libraries-only-in-crypto',
    comment: 'One room decides which signatures are valid; nobody calls a library around it.',
    severity: 'error',
    from: {
      path: '^(packages|services|apps)/',
      pathNot: ['^packages/crypto/', '^apps/audit/', NO_TEST],
    },
    to: { path: CRYPTO_LIBRARIES },
  },
  {
    name: 'votes-of-validators-have-their-own-rule',
    comment: 'Nothing but a vote under CometBFT is judged by ZIP-215; transactions never are.',
    severity: 'error',
    from: { pathNot: ['^packages/protocol/src/comet/', '^packages/crypto/test/'] },
    to: { path: ZIP215 },
  },
  {
    name: 'pure-rooms-import-no-library',
    comment: 'What the chain runs on is ours alone.',
    severity: 'error',
    from: { path: PURE },
    to: { path: 'node_modules' },
  },
  {
    name: 'pure-rooms-import-no-node',
    comment: 'What the chain runs on has no door to the machine.',
    severity: 'error',
    from: { path: PURE },
    to: { dependencyTypes: ['core'] },
  },
  {
    name: 'browser-rooms-import-no-node',
    severity: 'error',
    from: { path: ['^packages/(client|ui)/src/', '^apps/web/src/', '^services/[^/]+/pages/'] },
    to: { dependencyTypes: ['core'] },
  },
  {
    name: 'no-cycles',
    comment: 'Files that need each other are one file, or lack a third.',
    severity: 'error',
    from: { pathNot: 'node_modules' },
    to: { circular: true },
  },
  {
    name: 'everything-resolves',
    severity: 'error',
    from: {},
    to: { couldNotResolve: true },
  },
];

function roomRule(room: string): IForbiddenRuleType {
  const allowed = [...below(room)].map((name) => `^packages/${name}/`);
  const ofClient = room === 'client' || room === 'ui';
  return {
    name: `${room}-imports-only-what-lies-below`,
    comment: 'The table of the design: arrows never turn.',
    severity: 'error',
    from: { path: `^packages/${room}/`, pathNot: NO_TEST },
    to: {
      path: '^(packages|services|apps|bin|tools|bench|soak|test)/',
      pathNot: [`^packages/${room}/`, ...allowed],
      // The client takes the shape of services from the kernel, and nothing that runs.
      ...(ofClient ? { dependencyTypesNot: typeOnly } : {}),
    },
  };
}

function entryRules(): IForbiddenRuleType[] {
  return [
    {
      name: 'rooms-are-entered-by-the-door',
      comment: 'A room is what its entry says; its inner files may change at any time.',
      severity: 'error',
      from: { path: '^packages/([^/]+)/' },
      to: {
        path: '^packages/',
        pathNot: [
          '^packages/$1/',
          '^packages/[^/]+/src/index\\.tsx?$',
          DEFINE,
          COMET,
          TRUST,
          CONSENSUS,
          NETWORK,
          ZIP215,
        ],
      },
    },
    {
      name: 'rooms-are-entered-by-the-door-from-outside',
      severity: 'error',
      from: { path: '^(services|apps|tools|bench|soak|test)/' },
      to: {
        path: '^packages/',
        pathNot: [
          '^packages/[^/]+/src/index\\.tsx?$',
          DEFINE,
          RERUN,
          COMET,
          TRUST,
          CONSENSUS,
          NETWORK,
          PASSPHRASE,
          PROTECTED_KEY,
          '\\.css$',
        ],
      },
    },
  ];
}

function serviceRules(): IForbiddenRuleType[] {
  const ringRules = Object.entries(rings).map(
    ([ring, allowed]): IForbiddenRuleType => ({
      name: `${ring}-stays-in-its-ring`,
      severity: 'error',
      from: { path: `^services/([^/]+)/${ring}/` },
      to: { pathNot: [`^services/$1/${ring}/`, ...allowed], dependencyTypesNot: ['core'] },
    }),
  );
  return [
    ...ringRules,
    {
      name: 'manifest-names-only-its-own-service',
      severity: 'error',
      from: { path: '^services/([^/]+)/service\\.ts$' },
      to: { pathNot: [DEFINE, '^packages/base/', '^services/$1/'] },
    },
    {
      name: 'manifest-loads-views-and-pages-lazily',
      comment: 'One registry serves every process: the node never loads a page, the page no SQL.',
      severity: 'error',
      from: { path: '^services/([^/]+)/service\\.ts$' },
      to: { path: '^services/$1/(views|pages)/', dynamic: false, dependencyTypesNot: typeOnly },
    },
    {
      name: 'services-do-not-know-each-other',
      severity: 'error',
      from: { path: '^services/([^/]+)/' },
      to: { path: '^services/[^/]+/', pathNot: '^services/$1/' },
    },
    {
      name: 'only-the-registry-imports-a-manifest',
      severity: 'error',
      from: { pathNot: ['^services/(registry|city|desk)\\.ts$', '^services/[^/]+/test/'] },
      to: { path: '^services/[^/]+/service\\.ts$' },
    },
  ];
}

function appRules(): IForbiddenRuleType[] {
  const madangRooms = anyOf([...rooms.filter((room) => room !== 'ui')]);
  const webRooms = anyOf(['ui', ...below('ui')]);
  return [
    {
      name: 'only-apps-and-testkit-import-services',
      severity: 'error',
      from: {
        pathNot: ['^services/', '^apps/(madang|web)/', '^packages/testkit/', '^(bench|soak|test)/'],
      },
      to: { path: '^services/' },
    },
    {
      name: 'services-are-entered-by-the-registry',
      comment:
        'Open too: the proof ring, whose rules whoever makes or checks a receipt needs, intake and ' +
        'profiles, the doors of residents, voters, trustees and officers, spared the code that runs, ' +
        'and of what a register is asked.',
      severity: 'error',
      from: { pathNot: '^services/' },
      to: {
        path: '^services/',
        pathNot: [
          '^services/(registry|asked|resident|ballot|trustee|city|elections|desk)\\.ts$',
          '^services/[^/]+/(service|(proof|profiles|intake)/index)\\.ts$',
        ],
      },
    },
    {
      name: 'server-imports-rooms-and-services',
      severity: 'error',
      from: { path: '^apps/madang/', pathNot: NO_TEST },
      to: {
        path: '^(packages|apps|tools)/',
        pathNot: [`^packages/${madangRooms}/`, '^apps/madang/'],
      },
    },
    {
      name: 'browser-app-imports-client-and-ui',
      severity: 'error',
      from: { path: '^apps/web/src/' },
      to: {
        path: '^(packages|apps|tools)/',
        pathNot: [`^packages/${webRooms}/`, '^apps/web/', RERUN],
        dependencyTypesNot: typeOnly,
      },
    },
    {
      name: 'audit-imports-nothing-of-this-repository',
      comment: 'A verifier that shares code with what it verifies shares its mistakes.',
      severity: 'error',
      from: { path: '^apps/audit/' },
      to: { path: '^(packages|services|apps|tools|bench|soak|test)/', pathNot: '^apps/audit/' },
    },
    {
      name: 'nobody-imports-the-audit',
      severity: 'error',
      from: { pathNot: '^apps/audit/' },
      to: { path: '^apps/audit/' },
    },
  ];
}
