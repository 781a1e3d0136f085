import { type Result, toHex } from '@madang/base';
import type { Policy } from '@madang/protocol';
import {
  checkInstitutions,
  type LightError,
  MAX_INSTITUTIONS_FILE_SIZE_BYTES,
  type ProvenInstitutions,
} from '@madang/protocol/comet';
import type { ClientError } from './error.ts';
import type { Http } from './http.ts';
import { queryString } from './query-string.ts';

/** What is asked of the institutions in the state. */
export interface InstitutionsAsk {
  /** The size of a checkpoint that the answer is to continue. */
  readonly sinceSize?: number;
  /** Keys that are none of an institution's now. */
  readonly keys?: readonly Uint8Array[];
}

/** Asks for the institutions of the newest state, and checks on this device that they are. */
export async function askInstitutions(
  http: Http,
  policy: Policy,
  { sinceSize, keys = [] }: InstitutionsAsk,
): Promise<Result<ProvenInstitutions, ClientError | LightError>> {
  const wanted = keys.length === 0 ? undefined : keys.map(toHex).join(',');
  const file = await http.bytes({
    path: `/api/consensus/institutions${queryString({ since: sinceSize, keys: wanted })}`,
    maxSizeBytes: MAX_INSTITUTIONS_FILE_SIZE_BYTES,
  });
  return file.ok ? checkInstitutions(policy, file.value) : file;
}
