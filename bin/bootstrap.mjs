// Plain JavaScript for Node 20: nothing is installed yet when this file starts.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { takeLock } from './lock.mjs';

/** The folder of the checkout. */
export const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

const NODE_MAJOR_NEEDED = 24;
const FORWARDED_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGUSR2'];
const INSTALL_ARGUMENTS = [
  'install',
  '--no-save',
  '--ignore-scripts',
  '--no-audit',
  '--no-fund',
  // A production environment would leave out what the commands themselves need.
  '--include=dev',
  '--include=optional',
  '--loglevel=error',
];

/** A problem that the person at the keyboard can mend; it is told in one sentence. */
export class StartError extends Error {}

/**
 * Runs `main` and ends the process with its exit code; a StartError becomes one sentence on
 * standard error and exit code 1.
 * @param {() => Promise<number>} main
 */
export async function runMain(main) {
  try {
    process.exitCode = await main();
  } catch (error) {
    if (!(error instanceof StartError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}

/**
 * Installs what is missing and returns the path of a Node that is new enough.
 * @param {string} folder the checkout
 */
export async function prepare(folder = root) {
  await installIfNeeded(folder);
  return findNode(folder);
}

/**
 * Runs the steps one after the other under `node`, in the caller's working folder; stops at the
 * first that fails and returns its exit code. A step that a signal ended ends this process too.
 * @param {string} node
 * @param {readonly (readonly string[])[]} steps the arguments of each run of node
 * @param {'much' | 'little'} [room] for what lives shortly: a node under load wants much, whoever
 *   checks a file on a small machine little
 */
export async function runSteps(node, steps, room = 'much') {
  for (const step of steps) {
    const code = await runNode(node, step, room);
    if (code !== 0) return code;
  }
  return 0;
}

/**
 * SHA-256 over everything that decides what is installed: the lock file, the manifest of each
 * workspace, and the platform (a folder can be shared between machines).
 * @param {string} folder
 */
export function installStamp(folder) {
  const hash = createHash('sha256').update(`${process.platform} ${process.arch}\n`);
  for (const file of ['package-lock.json', ...manifests(folder)]) {
    const name = path.join(folder, file);
    const content = fs.existsSync(name) ? fs.readFileSync(name) : 'absent';
    hash.update(`${file} ${content.length}\n`).update(content);
  }
  return hash.digest('hex');
}

function manifests(folder) {
  const { workspaces = [] } = JSON.parse(
    fs.readFileSync(path.join(folder, 'package.json'), 'utf8'),
  );
  const folders = workspaces.flatMap((pattern) =>
    pattern.endsWith('/*') ? subfolders(folder, pattern.slice(0, -2)) : [pattern],
  );
  const files = folders.map((one) => `${one}/package.json`);
  return ['package.json', ...files.filter((file) => fs.existsSync(path.join(folder, file))).sort()];
}

function subfolders(folder, parent) {
  const place = path.join(folder, parent);
  return fs.existsSync(place) ? fs.readdirSync(place).map((name) => `${parent}/${name}`) : [];
}

async function installIfNeeded(folder) {
  if (isInstalled(folder)) return;
  const file = path.join(stateFolder(folder), 'install.lock');
  const release = await takeLock(file);
  if (release === undefined) {
    throw new StartError(`Another process is installing here; if none is, delete ${file}.`);
  }
  try {
    // Another process may have installed while this one waited for the lock.
    if (!isInstalled(folder)) await install(folder);
  } finally {
    release();
  }
}

function stateFolder(folder) {
  return path.join(folder, 'node_modules', '.madang');
}

function stampFile(folder) {
  return path.join(stateFolder(folder), 'install.sha256');
}

function isInstalled(folder) {
  try {
    return fs.readFileSync(stampFile(folder), 'utf8') === installStamp(folder);
  } catch {
    return false;
  }
}

async function install(folder) {
  process.stderr.write('Installing what is missing (npm install) ...\n');
  const stamp = installStamp(folder);
  fs.rmSync(stampFile(folder), { force: true });
  const code = await runNpm(folder);
  if (code !== 0) {
    throw new StartError(`npm install failed with exit code ${code}; see the lines above.`);
  }
  fs.mkdirSync(stateFolder(folder), { recursive: true });
  const unfinished = `${stampFile(folder)}.${process.pid}`;
  fs.writeFileSync(unfinished, stamp);
  fs.renameSync(unfinished, stampFile(folder));
}

function runNpm(folder) {
  const npmScript = process.env.npm_execpath;
  const isNpm = npmScript !== undefined && /npm(-cli)?\.c?js$/.test(npmScript);
  const [command, args] = isNpm
    ? [process.execPath, [npmScript, ...INSTALL_ARGUMENTS]]
    : ['npm', INSTALL_ARGUMENTS];
  return new Promise((resolve, reject) => {
    // What npm says goes to standard error: standard output belongs to the command.
    const child = spawn(command, args, {
      cwd: folder,
      stdio: ['ignore', 2, 2],
      shell: process.platform === 'win32' && !isNpm,
    });
    child.on('error', (error) => {
      reject(
        new StartError(`npm could not be started (${error.code}): install npm, then try again.`),
      );
    });
    child.on('close', (code) => resolve(code ?? 1));
  });
}

function findNode(folder) {
  if (Number.parseInt(process.versions.node, 10) >= NODE_MAJOR_NEEDED) return process.execPath;
  const own = path.join(folder, 'node_modules', `node-linux-${process.arch}`, 'bin', 'node');
  if (process.platform === 'linux' && fs.existsSync(own)) {
    fs.chmodSync(own, 0o755);
    return own;
  }
  throw new StartError(
    `Madang needs Node ${NODE_MAJOR_NEEDED} or newer and this is ${process.version}: install it and try again.`,
  );
}

/** What Node made of the sources last time: each process starts in half the time. */
const COMPILED = path.join(stateFolder(root), 'compiled');

/**
 * Room for what lives shortly, MB. With the usual 16 a node under load spends a sixth more of its
 * processor time on collecting it; a verifier is as fast with 8, and takes less memory.
 */
const YOUNG_OBJECTS = {
  much: '--max-semi-space-size=64',
  little: '--max-semi-space-size=8',
};

/** What each Node that is started here finds in its environment, and those that it starts. */
function environment(room) {
  const options = [YOUNG_OBJECTS[room], process.env.NODE_OPTIONS].filter(Boolean).join(' ');
  return { NODE_COMPILE_CACHE: COMPILED, ...process.env, NODE_OPTIONS: options };
}

function runNode(node, args, room) {
  const env = environment(room);
  const child = spawn(node, args, { stdio: 'inherit', env });
  const forwarders = FORWARDED_SIGNALS.map((signal) => {
    const forward = () => {
      // In a terminal Ctrl-C reaches the child by itself; twice would mean "at once".
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
    };
    process.on(signal, forward);
    return () => process.off(signal, forward);
  });
  return new Promise((resolve, reject) => {
    child.on('error', (error) => {
      reject(new StartError(`Node could not be started from ${node} (${error.code}).`));
    });
    child.on('close', (code, signal) => {
      for (const stop of forwarders) stop();
      if (signal !== null) process.kill(process.pid, signal);
      resolve(code ?? 1);
    });
  });
}
