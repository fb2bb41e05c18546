import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const root = '/usr/lib/postgresql';

/**
 * The directory of the programs of an installed PostgreSQL, as Debian has it: the server with `pg_dump` and
 * `pg_restore`, which npm does not bring, and which must be of the server's version.
 */
export const installedPostgres: string | undefined = (existsSync(root) ? readdirSync(root) : [])
  .map((version) => join(root, version, 'bin'))
  .find((directory) =>
    ['postgres', 'initdb', 'pg_dump', 'pg_restore'].every((name) => existsSync(join(directory, name))),
  );
