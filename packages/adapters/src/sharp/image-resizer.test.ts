import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { makeSharpImageResizer } from './image-resizer.js';

const squares = { list: 40, page: 100, zoom: 200 };
const { resize } = makeSharpImageResizer();
const picture = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: 'teal' } });

describe('a picture', () => {
  it('is made to fit each square, as WebP, whatever its type is', async () => {
    for (const content of [
      await picture(300, 150).jpeg().toBuffer(),
      await picture(300, 150).png().toBuffer(),
      await picture(300, 150).webp().toBuffer(),
      await picture(300, 150).gif().toBuffer(),
      await picture(300, 150).avif().toBuffer(),
    ]) {
      const sizes = (await resize(content, squares))._unsafeUnwrap();
      expect(Object.values(sizes).map(({ width, height }) => [width, height])).toEqual([
        [40, 20],
        [100, 50],
        [200, 100],
      ]);
      expect((await sharp(sizes.zoom.content).metadata()).format).toBe('webp');
    }
  });

  it('is never enlarged', async () => {
    const sizes = (await resize(await picture(50, 60).png().toBuffer(), squares))._unsafeUnwrap();
    expect([sizes.page.width, sizes.page.height]).toEqual([50, 60]);
  });

  it('is turned as the camera was held, and loses what the camera wrote into it', async () => {
    const taken = await picture(200, 100)
      .withExif({ IFD3: { GPSLatitude: '51/1 30/1 0/1' }, IFD0: { Model: 'Secret Camera' } })
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer();
    expect(taken.includes('Secret Camera')).toBe(true);
    const { zoom } = (await resize(taken, squares))._unsafeUnwrap();
    expect([zoom.width, zoom.height]).toEqual([100, 200]);
    expect((await sharp(zoom.content).metadata()).exif).toBeUndefined();
  });
});

describe('what is refused', () => {
  it.each([
    ['SVG', '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>alert(1)</script></svg>'],
    ['HTML', '<!doctype html><script>alert(1)</script>'],
    ['PDF', '%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer<<>>\n%%EOF'],
    ['nothing', ''],
  ])('is %s, since its content decides', async (_name, text) => {
    expect((await resize(Buffer.from(text), squares))._unsafeUnwrapErr().type).toBe('image.type-not-allowed');
  });

  it('is TIFF, which browsers do not show', async () => {
    const content = await picture(10, 10).tiff().toBuffer();
    expect((await resize(content, squares))._unsafeUnwrapErr().type).toBe('image.type-not-allowed');
  });

  it('is a picture that ends too early', async () => {
    const whole = await picture(300, 300).png({ compressionLevel: 0 }).toBuffer();
    const half = whole.subarray(0, whole.length / 2);
    expect((await resize(half, squares))._unsafeUnwrapErr()).toEqual({ type: 'image.damaged' });
  });

  it('is a small file of very many pixels', async () => {
    const bomb = await picture(7_200, 7_200).png().toBuffer();
    expect(bomb.length).toBeLessThan(1_000_000);
    expect((await resize(bomb, squares))._unsafeUnwrapErr()).toEqual({
      type: 'image.too-many-pixels',
      maximumPixels: 50_000_000,
    });
  });
});
