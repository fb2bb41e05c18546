import type {
  OpenReportFileError,
  ReportFile,
  RequestReportFileError,
  UseCases,
  ViewReportFileError,
  WantedReport,
} from '@cartwright/application';
import { Readable } from 'node:stream';
import { Type, type Static } from 'typebox';
import { orProblem, type Problems } from '../../errors/problem.js';
import type { FieldError } from '../../errors/field-error.js';
import { invalidRequest } from '../../errors/request-problems.js';
import { storageProblems } from '../../errors/unavailable-problems.js';
import { closed, Id, IdParams, Instant } from '../../requests/plain-schemas.js';
import { attachment } from '../../responses/attachment.js';
import { pageHeaders } from '../../responses/security-headers.js';
import type { Routes } from '../../route-types.js';
import { filesProblems } from '../orders/download-problems.js';
import { LinkParams } from '../orders/download-schemas.js';
import { linkProblems } from '../orders/link-problems.js';
import { day, daysOf, reportProblems } from './report-days.js';

const requestProblems = reportProblems satisfies Problems<RequestReportFileError>;
const viewProblems = {
  'report-file.not-found': {
    status: 404,
    title: 'Report file not found',
    detail: 'It does not exist, or was deleted a day after it was requested.',
  },
  ...storageProblems,
} satisfies Problems<ViewReportFileError>;
const openProblems = { ...viewProblems, ...linkProblems, ...filesProblems } satisfies Problems<OpenReportFileError>;

const reportFields = {
  report: Type.Enum(['sales', 'top-products', 'low-stock', 'customers', 'promotions', 'taxes', 'reviews', 'orders'], {
    description: '`orders` is the list of orders placed on these days, and needs `orders.read` as well.',
  }),
  format: Type.Enum(['csv', 'json']),
  from: Type.Optional(day()),
  to: Type.Optional(day()),
  groupBy: Type.Optional(Type.Enum(['day', 'week', 'month'], { description: 'Of `sales` only. Default: day.' })),
};
const ReportFileBody = Type.Object(reportFields, {
  ...closed,
  title: 'ReportFileRequest',
  examples: [{ report: 'sales', from: '2026-01-01', to: '2026-12-31', groupBy: 'month', format: 'csv' }],
});
const ReportFileResponse = Type.Object(
  {
    id: Id,
    status: Type.Enum(['queued', 'completed', 'failed'], { description: '`failed`: larger than a file may be.' }),
    ...reportFields,
    createdAt: Instant,
    url: Type.Optional(
      Type.String({
        description: 'Once completed. Works without a token until it expires. A later response has a newer one.',
      }),
    ),
    expiresAt: Type.Optional(Type.String({ format: 'date-time', description: 'When `url` expires.' })),
  },
  { title: 'ReportFile' },
);

/** Reports that a job writes to files. */
export const reportFileRoutes =
  ({ requestReportFile, viewReportFile, openReportFile }: UseCases): Routes =>
  (app, _options, done) => {
    const tags = ['Reports'];

    app.post(
      '/admin/report-files',
      {
        schema: {
          tags,
          operationId: 'requestReportFile',
          summary: 'Request a report as a file',
          description:
            'A job writes the file, which has the rows of the report at that time. All reports except `low-stock` need ' +
            '`from` and `to`, both included. The file is deleted a day after the request.',
          body: ReportFileBody,
          response: { 202: Type.Object({ id: Id }, { title: 'RequestedReportFile' }) },
        },
        config: { access: requestReportFile.access, problems: requestProblems },
      },
      async ({ caller, body }, reply) => {
        const request = requestReportFile({ caller, wanted: wantedOf(body), format: body.format });
        const { reportFileId: id } = await orProblem(request, requestProblems);
        reply.code(202).header('location', `${app.prefix}/admin/report-files/${id}`);
        return { id };
      },
    );

    app.get(
      '/admin/report-files/:id',
      {
        schema: {
          tags,
          operationId: 'viewReportFile',
          summary: 'View whether a report file is completed, with a link valid for 15 minutes',
          description: '`url` and `expiresAt` appear when its status is `completed`.',
          params: IdParams,
          response: { 200: ReportFileResponse },
        },
        config: { access: viewReportFile.access, problems: viewProblems },
      },
      async ({ caller, params }) => {
        const { file, link } = await orProblem(viewReportFile({ caller, reportFileId: params.id }), viewProblems);
        return { ...presentFile(file), ...link };
      },
    );

    app.get(
      '/report-files/:token',
      {
        // The URL is a secret: a document opened from it must not send it as the referrer.
        helmet: pageHeaders,
        schema: {
          tags,
          operationId: 'openReportFile',
          summary: 'Download a report file',
          description: 'The link is the only credential.',
          params: LinkParams,
          response: {
            200: {
              description: 'The file.',
              content: {
                'text/csv': { schema: Type.Unsafe<Readable>({}) },
                'application/json': { schema: Type.Unsafe<Readable>({}) },
              },
            },
          },
        },
        config: { access: 'open', problems: openProblems },
      },
      async ({ params }, reply) => {
        const { wanted, format, size, content } = await orProblem(openReportFile(params), openProblems);
        reply
          .type(format === 'csv' ? 'text/csv; charset=utf-8' : 'application/json; charset=utf-8')
          .header('content-length', String(size))
          .header('content-disposition', attachment(fileNameOf(wanted, format)))
          .header('cache-control', 'private, no-store');
        return Readable.from(content);
      },
    );
    done();
  };

/** The report that a body requests. Which fields it needs depends on the report. */
function wantedOf({ report, from, to, groupBy }: Static<typeof ReportFileBody>): WantedReport {
  const given = { from, to, groupBy };
  const needed = report === 'low-stock' ? [] : (['from', 'to'] as const);
  const allowed: readonly string[] = report === 'sales' ? [...needed, 'groupBy'] : needed;
  const errors: FieldError[] = [
    ...needed.filter((field) => given[field] === undefined).map((field) => fieldError(field, 'required')),
    ...Object.entries(given)
      .filter(([field, value]) => value !== undefined && !allowed.includes(field))
      .map(([field]) => fieldError(field, 'unknown')),
  ];
  if (errors.length > 0) throw invalidRequest(...errors);
  if (report === 'low-stock' || from === undefined || to === undefined) return { report: 'low-stock' };
  const days = daysOf({ from, to });
  return report === 'sales' ? { report, ...days, groupBy: groupBy ?? 'day' } : { report, ...days };
}

const fieldError = (field: string, code: 'required' | 'unknown'): FieldError => ({
  field,
  code,
  params: {},
  message: code === 'required' ? 'is required for this report' : 'is not a field of this report',
});

const presentFile = ({ id, status, wanted, format, createdAt }: ReportFile) => ({
  id,
  status,
  ...wanted,
  format,
  createdAt,
});

const fileNameOf = (wanted: WantedReport, format: string): string =>
  'from' in wanted ? `${wanted.report}-${wanted.from}-${wanted.to}.${format}` : `${wanted.report}.${format}`;
