import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readSecretFiles } from './read-secret-files.js';
import { readSettings } from './settings.js';

const google = {
  OIDC_GOOGLE_ISSUER: 'https://accounts.google.com',
  OIDC_GOOGLE_CLIENT_ID: 'shop',
  OIDC_GOOGLE_CLIENT_SECRET: 'secret',
};
const problemsOf = (env: Readonly<Record<string, string>>) => readSettings(env, 'embedded')._unsafeUnwrapErr();

describe('settings of OpenID Connect providers', () => {
  it('set up any number of them, by name', () => {
    const own = {
      OIDC_MY_ID_ISSUER: 'http://127.0.0.1:4000/realms/shop',
      OIDC_MY_ID_CLIENT_ID: 'a',
      OIDC_MY_ID_CLIENT_SECRET: 'b',
    };
    expect(readSettings({ ...google, ...own }, 'embedded')._unsafeUnwrap().identityProviders).toEqual([
      { name: 'google', issuer: 'https://accounts.google.com', clientId: 'shop', clientSecret: 'secret' },
      { name: 'my_id', issuer: 'http://127.0.0.1:4000/realms/shop', clientId: 'a', clientSecret: 'b' },
    ]);
  });

  it.each(['ISSUER', 'CLIENT_ID', 'CLIENT_SECRET'])('stop the start without their %s', (part) => {
    expect(problemsOf({ ...google, [`OIDC_GOOGLE_${part}`]: '' })).toEqual([
      expect.stringContaining(`OIDC_GOOGLE_${part} is missing`),
    ]);
  });

  it.each([
    'accounts.google.com',
    'http://accounts.google.com',
    'https://x y',
    'ftp://a.example',
    'https://a.example?b',
  ])('stop the start with an issuer that is no https address, and do not show it: %s', (issuer) => {
    const [problem, ...more] = problemsOf({ ...google, OIDC_GOOGLE_ISSUER: issuer });
    expect([problem, more]).toEqual([expect.stringMatching(/^OIDC_GOOGLE_ISSUER must be an https/u), []]);
  });

  it.each([
    ['OIDC_GOOGLE_CLIENT_SECRT', 'OIDC_GOOGLE_CLIENT_SECRET'],
    ['OIDC_GOOGLE_CLIENTID', 'OIDC_GOOGLE_CLIENT_ID'],
    ['OIDC_MY_ID_ISUER', 'OIDC_MY_ID_ISSUER'],
    ['OIDC_GOOGLE_CLIENT_SECRET_FIL', 'OIDC_GOOGLE_CLIENT_SECRET_FILE'],
    ['ODIC_GOOGLE_ISSUER', 'OIDC_GOOGLE_ISSUER'],
    ['OIDC_CLIENT_ID', 'OIDC_<NAME>_CLIENT_ID'],
  ])('stop the start when they are misspelt as %s', (name, meant) => {
    expect(problemsOf({ ...google, [name]: 'x' })).toEqual([`${name} is not a setting: write ${meant}, or unset it`]);
  });

  it('are not confused with other variables of similar names', () => {
    const others = { OIDC_TOKEN: 'x', ID_TOKEN_ISSUER: 'x', OIDC_GOOGLE_SCOPE: 'x' };
    expect(readSettings({ ...google, ...others }, 'embedded').isOk()).toBe(true);
  });

  it('come from files', () => {
    const folder = mkdtempSync(join(tmpdir(), 'cartwright-oidc-'));
    const path = join(folder, 'secret');
    writeFileSync(path, 'from a file\n');
    const { OIDC_GOOGLE_CLIENT_SECRET: _none, ...rest } = google;
    const env = readSecretFiles({ ...rest, OIDC_GOOGLE_CLIENT_SECRET_FILE: path })._unsafeUnwrap();
    const [provider] = readSettings(env, 'embedded')._unsafeUnwrap().identityProviders;
    expect(provider?.clientSecret).toBe('from a file');
    rmSync(folder, { recursive: true });
  });
});
