import { expect, it } from 'vitest';
import { attachment } from './attachment.js';

it.each([
  ['book.epub', `attachment; filename="book.epub"; filename*=UTF-8''book.epub`],
  ['Käse & Brot.pdf', `attachment; filename="K_se _ Brot.pdf"; filename*=UTF-8''K%C3%A4se%20%26%20Brot.pdf`],
  ['本.txt', `attachment; filename="_.txt"; filename*=UTF-8''%E6%9C%AC.txt`],
  [`it's (1)*.zip`, `attachment; filename="it_s (1)_.zip"; filename*=UTF-8''it%27s%20%281%29%2A.zip`],
])('names a file %j for old clients and for new ones', (name, header) => {
  expect(attachment(name)).toBe(header);
});

it('lets no name end the header or begin another', () => {
  expect(attachment('a"; filename="b.exe\r\nSet-Cookie: x=1')).toBe(
    `attachment; filename="a__ filename__b.exe__Set-Cookie_ x_1"; filename*=UTF-8''a%22%3B%20filename%3D%22b.exe%0D%0ASet-Cookie%3A%20x%3D1`,
  );
});
