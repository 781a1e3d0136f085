// How soon the meters of a large decision follow each act: on the server, and on a screen that
// watches the public page. `--quick` takes a smaller decision, `--json` prints one line.
import { expectOk, fromHex, toHex } from '@madang/base';
import { createClient } from '@madang/client';
import { launchBrowser } from '@madang/testkit';
import { services } from '../services/registry.ts';
import { openDecisions } from './lib/decision-load.ts';
import { startMadang } from './lib/madang-server.ts';
import { median, printFigures } from './lib/report.ts';

const args = process.argv.slice(2);
const isQuick = args.includes('--quick');
const HOMES = isQuick ? 1_000 : 10_000;
const ACTS = isQuick ? 50 : 500;
const SCREENS = isQuick ? 5 : 20;
const WARM_UP = 20;
