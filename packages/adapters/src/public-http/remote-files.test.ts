import { describeRemoteFilesContract } from '@cartwright/application/contracts/remote-files';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { isPublicAddress } from './public-address.js';
import { makePublicAgent, type LookUp } from './public-agent.js';
import { makePublicRemoteFiles } from './remote-files.js';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** A site on this machine; returns its port. */
async function openSite(listener: RequestListener): Promise<number> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  closing.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => {
      server.close(resolve);
    });
  });
  return (server.address() as AddressInfo).port;
}

/** As the shop reads files, except that 127.0.0.1 stands for a public address. */
function openFiles({ lookUp, timeoutMs = 5_000 }: { readonly lookUp?: LookUp; readonly timeoutMs?: number } = {}) {
  const isAllowed = (address: string): boolean => address === '127.0.0.1' || isPublicAddress(address);
  const agent = makePublicAgent({ isAllowed, ...(lookUp === undefined ? {} : { lookUp }) });
  closing.unshift(() => agent.close());
  return makePublicRemoteFiles({ agent, isAllowed, timeoutMs });
}

/** Every name leads to these addresses. */
const leadingTo =
  (...addresses: readonly string[]): LookUp =>
  (_name, _options, found) => {
    found(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );
  };

describeRemoteFilesContract('the public internet', async () => {
  const contents: Uint8Array[] = [];
  const port = await openSite(({ url = '' }, response) => {
    const content = contents[Number(url.slice(1))];
    // Without a length, so that the size is only known while it is read.
    if (content === undefined) response.writeHead(404).end();
    else response.writeHead(200, { 'transfer-encoding': 'chunked' }).end(content);
  });
  return {
    files: openFiles(),
    serve: (content) => Promise.resolve(`http://127.0.0.1:${port}/${contents.push(content) - 1}`),
    missing: `http://127.0.0.1:${port}/missing`,
    dispose: () => Promise.resolve(),
  };
});

describe('files of the public internet', () => {
  const limit = { maximumBytes: 1_000 };

  it('are read by a name whose addresses are all public', async () => {
    const port = await openSite((_request, response) => response.end('picture'));
    const files = openFiles({ lookUp: leadingTo('127.0.0.1') });
    expect(String((await files.read(`http://images.example:${port}/`, limit))._unsafeUnwrap())).toBe('picture');
  });

  it.each([['10.0.0.1'], ['127.0.0.1', '127.0.0.2'], ['::1'], ['fd00::1'], ['::ffff:192.168.0.1'], ['64:ff9b::a00:1']])(
    'are not read by a name that leads to %s',
    async (...addresses) => {
      const files = openFiles({ lookUp: leadingTo(...addresses) });
      const refused = (await files.read('http://images.example/', limit))._unsafeUnwrapErr();
      expect(refused).toEqual({ type: 'remote.address-refused' });
    },
  );

  it('are looked up once for each connection, so that a name cannot lead elsewhere after it was checked', async () => {
    const port = await openSite((_request, response) => response.end('picture'));
    let lookups = 0;
    const files = openFiles({
      lookUp: (name, options, found) => {
        lookups += 1;
        leadingTo(lookups === 1 ? '127.0.0.1' : '127.0.0.2')(name, options, found);
      },
    });
    expect((await files.read(`http://images.example:${port}/`, limit)).isOk()).toBe(true);
    expect(lookups).toBe(1);
  });

  it.each(['http://10.0.0.1/', 'http://127.0.0.2/', 'http://localhost/', 'file:///etc/passwd'])(
    'do not redirect to %s',
    async (location) => {
      const port = await openSite((_request, response) => response.writeHead(302, { location }).end());
      const refused = (await openFiles().read(`http://127.0.0.1:${port}/`, limit))._unsafeUnwrapErr();
      expect(refused).toEqual({ type: 'remote.address-refused' });
    },
  );

  it('may redirect to another public address, a few times', async () => {
    const port = await openSite(({ url = '' }, response) => {
      const left = Number(url.slice(1));
      if (left === 0) response.end('picture');
      else response.writeHead(307, { location: `/${left - 1}` }).end();
    });
    const read = async (redirects: number) => openFiles().read(`http://127.0.0.1:${port}/${redirects}`, limit);
    expect((await read(5)).isOk()).toBe(true);
    expect((await read(6))._unsafeUnwrapErr()).toMatchObject({ type: 'site.unavailable' });
  });

  it.each([429, 500, 503])('are unavailable while a site answers %i', async (status) => {
    const port = await openSite((_request, response) => response.writeHead(status).end());
    const failed = (await openFiles().read(`http://127.0.0.1:${port}/`, limit))._unsafeUnwrapErr();
    expect(failed).toEqual({ type: 'site.unavailable', reason: `its site answers ${status}` });
  });

  it('are unavailable if a site sends too slowly', async () => {
    const port = await openSite((_request, response) => response.write('p'));
    const files = openFiles({ timeoutMs: 50 });
    const failed = (await files.read(`http://127.0.0.1:${port}/`, limit))._unsafeUnwrapErr();
    expect(failed).toEqual({ type: 'site.unavailable', reason: 'its site does not answer in time' });
  });

  it('are refused at once if a site announces too much', async () => {
    const port = await openSite((_request, response) =>
      response.writeHead(200, { 'content-length': 1_001 }).write('p'),
    );
    const refused = (await openFiles().read(`http://127.0.0.1:${port}/`, limit))._unsafeUnwrapErr();
    expect(refused).toEqual({ type: 'remote.too-large', maximumBytes: 1_000 });
  });

  it('are never decompressed', async () => {
    const port = await openSite((_request, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end('not gzip');
    });
    expect(String((await openFiles().read(`http://127.0.0.1:${port}/`, limit))._unsafeUnwrap())).toBe('not gzip');
  });
});

const notPublic = `
  0.0.0.0 10.1.2.3 100.64.0.1 127.0.0.1 169.254.169.254 172.31.255.255 192.0.0.1 192.0.2.1 192.168.0.1
  198.18.0.1 198.51.100.1 203.0.113.1 224.0.0.1 240.0.0.1 255.255.255.255 :: ::1 ::ffff:10.0.0.1
  64:ff9b::10.0.0.1 64:ff9b:1::1 100::1 2001::1 2001:db8::1 2002:a00:1:: fc00::1 fd12:3456::1 fe80::1 fec0::1
  ff02::1 ::10.0.0.1 4000::1 shop
`;

it.each(['', ...notPublic.trim().split(/\s+/u)])('%s is no public address', (address) => {
  expect(isPublicAddress(address)).toBe(false);
});

it.each(['1.1.1.1', '172.32.0.1', '100.128.0.1', '2606:4700:4700::1111', '::ffff:8.8.8.8'])(
  '%s is a public address',
  (address) => {
    expect(isPublicAddress(address)).toBe(true);
  },
);
