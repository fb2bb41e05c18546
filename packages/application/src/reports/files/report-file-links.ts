import type { Result } from 'neverthrow';
import {
  makeExpiringLinks,
  type ExpiringLink,
  type LinkExpired,
  type LinkInvalid,
} from '../../links/expiring-links.js';
import type { Clock } from '../../ports/clock.js';
import type { ReportFile } from '../../ports/repositories/reports/report-file-records.js';
import type { Secrets } from '../../ports/secrets.js';

/** Links that open one file of a report. */
export type ReportFileLinks = {
  /** A link that is valid for a quarter of an hour, and no longer than the file. */
  readonly sign: (file: Pick<ReportFile, 'id' | 'expiresAt'>) => ExpiringLink;
  /** The file's id in a link's token. */
  readonly read: (token: string) => Result<string, LinkInvalid | LinkExpired>;
};

const quarterOfAnHour = 15 * 60_000;

/**
 * Makes and reads links to files of reports; `reportFilesUrl` comes before the token.
 *
 * @example makeReportFileLinks({ secrets, clock, reportFilesUrl: 'https://shop.example/api/v1/report-files'
 * }).sign(file).url
 */
export function makeReportFileLinks(deps: {
  readonly secrets: Secrets;
  readonly clock: Clock;
  readonly reportFilesUrl: string;
}): ReportFileLinks {
  const links = makeExpiringLinks({ ...deps, purpose: 'report-file', address: deps.reportFilesUrl });
  return {
    sign: ({ id, expiresAt }) =>
      links.sign([id], Math.min(quarterOfAnHour, Date.parse(expiresAt) - Date.parse(deps.clock.now()))),
    read: (token) => links.read(token).map(([id = '']) => id),
  };
}
