import { installedPostgres } from './installed-postgres.js';
import { installed } from './installed.js';

/** What some tests need and npm does not bring: whether it is there, and how to get it. */
export type Need = { readonly isMet: () => boolean; readonly toMeet: string };

const apt = (name: string): string =>
  `${process.getuid?.() === 0 ? '' : 'sudo '}apt-get install -y --no-install-recommends ${name}`;

/** The programs of tests, with the packages of Debian that have them. */
export const programs = {
  HAProxy: { isMet: () => installed('haproxy') !== undefined, toMeet: apt('haproxy') },
  PgBouncer: { isMet: () => installed('pgbouncer') !== undefined, toMeet: apt('pgbouncer') },
  Prometheus: {
    isMet: () => installed('prometheus') !== undefined && installed('promtool') !== undefined,
    toMeet: apt('prometheus'),
  },
  /** The server and its `pg_dump`, which must be of the same version. */
  PostgreSQL: { isMet: () => installedPostgres !== undefined, toMeet: apt('postgresql') },
} as const satisfies Readonly<Record<string, Need>>;

/**
 * Whether the tests of a need are skipped. In CI (`CI=true`) none is: there they fail for want of it.
 *
 * @example canBeSkipped(programs.HAProxy)
 */
export const canBeSkipped = ({ isMet }: Pick<Need, 'isMet'>, { CI } = process.env): boolean =>
  CI !== 'true' && !isMet();

/**
 * Whether the tests of a program are skipped. The global setup prints that, as output of a test would fail the test.
 *
 * @example it.skipIf(isMissing('HAProxy'))('no request fails while …', …)
 */
export const isMissing = (program: keyof typeof programs): boolean => canBeSkipped(programs[program]);

/** What a run prints of what it skips, and how to run it. */
export const skipNotice = (what: string, toMeet: string): string =>
  `\nNO ${what.toUpperCase()}: the tests that need it are skipped. To run them: ${toMeet}\n\n`;

/** The notices of all that is missing. */
export const skipNotices = (needs: Readonly<Record<string, Need>>): readonly string[] =>
  Object.entries(needs)
    .filter(([, { isMet }]) => !isMet())
    .map(([name, { toMeet }]) => skipNotice(name, toMeet));
