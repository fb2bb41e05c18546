import { describe, expect, it } from 'vitest';
import { visualRuns } from './visual-runs.js';

describe('the parts of a line, from left to right', () => {
  it.each([
    ['Latin is one part', 'A mug, 12 cl', ['A mug, 12 cl']],
    ['Hebrew words follow each other from the right', 'שלום עולם', ['עולם', ' ', 'שלום']],
    ['a number among them keeps its digits', 'ספל 12 גדול', ['גדול', ' ', '12', ' ', 'ספל']],
    ['Arabic digits are drawn one by one, in their order', 'قهوة ٢٥', ['٢', '٥', ' ', 'قهوة']],
    ['Latin words among them keep their order', 'ספל Blue Moon גדול', ['גדול', ' ', 'Blue Moon', ' ', 'ספל']],
    ['Hebrew words within Latin are turned by themselves', 'Mug שלום עולם XL', ['Mug ', 'עולם', ' ', 'שלום', ' XL']],
    // The font reverses the word with its brackets, which therefore face outwards here.
    ['brackets around Hebrew words face inwards', 'ספל (כחול) גדול', ['גדול', ' ', ')כחול(', ' ', 'ספל']],
    ['brackets around Latin words in a Hebrew line face inwards', 'ספל (Mug)', ['(', 'Mug', ')', ' ', 'ספל']],
    ['a comma after a Hebrew word is part of it', 'רחוב הרצל, תל אביב', ['אביב', ' ', 'תל', ' ', 'הרצל,', ' ', 'רחוב']],
    ['a house number with a slash is one number', 'רחוב הרצל 12/3', ['12/3', ' ', 'הרצל', ' ', 'רחוב']],
    ['punctuation between numbers and words follows the line', 'שלום - 12', ['12', ' ', '-', ' ', 'שלום']],
  ])('%s', (_title, line, parts) => {
    expect(visualRuns(line)).toEqual(parts);
  });

  it('lose nothing of the line', () => {
    const line = 'Mug (שלום) 12 – "עולם" قهوة ٢٥٠ XL';
    expect(Array.from(visualRuns(line).join('')).sort()).toEqual(Array.from(line).sort());
  });
});
