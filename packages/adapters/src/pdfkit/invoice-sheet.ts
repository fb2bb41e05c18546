import { once } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import { fontRuns, type FontRun } from './font-runs.js';
import type { InvoiceFonts } from './invoice-fonts.js';
import { visualRuns } from './visual-runs.js';
import { wrapText } from './wrap-text.js';

/** How a text looks; `size` in points. */
export type Style = { readonly font: 'regular' | 'bold'; readonly size: number; readonly color: string };
/** Where a text stands, in points: between `left` and `left + width`. */
export type Column = { readonly left: number; readonly width: number; readonly align?: 'right' };

/** A4, with room to punch holes; in points. */
export const page = { width: 595.28, height: 841.89, margin: 50, bottom: 780 } as const;
const lineHeight = 1.35;
/** Others wait for so long at most before a long invoice lets them have their turn. */
const sliceMs = 15;

export type Sheet = Awaited<ReturnType<typeof openSheet>>;

/** A PDF being written from top to bottom. `onNewPage` begins each page after the first. */
export async function openSheet(
  fonts: InvoiceFonts,
  { title, author, at }: { readonly title: string; readonly author: string; readonly at: Date },
) {
  // Loaded only when needed: with the reader of fonts it is as large as all that most processes need.
  const { default: Pdf } = await import('pdfkit');
  const document = new Pdf({
    size: [page.width, page.height],
    margin: 0,
    bufferPages: true,
    autoFirstPage: false,
    // No font of pdfkit's own: those have only Western European letters.
    font: '',
    lang: 'en',
    displayTitle: true,
    // The date is the invoice's: with the time of day in it no two copies would be alike.
    info: { Title: title, Author: author, Creator: 'Cartwright', Producer: 'Cartwright', CreationDate: at },
  });
  for (const { name, file } of [fonts.regular, fonts.bold, ...fonts.others]) document.registerFont(name, file);
  const chunks: Buffer[] = [];
  document.on('data', (chunk: Buffer) => chunks.push(chunk));
  let sliceBegan = performance.now();
  let y: number = page.margin;
  document.addPage();

  const widthIn = ({ font, size }: Style, text: string): number =>
    runsOf(text, font).reduce((width, run) => width + widthOf(run, size), 0);
  const runsOf = (text: string, font: Style['font']): readonly FontRun[] =>
    fontRuns(text, [fonts[font], ...fonts.others]);
  const widthOf = ({ font, text }: FontRun, size: number): number =>
    document.font(font.name).fontSize(size).widthOfString(text);

  const sheet = {
    get y() {
      return y;
    },
    moveTo: (to: number): void => {
      y = to;
    },
    /** Lines of a text in a column, at the present height, and no further down: what stands beside them comes next. */
    linesOf: (text: string, style: Style, { width }: Column): readonly string[] =>
      wrapText(text, width, (part) => widthIn(style, part)),
    heightOf: (lines: readonly string[], { size }: Style): number => lines.length * size * lineHeight,
    /** Writes lines below each other from `top` on; one that is too wide for its column is written smaller. */
    write: (lines: readonly string[], style: Style, column: Column, top: number = y): void => {
      for (const [index, line] of lines.entries())
        writeLine(line, style, column, top + index * style.size * lineHeight);
    },
    rule: (color: string, weight = 0.5, left: number = page.margin): void => {
      document
        .moveTo(left, y)
        .lineTo(page.width - page.margin, y)
        .lineWidth(weight)
        .strokeColor(color)
        .stroke();
    },
    /** Goes on on a new page, which `begin` begins, when less than `height` is left. */
    ensureRoom: (height: number, begin: () => void): void => {
      if (y + height <= page.bottom) return;
      document.addPage();
      y = page.margin;
      begin();
    },
    /** Lets others have their turn when this has taken long enough. */
    pause: async (): Promise<void> => {
      if (performance.now() - sliceBegan < sliceMs) return;
      await setImmediate();
      sliceBegan = performance.now();
    },
    /** Writes something on every page, now that their number is known. */
    onEachPage: (write: (number: number, count: number) => void): void => {
      const { count } = document.bufferedPageRange();
      for (let index = 0; index < count; index += 1) {
        document.switchToPage(index);
        write(index + 1, count);
      }
    },
    /** The whole document. */
    close: async (): Promise<Uint8Array> => {
      document.flushPages();
      await sheet.pause();
      const ended = once(document, 'end');
      document.end();
      await ended;
      return Uint8Array.from(Buffer.concat(chunks));
    },
  };
  return sheet;

  function writeLine(line: string, style: Style, { left, width, align }: Column, top: number): void {
    if (line === '') return;
    const natural = widthIn(style, line);
    const size = natural > width ? (style.size * width) / natural : style.size;
    let x = align === 'right' ? left + width - Math.min(natural, width) : left;
    document.fillColor(style.color);
    for (const run of visualRuns(line).flatMap((part) => runsOf(part, style.font))) {
      const taken = widthOf(run, size);
      // All stand on the baseline of the line's own font.
      const lift = (fonts[style.font].ascent - run.font.ascent) * size;
      document.text(run.text, x, top + (style.size - size) + lift, { lineBreak: false });
      x += taken;
    }
  }
}
