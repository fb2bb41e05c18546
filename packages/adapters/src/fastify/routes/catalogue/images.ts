import type { OpenImageError, UseCases } from '@cartwright/application';
import { Readable } from 'node:stream';
import { Type } from 'typebox';
import { orProblem, type Problems } from '../../errors/problem.js';
import type { Routes } from '../../route-types.js';
import { filesProblems } from '../orders/download-problems.js';

const openImageProblems = {
  'image.not-found': { status: 404, title: 'Picture not found', detail: 'It was removed or never existed.' },
  ...filesProblems,
} satisfies Problems<OpenImageError>;

const ImageParams = Type.Object({
  id: Type.String({ minLength: 1, maxLength: 100 }),
  file: Type.String({ pattern: '^(?:(?:list|page|zoom)\\.webp|mail\\.jpg)$' }),
});

/**
 * The pictures of products, without the API prefix: their URLs are in lists, carts, mails and feeds. The picture at a
 * URL never changes, so browsers and CDNs may cache it for ever.
 */
export const imageRoutes =
  ({ openImage }: Pick<UseCases, 'openImage'>): Routes =>
  (app, _options, done) => {
    app.get(
      '/images/:id/:file',
      {
        schema: {
          tags: ['Catalogue'],
          operationId: 'openImage',
          summary: 'View a picture of a product',
          description:
            'One size of a picture, as WebP. The URLs are in `images` and `image` of products. `mail.jpg` is a small ' +
            'square for mails, as JPEG.',
          params: ImageParams,
          response: {
            200: {
              description: 'The picture.',
              content: {
                'image/webp': { schema: Type.Unsafe<Readable>({ contentMediaType: 'image/webp' }) },
                'image/jpeg': { schema: Type.Unsafe<Readable>({ contentMediaType: 'image/jpeg' }) },
              },
            },
          },
        },
        // A storefront page loads dozens of pictures.
        config: { access: openImage.access, problems: openImageProblems, unlimited: true },
      },
      async ({ params: { id, file } }, reply) => {
        const [size = '', format] = file.split('.');
        const opened = openImage({ id, size });
        const { size: bytes, content } = await orProblem(opened, openImageProblems);
        reply
          .type(format === 'jpg' ? 'image/jpeg' : 'image/webp')
          .header('content-length', bytes)
          .header('cache-control', 'public, max-age=31536000, immutable')
          // Storefronts have other origins.
          .header('cross-origin-resource-policy', 'cross-origin');
        return reply.send(Readable.from(content));
      },
    );
    done();
  };
