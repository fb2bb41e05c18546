import fastifyStatic from '@fastify/static';
import type { FastifyReply } from 'fastify';
import plugin from 'fastify-plugin';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Type } from 'typebox';
import { closed } from '../../requests/plain-schemas.js';
import { pageHeaders } from '../../responses/security-headers.js';

/** Where the console was built, and where its pictures come from. */
export type ConsoleFiles = {
  /** Has `index.html` and the folder `assets`. */
  readonly directory: string;
  readonly publicUrl: string;
  /** Prefix of picture URLs; default: `publicUrl`. */
  readonly assetsUrl?: string;
};

/** Scripts and styles have the digest of their content in their names. */
const assetName = '^[a-z-]+-[A-Z0-9]{8}\\.(js|css|svg)$';

/** A page of the console reads its own parameters, such as those of a search. */
const AnyParameters = Type.Record(Type.String(), Type.Unknown());

/**
 * The console for staff: static files. It has no other access to the shop than the public API, in which the browser
 * signs in by cookie (docs/adr/0044). Every address below `/console` is the same document, whose script shows the page.
 */
export const consoleRoutes = ({ directory, publicUrl, assetsUrl = publicUrl }: ConsoleFiles) =>
  plugin(
    async (app) => {
      const document = await readFile(join(directory, 'index.html'), 'utf8');
      const policy = consolePolicy(assetsUrl);
      await app.register(fastifyStatic, { root: join(directory, 'assets'), serve: false, preCompressed: true });

      app.get<{ Params: { file: string } }>(
        '/console/assets/:file',
        {
          schema: { hide: true, params: Type.Object({ file: Type.String({ pattern: assetName }) }, closed) },
          config: { access: 'open', unlimited: true },
        },
        (request, reply) => reply.sendFile(request.params.file, { immutable: true, maxAge: '365d' }),
      );
      const open = async (_request: unknown, reply: FastifyReply): Promise<unknown> =>
        reply.headers({ 'content-security-policy': policy }).type('text/html; charset=utf-8').send(document);
      for (const path of ['/console', '/console/*'])
        app.get(
          path,
          {
            helmet: pageHeaders,
            schema: { hide: true, querystring: AnyParameters },
            config: { access: 'open' },
          },
          open,
        );
    },
    { name: 'console' },
  );

/** The document loads its own files and calls its own server. Nothing in it is inline. */
const consolePolicy = (assetsUrl: string): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "connect-src 'self'",
    `img-src 'self' ${new URL(assetsUrl).origin}`,
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
