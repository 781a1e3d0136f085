import type { ListenError } from '@madang/api';
import type { Result } from '@madang/base';
import { type CommandError, commandError } from '../terminal.ts';

/**
 * Listens for this machine alone, or for all that reach it. A machine without IPv6 has fewer
 * addresses.
 */
export async function listenFor<T>(
  isLan: boolean,
  listen: (hosts: readonly string[]) => Promise<Result<T, ListenError>>,
): Promise<Result<T, ListenError>> {
  const [all, withoutIpv6] = isLan ? LAN : LOOPBACK;
  const listening = await listen(all);
  if (listening.ok || listening.error.code !== 'HOST_NOT_AVAILABLE') return listening;
  return listen(withoutIpv6);
}

const LAN = [['::'], ['0.0.0.0']] as const;
const LOOPBACK = [['127.0.0.1', '::1'], ['127.0.0.1']] as const;

/** Why nothing listens, in a sentence. */
export function listenFailure({ code, host, port }: ListenError): CommandError {
  switch (code) {
    case 'PORT_IN_USE':
      return commandError(
        code,
        `Port ${String(port)} is in use; choose another with --port, or stop the program that has it.`,
        `${String(port)} 포트를 다른 프로그램이 쓰고 있습니다. --port 로 다른 포트를 고르십시오.`,
      );
    case 'PORT_FORBIDDEN':
      return commandError(
        code,
        `This account may not listen on port ${String(port)}; choose one above 1023 with --port.`,
        `${String(port)} 포트를 쓸 권한이 없습니다. --port 로 1024 이상의 포트를 고르십시오.`,
      );
    case 'HOST_NOT_AVAILABLE':
      return commandError(
        code,
        `This machine cannot listen on ${host}.`,
        `이 컴퓨터에서 ${host} 주소를 열 수 없습니다.`,
      );
  }
}
