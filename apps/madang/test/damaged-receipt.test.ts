import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expectOk } from '@madang/base';
import { sha256 } from '@madang/crypto';
import { decodeReceipt, encodeReceipt, partNames } from '@madang/protocol';
import { describe, expect, it } from 'vitest';
import { runCommandLine } from '../src/command-line.ts';
import type { Terminal } from '../src/terminal.ts';
import { checkParts } from '../src/verify/receipt.ts';
import { fileOf, noteFiles } from './support/acts.ts';
import { openTestCity, temporaryFolder } from './support/city.ts';

/** A terminal that remembers. */
function memoryTerminal(): Terminal & { readonly lines: string[] } {
  const lines: string[] = [];
  return {
    language: 'en',
    isInteractive: false,
    lines,
    say: (line) => lines.push(line),
    note: (line) => lines.push(line),
    draw: () => undefined,
  };
}

describe('a receipt with one changed byte', () => {
  it('is never checked, whichever byte it is, and the verdict names a part', async () => {
    const city = await openTestCity();
    try {
      const client = city.client();
      const file = fileOf('small');
      const noted = await noteFiles(client, [file]);
      const plain = expectOk(
        decodeReceipt(expectOk(await client.receipt(noted.sent.id), 'receipt')),
        'decoded',
      );
      const receipt = expectOk(
        await client.openReceipt(encodeReceipt(plain), noted.openings[0]!),
        'opened',
      );
      const given = { policyText: city.opened.policyText, fileDigest: sha256(file) };
      expect((await checkParts(receipt, given)).verdict).toBe('checked');
      for (let at = 0; at < receipt.length; at++) {
        const damaged = receipt.slice();
        damaged[at] = (damaged[at] ?? 0) ^ 0x01;
        const { verdict, parts } = await checkParts(damaged, given);
        expect(verdict, `byte ${String(at)}`).not.toBe('checked');
        expect(
          parts.some(({ part, state }) => state !== 'passed' && partNames.includes(part)),
        ).toBe(true);
      }
    } finally {
      await city.close();
    }
  }, 120_000);

  it('makes madang verify end with 1 or 2 and a line that says which part', async () => {
    const city = await openTestCity();
    try {
      const client = city.client();
      const noted = await noteFiles(client, [fileOf('printed')]);
      const receipt = expectOk(await client.receipt(noted.sent.id), 'receipt');
      const folder = temporaryFolder();
      const file = path.join(folder, 'a.receipt');
      writeFileSync(path.join(folder, 'policy.txt'), city.opened.policyText);
      for (let at = 0; at < receipt.length; at += 97) {
        const damaged = receipt.slice();
        damaged[at] = (damaged[at] ?? 0) ^ 0x10;
        writeFileSync(file, damaged);
        const terminal = memoryTerminal();
        expect([1, 2]).toContain(await runCommandLine(['verify', file], terminal));
        expect(terminal.lines.join('\n')).toMatch(/DOES NOT MATCH|could not check/);
      }
    } finally {
      await city.close();
    }
  }, 60_000);
});
