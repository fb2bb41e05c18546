import type { DownloadRow, UseCases } from '@cartwright/application';
import { Readable } from 'node:stream';
import { Type } from 'typebox';
import { attachment } from '../../responses/attachment.js';
import { pageHeaders } from '../../responses/security-headers.js';
import { byteRange } from '../../requests/byte-range.js';
import { pageRequest } from '../../requests/list-query.js';
import { orProblem, Refusal } from '../../errors/problem.js';
import { listOrderDownloadsProblems, openDownloadProblems, requestDownloadProblems } from './download-problems.js';
import { listProblems } from '../../errors/list-problems.js';
import type { Routes } from '../../route-types.js';
import {
  DownloadLinkAnswer,
  DownloadListAnswer,
  DownloadListQuery,
  DownloadParams,
  LinkParams,
  OrderDownloadsAnswer,
} from './download-schemas.js';
import { IdParams } from '../../requests/plain-schemas.js';

const Bytes = (description: string) => ({
  description,
  content: { 'application/octet-stream': { schema: Type.Unsafe<Readable>({}) } },
});

/** Digital purchases: which there are, links to them, and what the links lead to. */
export const downloadRoutes =
  ({ listMyDownloads, listOrderDownloads, requestDownload, openDownload }: UseCases): Routes =>
  (app, _options, done) => {
    const tags = ['Orders'];

    app.get(
      '/me/downloads',
      {
        schema: {
          tags,
          summary: 'Your digital purchases, newest first',
          querystring: DownloadListQuery,
          response: { 200: DownloadListAnswer },
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
          summary: 'A link to a digital purchase, for a quarter of an hour',
          params: DownloadParams,
          response: { 200: DownloadLinkAnswer },
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
          summary: "An order's digital purchases, with links for a quarter of an hour",
          description: 'For its owner alone; a guest sends `X-Order-Token`.',
          params: IdParams,
          response: { 200: OrderDownloadsAnswer },
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
        // The address is a secret: a document opened from it must not send it along as the referrer.
        helmet: pageHeaders,
        schema: {
          tags,
          summary: 'What a link leads to',
          description: 'The link is all that is asked for. `Range` asks for a part.',
          params: LinkParams,
          response: { 200: Bytes('The file.'), 206: Bytes('A part of it.') },
        },
        config: { access: 'open', problems: openDownloadProblems },
      },
      async ({ params, headers }, reply) => {
        const { name, size, version, read } = await orProblem(openDownload(params), openDownloadProblems);
        const etag = `"${version}"`;
        const isSame = headers['if-range'] === undefined || headers['if-range'] === etag;
        const range = isSame ? byteRange(headers.range, size) : undefined;
        if (range === 'unsatisfiable') {
          reply.header('content-range', `bytes */${size}`);
          const code = 'download.range-unsatisfiable';
          throw new Refusal(code, openDownloadProblems[code], { size });
        }
        const content = await orProblem(read(range), openDownloadProblems);
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
