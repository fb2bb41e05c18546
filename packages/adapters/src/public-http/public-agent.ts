import { lookup as systemLookup, type LookupAddress } from 'node:dns';
import type { LookupFunction } from 'node:net';
import type { Agent, Dispatcher, request } from 'undici';
import { isPublicAddress } from './public-address.js';

/** A name leads to an address that is not public. */
export class AddressRefused extends Error {
  override readonly name = 'AddressRefused';
}

/** Looks up all addresses of a name. */
export type LookUp = (
  hostname: string,
  options: { readonly all: true },
  found: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

export type PublicAgent = {
  readonly request: (url: string, options: RequestOptions) => Promise<Dispatcher.ResponseData<unknown>>;
  /** Waits for requests that are under way. */
  readonly close: () => Promise<void>;
  /** Ends requests that are under way. */
  readonly destroy: () => Promise<void>;
};
type RequestOptions = Omit<NonNullable<Parameters<typeof request>[1]>, 'dispatcher'>;

/**
 * Connections to the public internet only, for requests to addresses that strangers choose. The address that is checked
 * is the one that is connected to, so that a name cannot lead elsewhere in between (DNS rebinding). Addresses without a
 * name are not looked up: check them with `isRefusedUrl` before.
 *
 * The library is loaded with the first request: most processes never make one, and it takes megabytes.
 */
export const makePublicAgent = ({
  isAllowed = isPublicAddress,
  lookUp = systemLookup,
  timeoutMs = 10_000,
}: {
  readonly isAllowed?: (address: string) => boolean;
  readonly lookUp?: LookUp;
  /** For a connection, for the headers, and between two parts of a body. */
  readonly timeoutMs?: number;
} = {}): PublicAgent => {
  const lookup: LookupFunction = (hostname, { all }, callback) => {
    lookUp(hostname, { all: true }, (error, addresses) => {
      const [first] = addresses ?? [];
      if (error !== null || first === undefined) {
        callback(error ?? new Error(`${hostname} has no address`), '', 0);
        // One that is refused is enough: a client could be sent to any of them.
      } else if (!addresses.every(({ address }) => isAllowed(address))) {
        callback(new AddressRefused(hostname), '', 0);
      } else if (all === true) callback(null, addresses);
      else callback(null, first.address, first.family);
    });
  };
  const open = async () => {
    // In a bundle a CommonJS module that is loaded late has no export but `default`.
    const { default: undici } = await import('undici');
    const agent = new undici.Agent({
      connect: { lookup, timeout: timeoutMs },
      headersTimeout: timeoutMs,
      bodyTimeout: timeoutMs,
      // Sites are seldom visited again soon.
      keepAliveTimeout: 1_000,
      maxResponseSize: -1,
    });
    return { agent, request: undici.request };
  };
  let opened: ReturnType<typeof open> | undefined;
  const end = async (how: (agent: Agent) => Promise<void>): Promise<void> => {
    if (opened !== undefined) await how((await opened).agent);
  };
  return {
    request: async (url, options) => {
      opened ??= open();
      const client = await opened;
      return client.request(url, { ...options, dispatcher: client.agent });
    },
    close: () => end((agent) => agent.close()),
    destroy: () => end((agent) => agent.destroy()),
  };
};
