import { existsSync, readdirSync, readFileSync, statSync, type Dirent } from 'node:fs';
import { join } from 'node:path';
import { isLogSegment, logSegmentBytes } from './log-segment.js';

/** The major version of PostgreSQL that PGlite is. */
const version = '18';

/** What every cluster of that version has. A copy that was made or restored in part lacks some of it. */
const directories = `
  base global pg_commit_ts pg_dynshmem pg_logical pg_multixact/members pg_multixact/offsets
  pg_notify pg_replslot pg_serial pg_snapshots pg_stat pg_stat_tmp pg_subtrans
  pg_tblspc pg_twophase pg_wal pg_xact
`
  .trim()
  .split(/\s+/u);
const files = ['PG_VERSION', 'postgresql.conf', 'pg_hba.conf', 'pg_ident.conf', 'global/pg_control'];

const controlFileBytes = 8192;

/** The database of a data directory is damaged, or parts of it are missing. */
export class DamagedCluster extends Error {
  override readonly name = 'DamagedCluster';
}

/**
 * What is missing or cut short in a cluster; `undefined` when PostgreSQL can open it. PostgreSQL itself would change
 * files before it notices, and PGlite makes a new cluster over one without PG_VERSION.
 *
 * @example faultInCluster('.data/database') // 'PG_VERSION is missing'
 */
export function faultInCluster(cluster: string): string | undefined {
  const missing = [...directories, ...files].find((name) => !existsSync(join(cluster, name)));
  if (missing !== undefined) return `${missing} is missing`;
  const found = readFileSync(join(cluster, 'PG_VERSION'), 'utf8').trim();
  if (found !== version)
    return `it has the format of PostgreSQL ${found || 'unknown'}, and this version reads ${version}`;
  return faultInLog(cluster) ?? faultInRelations(cluster);
}

/** The write-ahead log must begin where the control file says, in whole segments. */
function faultInLog(cluster: string): string | undefined {
  const control = readFileSync(join(cluster, 'global/pg_control'));
  if (control.length !== controlFileBytes) return 'global/pg_control is cut short';
  const cut = readdirSync(join(cluster, 'pg_wal')).find(
    (name) => isLogSegment(name) && statSync(join(cluster, 'pg_wal', name)).size !== logSegmentBytes,
  );
  if (cut !== undefined) return `pg_wal/${cut} is cut short`;
  // PostgreSQL's ControlFileData: the last checkpoint, where its redo begins, and the timeline.
  const timeline = control.readUInt32LE(48);
  const segments = [control.readBigUInt64LE(32), control.readBigUInt64LE(40)].map((at) => segmentOf(at, timeline));
  const missing = segments.find((name) => !existsSync(join(cluster, 'pg_wal', name)));
  return missing === undefined ? undefined : `pg_wal/${missing} is missing`;
}

function segmentOf(position: bigint, timeline: number): string {
  const number = position / BigInt(logSegmentBytes);
  const perFile = 0x1_0000_0000n / BigInt(logSegmentBytes);
  return [BigInt(timeline), number / perFile, number % perFile]
    .map((part) => part.toString(16).toUpperCase().padStart(8, '0'))
    .join('');
}

function faultInRelations(cluster: string): string | undefined {
  const bases = readdirSync(join(cluster, 'base')).map((name) => `base/${name}`);
  if (bases.length < 3) return 'a directory of base is missing';
  for (const folder of ['global', ...bases, 'pg_xact', 'pg_multixact/members', 'pg_multixact/offsets']) {
    const entries: readonly Dirent[] = readdirSync(join(cluster, folder), { withFileTypes: true });
    // After a full disk a file can end within a page, which PostgreSQL ignores, but not within a sector.
    const cut = entries.find(
      ({ name }) => /^[\dA-F]+(_\w+)?(\.\d+)?$/u.test(name) && statSync(join(cluster, folder, name)).size % 512 !== 0,
    );
    if (cut !== undefined) return `${folder}/${cut.name} is cut short`;
    const missing = folder.startsWith('pg_') ? [] : missingCatalogues(join(cluster, folder));
    if (missing[0] !== undefined) return `${folder}/${missing[0]} is missing`;
  }
  return existsSync(join(cluster, 'pg_xact/0000')) || readdirSync(join(cluster, 'pg_xact')).length > 0
    ? undefined
    : 'pg_xact/0000 is missing';
}

/** The catalogues whose files `pg_filenode.map` lists: a magic number, a count, then pairs of catalogue and file. */
function missingCatalogues(directory: string): readonly string[] {
  const path = join(directory, 'pg_filenode.map');
  if (!existsSync(path)) return ['pg_filenode.map'];
  const map = readFileSync(path);
  if (map.length < 8) return ['pg_filenode.map'];
  const count = Math.min(map.readInt32LE(4), Math.floor((map.length - 8) / 8));
  return Array.from({ length: count }, (_, index) => String(map.readUInt32LE(8 + index * 8 + 4))).filter(
    (name) => !existsSync(join(directory, name)),
  );
}
