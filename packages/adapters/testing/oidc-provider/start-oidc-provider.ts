import type { ProviderIdentity } from '@cartwright/application';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** A provider in a process of its own, and the account that the shop has there. */
export type RunningOidcProvider = {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly stop: () => Promise<void>;
};

/** @example const provider = await startOidcProvider('http://127.0.0.1:3000/callback'); */
export async function startOidcProvider(callbackUrl: string): Promise<RunningOidcProvider> {
  const child = spawn(process.execPath, [fileURLToPath(new URL('serve.mjs', import.meta.url)), callbackUrl], {
    // It ends when its input does, however this process ends.
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const issuer = await new Promise<string>((resolve, reject) => {
    child.stdout.on('data', () => {
      const address = /listening on (\S+)/u.exec(output)?.[1];
      if (address !== undefined) resolve(address);
    });
    child.once('exit', () => reject(new Error(`the provider did not start:\n${output}`)));
  });
  return {
    issuer,
    clientId: 'shop',
    clientSecret: 'the secret of the shop',
    stop: async () => {
      const exited = once(child, 'exit');
      if (child.kill()) await exited;
    },
  };
}

/** Follows a sign-in as a browser does, up to the address that the provider sends it back to. */
export async function signInAt(url: string, choice: ProviderIdentity | 'deny'): Promise<string> {
  const cookies = new Map<string, string>();
  const { origin } = new URL(url);
  let next = new URL(url);
  while (next.origin === origin) {
    if (next.pathname.startsWith('/interaction/')) {
      if (choice === 'deny') next.searchParams.set('deny', 'true');
      else next.searchParams.set('as', Buffer.from(JSON.stringify(choice)).toString('base64url'));
    }
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(next, { redirect: 'manual', headers: { cookie } });
    for (const set of response.headers.getSetCookie()) {
      const [name = '', value = ''] = (set.split(';')[0] ?? '').split(/=(.*)/u);
      cookies.set(name, value);
    }
    const location = response.headers.get('location');
    if (location === null) throw new Error(`the provider answered ${response.status}: ${await response.text()}`);
    next = new URL(location, next);
  }
  return next.href;
}
