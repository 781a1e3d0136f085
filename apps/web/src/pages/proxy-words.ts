import { useMessages } from '@madang/ui';
import type { Proxy } from '../resident/proxies.ts';
import { proxyText } from '../text/link-proxy.ts';

/** Who somebody is, by their home. */
export function useProxyWords(): (proxy: Proxy) => string {
  const text = useMessages(proxyText);
  return ({ homes, isOwner }) => {
    const [first] = homes;
    if (first === undefined) return text.homeless;
    const words = homes.join(', ');
    return isOwner ? text.owner(words) : text.other(words);
  };
}
