import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { existsSync } from 'node:fs';
import { startPostgres, type RunningPostgres } from './start-postgres.js';

describe('a PostgreSQL started for tests', () => {
  let server: RunningPostgres;
  let sql: postgres.Sql;
  beforeAll(async () => {
    server = await startPostgres();
    sql = postgres(server.url);
  });
  afterAll(async () => {
    await sql.end();
    await server.stop();
  });

  const setting = async (name: string): Promise<unknown> =>
    (await sql`SELECT setting FROM pg_settings WHERE name = ${name}`)[0]?.['setting'];

  it('is version 18, whatever is installed on the machine', async () => {
    expect(await setting('server_version')).toMatch(/^18\./);
  });

  it('listens on loopback alone', async () => {
    expect(await setting('listen_addresses')).toBe('127.0.0.1');
    expect(await setting('unix_socket_directories')).toBe('');
  });

  it('takes the connections of a race and does not wait for the disk', async () => {
    expect(await setting('max_connections')).toBe('200');
    expect(await setting('fsync')).toBe('off');
  });

  it('sorts and folds text without a locale of the machine', async () => {
    const rows = await sql`SELECT lower('ÀÉÎ') AS folded, 'a' < 'B' AS by_alphabet`;
    expect(rows).toEqual([{ folded: 'àéî', by_alphabet: false }]);
  });

  it('keeps nothing once stopped', async () => {
    const other = await startPostgres({ fsync: true });
    const client = postgres(other.url);
    const [row] =
      await client`SELECT current_setting('data_directory') AS directory, current_setting('fsync') AS fsync`;
    await client.end();
    expect(row?.['fsync']).toBe('on');
    await other.stop();
    expect(existsSync(String(row?.['directory']))).toBe(false);
    expect(() => process.kill(other.pid, 0)).toThrow('ESRCH');
  });
});
