import { environment } from '@cartwright/adapters/runtime/settings/environment';
import { readSettings } from '@cartwright/adapters/runtime/settings/settings';
import { chmodSync, copyFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseEnv } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { runCommand } from './run-command.js';

type Variables = Readonly<Record<string, string>>;
type Service = {
  readonly environment?: Variables;
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly healthcheck?: object;
  readonly restart?: string;
};

const root = fileURLToPath(new URL('..', import.meta.url));
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

const { services } = parse(read('compose.yaml'), { merge: true }) as { readonly services: Record<string, Service> };
const example = parseEnv(read('.env.example').replaceAll(/^# (?=[A-Z][A-Z0-9_]*=)/gmu, '')) as Variables;

/** Google's settings; the names of other providers are anybody's choice. */
const provider: Variables = {
  OIDC_GOOGLE_ISSUER: 'https://accounts.google.com',
  OIDC_GOOGLE_CLIENT_ID: 'shop',
  OIDC_GOOGLE_CLIENT_SECRET: 'secret',
};

/** The image sets these two, and the proxy publishes the port. */
const fixedByImage = ['HOST', 'DATA_DIR', 'PORT'];

/** What Compose makes of `${NAME:-default}` and `${NAME:?message}`. */
const interpolate = (text: string, env: Variables): string =>
  text.replaceAll(/\$\{(\w+):([-?])([^}]*)\}/gu, (_match, name: string, kind: string, rest: string) => {
    const value = env[name] ?? '';
    if (value === '' && kind === '?') throw new Error(`${name}: ${rest}`);
    return value === '' ? rest : value;
  });

const environmentOf = (service: string, env: Variables): Variables =>
  Object.fromEntries(
    Object.entries(services[service]?.environment ?? {}).map(([name, text]) => [name, interpolate(text, env)]),
  );

const secrets: Variables = { POSTGRES_PASSWORD: 'a1'.repeat(32), JWT_SECRET: 'b2'.repeat(32) };
const filled: Variables = {
  ...example,
  ...secrets,
  ...provider,
  ADMIN_PASSWORD: 'a long password',
  STRIPE_SECRET_KEY: 'sk_test_x',
  STRIPE_WEBHOOK_SECRET: 'whsec_x',
  S3_ACCESS_KEY: 'key',
  S3_SECRET_KEY: 'secret',
};

describe('compose.yaml', () => {
  it.each(['http', 'worker'])('passes every setting of .env.example to the service %s, and no other', (service) => {
    const names = Object.keys(services[service]?.environment ?? {}).filter((name) => !name.startsWith('OIDC_'));
    expect([...names, ...fixedByImage].toSorted()).toEqual(Object.keys(environment.properties).toSorted());
  });

  it.each(['http', 'worker'])('passes the values of .env unchanged to the service %s', (service) => {
    const { TRUSTED_PROXIES, DATABASE_URL, REDIS_URL: _, ...others } = environmentOf(service, filled);
    expect(others).toEqual(Object.fromEntries(Object.keys(others).map((name) => [name, filled[name]])));
    expect(TRUSTED_PROXIES).toBe(`10.93.0.0/24,${filled['TRUSTED_PROXIES']}`);
    expect(DATABASE_URL).toBe(`postgres://cartwright:${filled['POSTGRES_PASSWORD']}@postgres:5432/cartwright`);
  });

  it.each([
    ['what create-env.sh writes', { ...secrets, PAYMENTS: 'sandbox' }],
    ['every setting', filled],
  ])('gives the shop settings that it accepts, with %s in .env', (_name, env) => {
    expect(readSettings(environmentOf('http', env), 'production')._unsafeUnwrap().mode).toBe('production');
  });

  it.each(['POSTGRES_PASSWORD', 'JWT_SECRET'])('refuses to start without %s, and says what to run', (name) => {
    expect(() => environmentOf('http', { ...secrets, [name]: '' })).toThrow(`${name}: run sh create-env.sh first`);
  });

  it.each(['http', 'worker'])(
    'gives the service %s the folder of modules and texts in its working directory',
    (service) => {
      expect(services[service]?.volumes).toContain('./extensions:/shop/extensions:ro');
      expect(read('Dockerfile')).toMatch(/^WORKDIR \/shop$/mu);
    },
  );

  it('publishes the port of the proxy only, so that the API can have several containers', () => {
    const published = Object.entries(services).filter(([, { ports }]) => ports !== undefined);
    expect(published.map(([name, { ports }]) => [name, ports])).toEqual([['proxy', ['127.0.0.1:${PORT:-3000}:8080']]]);
    const proxy = read('ops/nginx.conf');
    expect(proxy).toContain('listen 8080;');
    expect(proxy).toMatch(/set \$api http;.*\n\s+proxy_pass http:\/\/\$api:3000;/u);
    expect(Object.keys(services)).toContain('http');
  });
});

describe('create-env.sh', () => {
  let folder: string;
  const envFile = (): string => readFileSync(join(folder, '.env'), 'utf8');
  const run = async (): Promise<void> => {
    expect(await runCommand('sh', [join(folder, 'create-env.sh')])).toMatchObject({ exitCode: 0, output: '' });
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'cartwright-env-'));
    for (const file of ['create-env.sh', '.env.example']) copyFileSync(join(root, file), join(folder, file));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('creates .env with sandbox payments and two secrets that only its owner can read', async () => {
    await run();
    const { POSTGRES_PASSWORD: password, JWT_SECRET: secret, ...rest } = parseEnv(envFile());
    expect([password, secret]).toEqual([
      expect.stringMatching(/^[0-9a-f]{64}$/u),
      expect.stringMatching(/^[0-9a-f]{64}$/u),
    ]);
    expect([password === secret, rest]).toEqual([false, { PAYMENTS: 'sandbox' }]);
    expect(statSync(join(folder, '.env')).mode & 0o777).toBe(0o600);
    expect(envFile()).toContain('# STORE_NAME=Cartwright');
  });

  it('keeps the secrets when it runs again', async () => {
    await run();
    const first = envFile();
    await run();
    expect(envFile()).toBe(first);
  });

  it('adds missing secrets to a file that exists, and changes nothing else', async () => {
    writeFileSync(
      join(folder, '.env'),
      'STORE_NAME=Mill Lane Pottery\nJWT_SECRET=mine\nSTRIPE_SECRET_KEY=sk_test_1\nPOSTGRES_PASSWORD=',
    );
    chmodSync(join(folder, '.env'), 0o644);
    await run();
    expect(envFile()).toMatch(
      /^STORE_NAME=Mill Lane Pottery\nJWT_SECRET=mine\nSTRIPE_SECRET_KEY=sk_test_1\nPOSTGRES_PASSWORD=\nPOSTGRES_PASSWORD=[0-9a-f]{64}\n$/u,
    );
    expect(parseEnv(envFile())['POSTGRES_PASSWORD']).toMatch(/^[0-9a-f]{64}$/u);
    expect(statSync(join(folder, '.env')).mode & 0o777).toBe(0o600);
  });
});
