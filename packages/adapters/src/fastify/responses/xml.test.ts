import { SaxesParser } from 'saxes';
import { expect, it } from 'vitest';
import { xmlElement } from './xml.js';

/** The text of a document's only element, by a strict parser. */
function textOf(document: string): string {
  let text = '';
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('text', (part) => {
    text += part;
  });
  parser.write(document).close();
  return text;
}

it.each(['Salt & pepper', '<b>"5" > \'4\'</b>', ']]>', '&amp;', 'a\r\nb\tc', 'Crème brûlée', '茶碗 🍵', ''])(
  'writes %j so that a parser reads the same',
  (text) => {
    expect(textOf(xmlElement('name', text))).toBe(text);
  },
);

it('leaves out what no XML document can contain', () => {
  expect(textOf(xmlElement('name', 'a\0\u0008\u000b\u001f\uffff\ud800b'))).toBe('ab');
});
