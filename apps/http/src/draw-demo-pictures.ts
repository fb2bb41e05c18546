/**
 * Draws the pictures of the demo shop into a directory, a part of the build. Drawings that are there already stay,
 * unless how they are drawn has changed.
 *
 * @example node draw-demo-pictures.js apps/http/dist/demo-pictures
 */
import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { demoPictures, pictureFile, pictureSides, type PictureSize } from './demo/pictures/demo-pictures.js';
import { drawPicture } from './demo/pictures/draw-picture.js';

const [, , directory] = process.argv;
if (directory === undefined) throw new Error('name the directory to draw into');

const drawings = [...demoPictures.values()]
  .flat()
  .map(({ file, name, colour }) => ({ file, svg: drawPicture(name, colour) }));
const hash = createHash('sha256')
  .update(JSON.stringify([pictureSides, drawings]))
  .digest('hex');
const stamp = join(directory, 'drawn.txt');
const drawn = await readFile(stamp, 'utf8').catch(() => '');
if (drawn !== hash) {
  await mkdir(directory, { recursive: true });
  const { default: sharp } = await import('sharp');
  for (const { file, svg } of drawings) {
    // Drawn once, in the larger size.
    const page = sharp(await sharp(Buffer.from(svg), { density: 465 }).png({ compressionLevel: 0 }).toBuffer());
    for (const size of Object.keys(pictureSides) as PictureSize[]) {
      const side = pictureSides[size];
      const webp = await page.clone().resize(side, side).webp({ quality: 80, effort: 2 }).toBuffer();
      await writeFile(join(directory, pictureFile(file, size)), webp);
    }
  }
  await writeFile(stamp, hash);
}
