import type { RemoteFileError, RemoteFiles } from '@cartwright/application';
import { err, ok, ResultAsync, type Result } from 'neverthrow';
import { isPublicAddress, isRefusedUrl } from './public-address.js';
import { AddressRefused, type PublicAgent } from './public-agent.js';

type Options = {
  /** From `makePublicAgent`: it refuses names of private networks. */
  readonly agent: PublicAgent;
  readonly isAllowed?: (address: string) => boolean;
  /** For a file with all its redirects. */
  readonly timeoutMs?: number;
};

const maximumRedirects = 5;
const redirects = new Set([301, 302, 303, 307, 308]);
/** Refusals that pass: the site is busy or has an outage. */
const passing = new Set([408, 425, 429]);

/**
 * Files of the public internet. Each redirect is checked like the first address. No cookies or credentials are sent,
 * and content is read as it is sent, never decompressed.
 *
 * @example makePublicRemoteFiles({ agent: makePublicAgent() }).read('https://images.example/mug.jpg', { maximumBytes })
 */
export const makePublicRemoteFiles = ({
  agent,
  isAllowed = isPublicAddress,
  timeoutMs = 15_000,
}: Options): RemoteFiles => ({
  isRefused: (url) => isRefusedUrl(url, isAllowed),
  read: (url, { maximumBytes }) => {
    const signal = AbortSignal.timeout(timeoutMs);
    return new ResultAsync(
      follow(url, { agent, isAllowed, signal, maximumBytes }).catch((error: unknown) =>
        err(failureOf(error, signal.aborted)),
      ),
    );
  },
});

type Reading = Required<Pick<Options, 'agent' | 'isAllowed'>> & {
  readonly signal: AbortSignal;
  readonly maximumBytes: number;
};

async function follow(
  url: string,
  { agent, isAllowed, signal, maximumBytes }: Reading,
): Promise<Result<Uint8Array, RemoteFileError>> {
  let address = url;
  for (let visited = 0; visited <= maximumRedirects; visited += 1) {
    if (isRefusedUrl(address, isAllowed)) return err({ type: 'remote.address-refused' });
    const {
      statusCode: status,
      headers,
      body,
    } = await agent.request(address, {
      signal,
      headers: { accept: 'image/*', 'user-agent': 'Cartwright' },
    });
    // A body that is left unread ends with an error event, which would end the process if nobody listened.
    body.on('error', () => undefined);
    const location = headers['location'];
    if (status === 200) {
      if (Number(headers['content-length'] ?? 0) > maximumBytes) {
        body.destroy();
        return err({ type: 'remote.too-large', maximumBytes });
      }
      return readBody(body, maximumBytes);
    }
    body.destroy();
    if (redirects.has(status) && typeof location === 'string' && URL.canParse(location, address)) {
      address = new URL(location, address).href;
    } else if (status >= 500 || passing.has(status)) {
      return err({ type: 'site.unavailable', reason: `its site answers ${status}` });
    } else return err({ type: 'remote.missing', status });
  }
  return err({ type: 'site.unavailable', reason: 'its site redirects too often' });
}

async function readBody(
  body: AsyncIterable<Uint8Array> & { destroy: () => unknown },
  maximumBytes: number,
): Promise<Result<Uint8Array, RemoteFileError>> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of body) {
    size += part.byteLength;
    if (size > maximumBytes) {
      body.destroy();
      return err({ type: 'remote.too-large', maximumBytes });
    }
    parts.push(part);
  }
  return ok(Buffer.concat(parts));
}

function failureOf(error: unknown, isLate: boolean): RemoteFileError {
  if (isLate) return { type: 'site.unavailable', reason: 'its site does not answer in time' };
  for (let at = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth += 1) {
    if (at instanceof AddressRefused) return { type: 'remote.address-refused' };
  }
  const code = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : '';
  return { type: 'site.unavailable', reason: `its site cannot be reached${code}` };
}
