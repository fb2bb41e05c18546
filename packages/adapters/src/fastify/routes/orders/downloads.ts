import type {
  DownloadRow,
  UseCases,
  ListOrderDownloadsError,
  OpenDownloadError,
  ReadDownloadError,
  RequestDownloadError,
} from '@cartwright/application';
import { Readable } from 'node:stream';
import { Type } from 'typebox';
import { listProblems } from '../../errors/list-problems.js';
import { orProblem, Refusal, type Problems } from '../../errors/problem.js';
import { storageProblems } from '../../errors/unavailable-problems.js';
import { byteRange } from '../../requests/byte-range.js';
import { pageRequest } from '../../requests/list-query.js';
import { listOf, pageQuery } from '../../requests/list-schemas.js';
import { IdParams, closed, Id, Instant } from '../../requests/plain-schemas.js';
import { attachment } from '../../responses/attachment.js';
import { pageHeaders } from '../../responses/security-headers.js';
import type { Routes } from '../../route-types.js';
import { filesProblems } from './download-problems.js';
import { LinkParams } from './download-schemas.js';
import { linkProblems } from './link-problems.js';
import { viewOrderProblems } from './order-problems.js';

const Bytes = (description: string) => ({
  description,
  content: { 'application/octet-stream': { schema: Type.Unsafe<Readable>({}) } },
});

const requestDownloadProblems = {
  'download.not-found': {
    status: 404,
    title: 'Download not found',
    detail: 'You have not bought it or not paid for it yet.',
  },
  'download.withdrawn': {
    status: 403,
    title: 'The download was withdrawn',
    detail: 'The order was cancelled or refunded.',
  },
  'download.file-missing': {
    status: 404,
    title: 'No file yet',
    detail: 'You can download it once the shop has attached one.',
  },
  ...storageProblems,
} satisfies Problems<RequestDownloadError>;

const listOrderDownloadsProblems = viewOrderProblems satisfies Problems<ListOrderDownloadsError>;

const openDownloadProblems = {
  ...requestDownloadProblems,
  ...linkProblems,
  'download.range-unsatisfiable': {
    status: 416,
    title: 'Range not satisfiable',
    detail: 'The range starts after the end of the file.',
    hint: '`Content-Range` has the size of the file.',
  },
  ...filesProblems,
} satisfies Problems<OpenDownloadError | ReadDownloadError | { readonly type: 'download.range-unsatisfiable' }>;

const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';

const DownloadId = Type.String({ pattern: `^${uuid}\\.${uuid}$`, description: 'The ids of order and variant.' });

const DownloadParams = Type.Object({ id: DownloadId });

const DownloadListQuery = Type.Object(pageQuery, closed);

const downloadFields = {
  id: DownloadId,
  orderId: Id,
  orderNumber: Type.String(),
  variantId: Id,
  name: Type.String(),
  fileName: Type.Optional(Type.String()),
  size: Type.Optional(Type.Integer({ description: 'In bytes.' })),
  purchasedAt: Instant,
  available: Type.Boolean({ description: 'Whether the shop has attached a file.' }),
};

const DownloadListResponse = listOf(Type.Object(downloadFields, { title: 'Download' }));

const linkFields = {
  url: Type.String({ description: 'Works without a token until it expires.' }),
  expiresAt: Instant,
};

const DownloadLinkResponse = Type.Object(linkFields, { title: 'DownloadLink' });

const OrderDownloadsResponse = Type.Object({
  data: Type.Array(
    Type.Object(
      { ...downloadFields, url: Type.Optional(linkFields.url), expiresAt: Type.Optional(Instant) },
      { title: 'OrderDownload', description: '`url` and `expiresAt` only if available.' },
    ),
  ),
});

