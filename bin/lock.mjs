import fs from 'node:fs';
import path from 'node:path';

const LOCK_POLL_MS = 250;
const LOCK_WAIT_MS = 15 * 60_000;

/**
 * Waits until no other process has this lock file, and takes it. A file whose process has ended
 * counts as left behind.
 * @param {string} file
 * @returns {Promise<(() => void) | undefined>} gives it back; undefined if it was never free
 */
export async function takeLock(file) {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  const deadline = Date.now() + LOCK_WAIT_MS;
  while (!tryLock(file)) {
    removeIfAbandoned(file);
    if (Date.now() > deadline) return undefined;
    await new Promise((resolve) => setTimeout(resolve, LOCK_POLL_MS));
  }
  return () => fs.rmSync(file, { force: true });
}

function tryLock(file) {
  // Linked into place whole, so that nobody ever reads a lock without its owner.
  const own = `${file}.${process.pid}`;
  fs.writeFileSync(own, String(process.pid));
  try {
    fs.linkSync(own, file);
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    return false;
  } finally {
    fs.rmSync(own, { force: true });
  }
}

function removeIfAbandoned(file) {
  const owner = readOwner(file);
  if (owner === undefined || isAlive(owner)) return;
  // Renamed first and looked at again: between reading and removing, the lock may have changed
  // hands, and then it has to be put back.
  const aside = `${file}.abandoned.${process.pid}`;
  try {
    fs.renameSync(file, aside);
    if (readOwner(aside) !== owner) fs.linkSync(aside, file);
  } catch (error) {
    if (error.code !== 'ENOENT' && error.code !== 'EEXIST') throw error;
  }
  fs.rmSync(aside, { force: true });
}

function readOwner(file) {
  try {
    return Number(fs.readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
