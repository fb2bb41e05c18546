import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readSecretFiles } from './read-secret-files.js';

describe('secrets in files', () => {
  let folder: string;
  let path: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'cartwright-secrets-'));
    path = join(folder, 'secret');
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const problemsOf = (env: Readonly<Record<string, string>>) => readSecretFiles(env)._unsafeUnwrapErr();

  it.each([
    'ADMIN_PASSWORD',
    'DATABASE_REPLICA_URLS',
    'DATABASE_URL',
    'JWT_SECRET',
    'REDIS_URL',
    'SMTP_URL',
    'STRIPE_SECRET_KEY',
    'STRIPE_WEBHOOK_SECRET',
  ])('are read, without the line break at their end: %s', (name) => {
    writeFileSync(path, 'a secret, with spaces \n');
    const read = readSecretFiles({ PORT: '1', [`${name}_FILE`]: path })._unsafeUnwrap();
    expect(read).toMatchObject({ PORT: '1', [name]: 'a secret, with spaces ' });
  });

  it('are named with their file when it is missing, a directory or empty', () => {
    expect(problemsOf({ JWT_SECRET_FILE: path })).toEqual([
      `JWT_SECRET_FILE names ${path}, which cannot be read: it does not exist (ENOENT)`,
    ]);
    expect(problemsOf({ JWT_SECRET_FILE: folder })).toEqual([
      `JWT_SECRET_FILE names ${folder}, which cannot be read: it is a directory (EISDIR)`,
    ]);
    writeFileSync(path, '\n');
    expect(problemsOf({ JWT_SECRET_FILE: path })).toEqual([`JWT_SECRET_FILE names ${path}, which is empty`]);
  });

  it('are refused beside the same secret as a variable', () => {
    expect(problemsOf({ JWT_SECRET: 'x', JWT_SECRET_FILE: path })).toEqual([
      'JWT_SECRET and JWT_SECRET_FILE are both set: unset one of them',
    ]);
  });

  it('count as absent when the name of the file is empty', () => {
    expect(readSecretFiles({ JWT_SECRET_FILE: '' })._unsafeUnwrap()).toEqual({ JWT_SECRET_FILE: '' });
  });
});
