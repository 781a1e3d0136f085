import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fail, list, ok, parseJson, type Result, record, text, uint } from '@madang/base';
import type { KeyPair } from '@madang/crypto';
import {
  COSIGNER_KEY_TYPE,
  isKeyName,
  MAX_POLICY_LOGS,
  type Policy,
  parseVerifierKey,
  printVerifierKey,
  type VerifierKey,
  verifierKey,
} from '@madang/protocol';
import { damaged, parseText } from '../data/city.ts';
import { writeJson } from '../data/found.ts';
import { createKeyFile, readSigningKey } from '../data/key-file.ts';
import { type CommandError, commandError } from '../terminal.ts';

/** Where things lie in the folder of a witness. */
export interface WitnessLayout {
  readonly folder: string;
  /** Readable by its owner alone. */
  readonly key: string;
  /** The witness's name and the logs that it watches. */
  readonly settings: string;
  /** The newest cosigned checkpoint of each log: what must never go back. */
  readonly cosigned: string;
  /** Proofs that a log contradicted itself. */
  readonly equivocations: string;
}

/** The layout of a witness's folder. */
export function witnessLayout(folder: string): WitnessLayout {
  const at = (name: string): string => path.join(folder, name);
  return {
    folder,
    key: at('witness.key'),
    settings: at('witness.json'),
    cosigned: at('cosigned'),
    equivocations: at('equivocations'),
  };
}

/** What a witness is made of. */
export interface WitnessSettings {
  readonly key: KeyPair;
  /** What stands in policies; its name is the witness's. */
  readonly verifierKey: VerifierKey;
  /** Keys of the logs that it watches; a log has one or more under its origin. */
  readonly logs: readonly VerifierKey[];
}

const FORMAT = 1;
const MAX_LOG_KEYS = 16 * MAX_POLICY_LOGS;
const settingsFile = record({
  format: uint(),
  name: text({ min: 1, max: 200 }),
  logs: list(text({ min: 1, max: 400 }), { max: MAX_LOG_KEYS }),
});

/** Makes the key and the settings of a new witness that watches no log yet. */
export function foundWitness(layout: WitnessLayout, name: string): Result<void, CommandError> {
  if (!isKeyName(name) || name.length > 200) {
    return fail(
      commandError(
        'WITNESS_NAME_NOT_VALID',
        `“${name}” cannot name a witness: 1 to 200 characters without spaces and plus signs.`,
        `“${name}” 은(는) 증인의 이름이 될 수 없습니다. 공백과 + 없이 1~200자여야 합니다.`,
      ),
    );
  }
  if (existsSync(layout.settings)) {
    return fail(
      commandError(
        'WITNESS_EXISTS',
        `${layout.folder} has a witness already.`,
        `${layout.folder} 에 이미 증인이 있습니다.`,
      ),
    );
  }
  mkdirSync(layout.folder, { recursive: true, mode: 0o700 });
  // A set-up that was cut short goes on with the key that it made.
  const seed = existsSync(layout.key) ? ok(undefined) : createKeyFile(layout.key, 'ed25519');
  if (!seed.ok) return seed;
  writeSettings(layout, name, []);
  return ok(undefined);
}

/** Adds the logs of a policy to those that a witness watches; returns their keys. */
export function watchLogs(
  layout: WitnessLayout,
  { logs }: Policy,
): Result<readonly VerifierKey[], CommandError> {
  const settings = readWitness(layout);
  if (!settings.ok) return settings;
  const known = settings.value.logs.map(printVerifierKey);
  const all = [...new Set([...known, ...logs.map(printVerifierKey)])];
  if (all.length > MAX_LOG_KEYS) {
    return fail(
      commandError(
        'WITNESS_TOO_MANY_LOGS',
        `A witness watches at most ${String(MAX_LOG_KEYS)} keys of logs.`,
        `증인은 원장 키를 ${String(MAX_LOG_KEYS)}개까지 지켜볼 수 있습니다.`,
      ),
    );
  }
  writeSettings(layout, settings.value.verifierKey.name, all);
  return ok(logs);
}

/** What a witness's folder says. */
export function readWitness(layout: WitnessLayout): Result<WitnessSettings, CommandError> {
  if (!existsSync(layout.settings)) {
    return fail(
      commandError(
        'NO_WITNESS',
        `There is no witness in ${layout.folder}; make one with madang witness init.`,
        `${layout.folder} 에는 증인이 없습니다. madang witness init 으로 만드십시오.`,
      ),
    );
  }
  const settings = parseJson(settingsFile, parseText(readFileSync(layout.settings, 'utf8')));
  if (!settings.ok || settings.value.format !== FORMAT) return fail(damaged(layout.settings));
  const logs: VerifierKey[] = [];
  for (const line of settings.value.logs) {
    const log = parseVerifierKey(line);
    if (!log.ok) return fail(damaged(layout.settings));
    logs.push(log.value);
  }
  const key = readSigningKey(layout.key);
  if (!key.ok) return key;
  const { name } = settings.value;
  const own = verifierKey(name, COSIGNER_KEY_TYPE, key.value.publicKey);
  return ok({ key: key.value, verifierKey: own, logs });
}

function writeSettings(layout: WitnessLayout, name: string, logs: readonly string[]): void {
  writeJson(layout.settings, { format: FORMAT, name, logs });
}