/** Digital purchases: lists, links and the files themselves. */
export const downloadRoutes =
  ({ listMyDownloads, listOrderDownloads, requestDownload, openDownload }: UseCases): Routes =>
  (app, _options, done) => {
    const tags = ['Orders'];

    app.get(
      '/me/downloads',
      {
        schema: {
          tags,
          operationId: 'listMyDownloads',
          summary: 'Your digital purchases, newest first',
          description: 'The digital products of your paid orders.',
          querystring: DownloadListQuery,
          response: { 200: DownloadListResponse },
        },
        config: { access: listMyDownloads.access, problems: listProblems },
      },
      async ({ caller, query }) => {
        const { data, meta } = await orProblem(listMyDownloads({ caller, page: pageRequest(query) }), listProblems);
        return { data: data.map(presentDownload), meta };
      },
    );

    app.get(
      '/me/downloads/:id',
      {
        schema: {
          tags,
          operationId: 'requestDownload',
          summary: 'Create a link to a digital purchase, valid for 15 minutes',
          description: 'The link is valid for a quarter of an hour.',
          params: DownloadParams,
          response: { 200: DownloadLinkResponse },
        },
        config: { access: requestDownload.access, problems: requestDownloadProblems },
      },
      ({ caller, params }) => orProblem(requestDownload({ caller, downloadId: params.id }), requestDownloadProblems),
    );

    app.get(
      '/orders/:id/downloads',
      {
        schema: {
          tags,
          operationId: 'listOrderDownloads',
          summary: "An order's digital purchases, with links valid for 15 minutes",
          description: 'Only for its owner; a guest sends `X-Order-Token`.',
          params: IdParams,
          response: { 200: OrderDownloadsResponse },
        },
        config: { access: listOrderDownloads.access, problems: listOrderDownloadsProblems },
      },
      async ({ caller, params }) => {
        const downloads = await orProblem(
          listOrderDownloads({ caller, orderId: params.id }),
          listOrderDownloadsProblems,
        );
        return { data: downloads.map(({ link, ...row }) => ({ ...presentDownload(row), ...link })) };
      },
    );

    app.get(
      '/downloads/:token',
      {
        // The URL is a secret: a document opened from it must not send it as the referrer.
        helmet: pageHeaders,
        schema: {
          tags,
          operationId: 'openDownload',
          summary: 'Download a file',
          description: 'The link is the only credential. `Range` requests a part.',
          params: LinkParams,
          response: { 200: Bytes('The file.'), 206: Bytes('A part of it.') },
        },
        config: { access: 'open', problems: openDownloadProblems },
      },
      async ({ params, headers, method }, reply) => {
        const { name, size, version, read } = await orProblem(openDownload(params), openDownloadProblems);
        const etag = `"${version}"`;
        const isSame = headers['if-range'] === undefined || headers['if-range'] === etag;
        const isHead = method === 'HEAD';
        // `Range` is defined for GET only (RFC 9110, 14.2).
        const range = isSame && !isHead ? byteRange(headers.range, size) : undefined;
        if (range === 'unsatisfiable') {
          reply.header('content-range', `bytes */${size}`);
          const code = 'download.range-unsatisfiable';
          throw new Refusal(code, openDownloadProblems[code], { size });
        }
        // Fastify would read the whole file of a HEAD request to drop it.
        const content = isHead ? [] : await orProblem(read(range), openDownloadProblems);
        const { start, end } = range ?? { start: 0, end: size - 1 };
        if (range !== undefined) reply.code(206).header('content-range', `bytes ${start}-${end}/${size}`);
        reply
          .type('application/octet-stream')
          .header('content-length', String(end - start + 1))
          .header('content-disposition', attachment(name))
          .header('cache-control', 'private, no-store')
          .header('accept-ranges', 'bytes')
          .header('etag', etag);
        return Readable.from(content);
      },
    );
    done();
  };

const presentDownload = ({ file, ...purchase }: DownloadRow) => ({
  ...purchase,
  ...(file === undefined ? {} : { fileName: file.name, size: file.size }),
  available: file !== undefined,
});
