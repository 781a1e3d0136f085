import { fromHex, ok, type Result, toHex } from '@madang/base';
import { depositAnswer, erasureAnswer } from '@madang/client';
import { type Refusal, refuse } from '@madang/kernel';
import { type DepositTicket, MAX_DEPOSIT_SIZE_BYTES, type VaultError } from '@madang/vault';
import { apiErrors } from './api-errors.ts';
import type { ApiVault } from './options.ts';
import { idParams, noParams } from './params.ts';
import type { ApiRoom } from './room.ts';
import { type AnyRoute, jsonAnswer, jsonReply, type Reply, route } from './route.ts';

const tag = 'vault';
const FILE = 'application/octet-stream';

/** Encrypted copies of files that their owners can erase. */
export function vaultRoutes({ options }: ApiRoom): readonly AnyRoute[] {
  return [
    route({
      method: 'post',
      path: '/api/vault/deposits',
      summary: 'Leaves a file in the vault. The secret is told once and kept nowhere.',
      tag,
      rate: 'deposits',
      params: noParams,
      query: noParams,
      body: { type: FILE, maxBytes: MAX_DEPOSIT_SIZE_BYTES, description: 'The bytes of the file.' },
      answer: jsonAnswer(depositAnswer),
      handle: ({ body }) => withVault(options.vault, (vault) => deposit(vault, body)),
    }),
    route({
      path: '/api/vault/deposits/:id',
      summary: 'Reads a file back.',
      tag,
      params: idParams,
      query: noParams,
      isSecret: true,
      answer: { kind: 'file', type: FILE, description: 'The file as it was deposited.' },
      handle: ({ path, bearer }) =>
        withTicket(options.vault, path.id, bearer, async ({ vault }, ticket) => {
          const file = await vault.read(ticket);
          return file.ok ? ok({ bytes: file.value }) : refuseVault(file.error);
        }),
    }),
    route({
      method: 'delete',
      path: '/api/vault/deposits/:id',
      summary: 'Erases a file for good and puts the erasure on record.',
      tag,
      params: idParams,
      query: noParams,
      isSecret: true,
      answer: jsonAnswer(erasureAnswer),
      handle: ({ path, bearer }) => withTicket(options.vault, path.id, bearer, erase),
    }),
  ];
}

type Answer = Promise<Result<Reply, Refusal>>;

async function withVault(vault: ApiVault | undefined, work: (vault: ApiVault) => Answer): Answer {
  return vault === undefined ? refuse(apiErrors.NO_VAULT, {}) : work(vault);
}

function withTicket(
  vault: ApiVault | undefined,
  id: string,
  bearer: string | undefined,
  work: (vault: ApiVault, ticket: DepositTicket) => Answer,
): Answer {
  return withVault(vault, async (opened) => {
    const deposit = fromHex(id);
    const secret = fromHex(bearer ?? '');
    if (!deposit.ok || !secret.ok || secret.value.length !== 32) {
      return refuse(apiErrors.NOT_AUTHORISED, {});
    }
    return work(opened, { deposit: deposit.value, secret: secret.value });
  });
}

async function deposit({ vault }: ApiVault, file: Uint8Array): Answer {
  const ticket = await vault.deposit(file);
  if (!ticket.ok) return refuseVault(ticket.error);
  const { deposit: id, secret } = ticket.value;
  return jsonReply(depositAnswer, { deposit: toHex(id), secret: toHex(secret) });
}

/**
 * The file is gone before its erasure is put on record; if that fails, the server tries again when
 * it
 * starts the next time, and the answer has no record number.
 */
async function erase({ vault, recordErasure }: ApiVault, ticket: DepositTicket): Answer {
  const erased = await vault.erase(ticket);
  if (!erased.ok) return refuseVault(erased.error);
  const noted = await recordErasure(ticket.deposit);
  const answer = { deposit: toHex(ticket.deposit) };
  return jsonReply(erasureAnswer, noted === undefined ? answer : { ...answer, record: noted });
}

function refuseVault(error: VaultError): Result<never, Refusal> {
  switch (error.code) {
    case 'VAULT_TOO_LARGE':
      return refuse(apiErrors.BODY_TOO_LARGE, { maxBytes: error.maxSizeBytes });
    case 'VAULT_ERASED':
      return refuse(apiErrors.VAULT_ERASED, { erasedAt: error.erasedAtMs });
    case 'VAULT_UNKNOWN':
      return refuse(apiErrors.VAULT_UNKNOWN, {});
    case 'VAULT_DAMAGED':
      return refuse(apiErrors.VAULT_DAMAGED, {});
  }
}
