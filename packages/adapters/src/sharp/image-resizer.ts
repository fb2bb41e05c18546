import type { ImageRefusal, ImageResizer, ImageSizeName, ResizedImage } from '@cartwright/application';
import { err, ok, ResultAsync, type Result } from 'neverthrow';
import type sharp from 'sharp';
import type { Sharp } from 'sharp';

/** By the first bytes of a file, never by its name or declared type. `heif` is AVIF: HEIC cannot be decoded. */
const allowed = ['jpeg', 'png', 'webp', 'gif', 'heif'];
/** What cameras make has at most 50 million pixels. */
const maximumPixels = 50_000_000;

/**
 * Pictures by libvips. The library is loaded at the first picture: most processes never see one.
 *
 * @example makeSharpImageResizer().resize(content, { list: 400, page: 1000, zoom: 2000 })
 */
export const makeSharpImageResizer = (): ImageResizer => ({
  resize: (content, squares) => new ResultAsync(resize(content, squares)),
  square: (content, side) => new ResultAsync(squared(content, side)),
});

async function squared(content: Uint8Array, side: number): Promise<Result<Uint8Array, ImageRefusal>> {
  const opened = await open(content);
  if (opened.isErr()) return err(opened.error);
  try {
    const picture = opened.value.autoOrient().flatten({ background: 'white' });
    return ok(await picture.resize({ width: side, height: side, fit: 'cover' }).jpeg({ quality: 80 }).toBuffer());
  } catch {
    return err({ type: 'image.damaged' });
  }
}

async function resize(
  content: Uint8Array,
  squares: Readonly<Record<ImageSizeName, number>>,
): Promise<Result<Record<ImageSizeName, ResizedImage>, ImageRefusal>> {
  const opened = await open(content);
  if (opened.isErr()) return err(opened.error);
  const source = opened.value;
  try {
    return ok({
      list: await resized(source, squares.list),
      page: await resized(source, squares.page),
      zoom: await resized(source, squares.zoom),
    });
  } catch {
    return err({ type: 'image.damaged' });
  }
}

/** Reads what kind of picture it is, and not yet the picture. */
async function open(content: Uint8Array): Promise<Result<Sharp, ImageRefusal>> {
  if (content.byteLength === 0) return err({ type: 'image.type-not-allowed', allowed });
  const libvips = await load();
  const source = libvips(content, { limitInputPixels: false, failOn: 'error' });
  const facts = await source.metadata().catch(() => undefined);
  if (facts === undefined || !allowed.includes(facts.format)) return err({ type: 'image.type-not-allowed', allowed });
  return facts.width * facts.height > maximumPixels
    ? err({ type: 'image.too-many-pixels', maximumPixels })
    : ok(source);
}

/** Turned as the camera was held. Metadata is left out. */
async function resized(source: Sharp, square: number): Promise<ResizedImage> {
  const { data, info } = await source
    .clone()
    .autoOrient()
    .resize({ width: square, height: square, fit: 'inside', withoutEnlargement: true })
    .webp({ quality: 80 })
    .toBuffer({ resolveWithObject: true });
  return { content: data, width: info.width, height: info.height };
}

async function load(): Promise<typeof sharp> {
  const { default: libvips } = await import('sharp');
  libvips.cache(false);
  // Only these loaders: libvips would also read SVG, PDF and others, whose libraries see attacks more often.
  libvips.block({ operation: ['VipsForeignLoad'] });
  libvips.unblock({
    operation: ['Jpeg', 'Png', 'Webp', 'Nsgif', 'Heif'].map((format) => `VipsForeignLoad${format}Buffer`),
  });
  return libvips;
}
