import { parse } from 'content-disposition';
import { expect, it } from 'vitest';
import { attachment } from './attachment.js';

it.each([
  ['book.epub', `attachment; filename=book.epub`],
  ['Käse & Brot.pdf', `attachment; filename="K?se & Brot.pdf"; filename*=UTF-8''K%C3%A4se%20%26%20Brot.pdf`],
  ['本.txt', `attachment; filename="?.txt"; filename*=UTF-8''%E6%9C%AC.txt`],
  [`it's (1)*.zip`, `attachment; filename="it's (1)*.zip"`],
  // Some clients decode a percent sign in the plain name.
  ['%41.txt', `attachment; filename=%41.txt; filename*=UTF-8''%2541.txt`],
])('names a file %j for old clients and for new ones', (name, header) => {
  expect(attachment(name)).toBe(header);
});

it('lets no name end the header or begin another', () => {
  const hostile = 'a"; filename="b.exe\r\nSet-Cookie: x=1';
  const header = attachment(hostile);
  expect(header).toBe(
    String.raw`attachment; filename="a\"; filename=\"b.exe??Set-Cookie: x=1"; filename*=UTF-8''a%22%3B%20filename%3D%22b.exe%0D%0ASet-Cookie%3A%20x%3D1`,
  );
  expect(parse(header)).toMatchObject({ type: 'attachment', parameters: { filename: hostile } });
});
