#!/usr/bin/env node
/** The program's entry; what it does is in README.md. */
try {
  const { main } = await import('./src/cli.mjs');
  process.exitCode = await main(process.argv.slice(2), {
    out: (text) => process.stdout.write(text),
    err: (text) => process.stderr.write(text),
    terminal: process.stderr.isTTY === true,
  });
} catch (error) {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code !== 'ERR_MODULE_NOT_FOUND') throw error;
  process.stderr.write('NOT_INSTALLED: Run npm install in the folder of madang-audit first.\n');
  process.exitCode = 2;
}
