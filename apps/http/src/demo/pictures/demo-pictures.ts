import type { ResizedImage } from '@cartwright/application';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { demoProducts } from '../demo-products.js';

/** Side of a picture in pixels, in lists and on pages. They are drawings: a closer look shows no more. */
export const pictureSides = { list: 400, page: 800 } as const;
export type PictureSize = keyof typeof pictureSides;

/** A picture to draw: of a product, or of one of its colours. */
export type DemoPicture = { readonly file: string; readonly name: string; readonly colour?: string };

export const bookName = 'The Art of Setting a Table (e-book)';

/** The pictures of each product, by its name: one for each colour, or a single one. */
export const demoPictures: ReadonlyMap<string, readonly DemoPicture[]> = new Map(
  [...demoProducts, { name: bookName, option: undefined }].map(({ name, option }, index) => [
    name,
    option?.name === 'Color'
      ? option.values.map((colour, at) => ({ file: `${index + 1}-${at + 1}`, name, colour }))
      : [{ file: `${index + 1}`, name }],
  ]),
);

/** Where the build puts the drawings: beside the bundle. */
const folder = new URL('demo-pictures/', import.meta.url);

/** The name of a drawing's file. */
export const pictureFile = (file: string, size: PictureSize): string => `${file}-${size}.webp`;

/** A drawing that the build has made; `undefined` where the shop was not built. */
export async function readDemoPicture({
  file,
}: DemoPicture): Promise<Readonly<Record<PictureSize | 'zoom', ResizedImage>> | undefined> {
  const read = async (size: PictureSize): Promise<ResizedImage> => ({
    content: await readFile(fileURLToPath(new URL(pictureFile(file, size), folder))),
    width: pictureSides[size],
    height: pictureSides[size],
  });
  try {
    const page = await read('page');
    return { list: await read('list'), page, zoom: page };
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
