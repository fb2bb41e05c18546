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

  it.each([
    ['for print', picture(300, 150).toColourspace('cmyk').jpeg()],
    ['of grey only', picture(300, 150).greyscale().jpeg()],
    ['of 16 bits a colour', picture(300, 150).toColourspace('rgb16').png()],
    ['with transparent parts', picture(300, 150).ensureAlpha(0.5).png()],
  ])('is shown in colours of the screen if it is one %s', async (_kind, made) => {
    const { page } = (await resize(await made.toBuffer(), squares))._unsafeUnwrap();
    const { format, space, depth, width, height } = await sharp(page.content).metadata();
    expect([format, space, depth, width, height]).toEqual(['webp', 'srgb', 'uchar', 100, 50]);
  });

  it('that moves is shown by its first frame', async () => {
    const frames = await Promise.all(
      ['red', 'blue'].map((background) =>
        sharp({ create: { width: 60, height: 30, channels: 3, background } })
          .png()
          .toBuffer(),
      ),
    );
    const gif = await sharp(frames, { join: { animated: true } })
      .gif()
      .toBuffer();
    const moving = [gif, await sharp(gif, { animated: true }).webp().toBuffer()];
    for (const content of moving) {
      expect((await sharp(content).metadata()).pages).toBe(2);
      const { zoom } = (await resize(content, squares))._unsafeUnwrap();
      expect([zoom.width, zoom.height, (await sharp(zoom.content).metadata()).pages ?? 1]).toEqual([60, 30, 1]);
      const { dominant } = await sharp(zoom.content).stats();
      expect(dominant.r).toBeGreaterThan(dominant.b);
    }
  });

  it('of one pixel, and one of a single row, keep at least a pixel each way', async () => {
    for (const [width, height, fitted] of [
      [1, 1, [1, 1]],
      [20_000, 1, [200, 1]],
      [1, 20_000, [1, 200]],
    ] as const) {
      const { zoom } = (await resize(await picture(width, height).png().toBuffer(), squares))._unsafeUnwrap();
      expect([zoom.width, zoom.height]).toEqual(fitted);
    }
  });

  it('is made a square JPEG that shows its middle, on white where it is transparent', async () => {
    const left = await picture(100, 100).png().toBuffer();
    const clear = { width: 300, height: 100, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0 } } as const;
    const content = await sharp({ create: clear })
      .composite([{ input: left, left: 0, top: 0 }])
      .webp()
      .toBuffer();
    const made = (await makeSharpImageResizer().square(content, 64))._unsafeUnwrap();
    const { format, width, height } = await sharp(made).metadata();
    expect([format, width, height]).toEqual(['jpeg', 64, 64]);
    expect((await sharp(made).stats()).dominant).toEqual({ r: 248, g: 248, b: 248 });
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
