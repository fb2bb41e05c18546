import { freeLoopbackPort } from '@cartwright/adapters/testing/free-loopback-port';
import { installedPostgres } from '@cartwright/adapters/testing/installed/installed-postgres';
import { isMissing } from '@cartwright/adapters/testing/installed/needs';
import {
  directoryOpenTo,
  startPostgres,
  startServer,
  unprivilegedOwner,
} from '@cartwright/adapters/testing/start-postgres';
import { readFileSync } from 'node:fs';
import { appendFile, chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import postgres from 'postgres';
import { afterAll, expect, it } from 'vitest';
import { paste } from '@cartwright/tests/doc-commands/shell-blocks';

const page = readFileSync(new URL('../../../../docs/operations/backup-and-restore.md', import.meta.url), 'utf8');
/** Settings of the page, from the one that is named to the end of its block. */
const settingsFrom = (name: string): string =>
  new RegExp(`^ *${name}[\\s\\S]*?(?=^ *\`\`\`)`, 'mu').exec(page)?.[0] ?? '';

const ends: (() => Promise<unknown>)[] = [];
afterAll(async () => {
  for (const end of ends.toReversed()) await end();
});

// The programs must be of the server's version, and npm brings none.
it.skipIf(isMissing('PostgreSQL'))(
  'a database is recovered to the time before a wrong DELETE, with the settings and the command of the page',
  async () => {
    const installation = installedPostgres ?? '';
    const owner = await unprivilegedOwner();
    const directory = await mkdtemp(join(await directoryOpenTo(owner), 'cartwright-recovery-'));
    ends.push(() => rm(directory, { recursive: true }));
    const [archive, base, data] = ['archive', 'base', 'data'].map((name) => join(directory, name)) as [
      string,
      string,
      string,
    ];
    for (const folder of [archive, data]) await mkdir(folder);
    // The server runs as `nobody` where the tests run as root.
    for (const folder of [directory, archive]) await chmod(folder, 0o777);
    const here = (text: string): string => text.replaceAll('/archive', archive).replaceAll('/backup/base', base);
    const settings = Object.fromEntries(
      here(settingsFrom('wal_level'))
        .split('\n')
        .flatMap((line) => {
          const [, name = '', value = ''] = /^\s*(\w+) = '?(.*?)'?$/u.exec(line) ?? [];
          return name === '' ? [] : [[name, value]];
        }),
    );
    expect(Object.keys(settings)).toEqual(['wal_level', 'archive_mode', 'archive_command', 'archive_timeout']);
    const damaged = await startPostgres({ installation, settings });
    ends.push(damaged.stop);
    const sql = postgres(damaged.url, { onnotice: () => {} });
    await sql`create table orders (number text)`;

    const [command = 'false'] = /pg_basebackup [^`]+/u.exec(page) ?? [];
    const { port } = new URL(damaged.url);
    const PATH = `${installation}:/usr/bin:/bin`;
    const client = { PATH, PGHOST: '127.0.0.1', PGPORT: port, PGUSER: 'postgres' };
    await paste(here(command), { cwd: directory, url: '', settings: client });
    await sql`insert into orders values ('placed after the backup')`;
    const [{ before } = { before: '' }] = await sql<{ before: string }[]>`select clock_timestamp()::text as before`;
    await sql`delete from orders`;
    const [{ file } = { file: '' }] = await sql<{ file: string }[]>`select pg_walfile_name(pg_switch_wal()) as file`;
    const archived = () => sql<{ file: string | null }[]>`select last_archived_wal as file from pg_stat_archiver`;
    await expect.poll(async () => (await archived())[0]?.file ?? '').toBe(file);
    await sql.end();
    await damaged.stop();

    const recovery = here(settingsFrom('restore_command')).replace(/(?<=recovery_target_time = )'.+'/u, `'${before}'`);
    expect(recovery).toContain(before);
    await paste(`tar --extract --gzip --file=${base}/base.tar.gz --directory=${data}`, { cwd: directory, url: '' });
    await appendFile(join(data, 'postgresql.conf'), `\n${recovery}`);
    await writeFile(join(data, 'recovery.signal'), '');
    await chmod(data, 0o700);
    if (owner !== undefined) await paste(`chown -R ${owner.uid}:${owner.gid} ${data}`, { cwd: directory, url: '' });
    const newPort = await freeLoopbackPort();
    const flags = [`port=${newPort}`, 'listen_addresses=127.0.0.1', 'unix_socket_directories=', 'max_connections=200'];
    const server = await startServer(
      join(installation, 'postgres'),
      ['-D', data, ...flags.flatMap((flag) => ['-c', flag])],
      { ...owner, cwd: directory, env: { LC_ALL: 'C', TZ: 'UTC', PATH } },
    );
    ends.push(async () => {
      process.kill(server.pid, 'SIGQUIT');
      await server.exited;
    });
    const recovered = postgres(`postgres://postgres@127.0.0.1:${newPort}/postgres`, { onnotice: () => {} });
    ends.push(() => recovered.end());
    const isRecovering = () => recovered<{ is: boolean }[]>`select pg_is_in_recovery() as is`;
    await expect.poll(async () => (await isRecovering())[0]?.is).toBe(false);
    expect([...(await recovered`select number from orders`)]).toEqual([{ number: 'placed after the backup' }]);
  },
);
