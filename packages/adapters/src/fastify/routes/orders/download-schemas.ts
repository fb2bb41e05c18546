import { Type } from 'typebox';
import { listOf, pageQuery } from '../../requests/list-schemas.js';
import { closed, Id, Instant } from '../../requests/plain-schemas.js';

const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
const DownloadId = Type.String({ pattern: `^${uuid}\\.${uuid}$`, description: "The order's id and the variant's." });

export const DownloadParams = Type.Object({ id: DownloadId });
/** What a link ends with. */
export const LinkParams = Type.Object({ token: Type.String({ maxLength: 500 }) });
export const DownloadListQuery = Type.Object(pageQuery, closed);

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

export const DownloadListAnswer = listOf(Type.Object(downloadFields, { title: 'Download' }));

const linkFields = {
  url: Type.String({ description: 'For whoever has it, until it expires; no token is asked for.' }),
  expiresAt: Instant,
};
export const DownloadLinkAnswer = Type.Object(linkFields, { title: 'DownloadLink' });

export const OrderDownloadsAnswer = Type.Object({
  data: Type.Array(
    Type.Object(
      { ...downloadFields, url: Type.Optional(linkFields.url), expiresAt: Type.Optional(Instant) },
      { title: 'OrderDownload', description: '`url` and `expiresAt` of what is available.' },
    ),
  ),
});

export const AttachFileQuery = Type.Object(
  {
    filename: Type.String({
      minLength: 1,
      maxLength: 200,
      // No control characters, and nothing that any system takes for a path.
      pattern: '^(?!\\.{1,2}$)(?=.*\\S)[^\\p{C}/\\\\]+$',
      description: "What the buyer's copy is called, without a path.",
    }),
  },
  closed,
);
export const DigitalFileAnswer = Type.Object(
  { variantId: Id, fileName: Type.String(), size: Type.Integer({ description: 'In bytes.' }), uploadedAt: Instant },
  { title: 'DigitalFile' },
);
