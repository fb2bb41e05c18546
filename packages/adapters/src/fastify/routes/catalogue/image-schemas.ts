import { Type } from 'typebox';
import { Id } from '../../requests/plain-schemas.js';

const Pixels = Type.Integer({ description: 'In pixels.' });
const ImageFile = Type.Object({ url: Type.String(), width: Pixels, height: Pixels });

/** `sizes` are WebP; pictures of other sites have none, and `url` as it was given. */
export const ImageResponse = Type.Object(
  {
    id: Id,
    url: Type.String(),
    alt: Type.String({ description: 'What the picture shows, in words.' }),
    width: Type.Optional(Pixels),
    height: Type.Optional(Pixels),
    sizes: Type.Optional(
      Type.Object(
        { list: ImageFile, page: ImageFile, zoom: ImageFile },
        { description: 'At most 400 pixels for lists, 1,000 for a product page and 2,000 for a close-up.' },
      ),
    ),
  },
  { title: 'Image' },
);
