import { expect, it } from 'vitest';

it('pnpm test runs laws and races at a length that people wait for', () => {
  expect(process.env['THOROUGH']).toBe('false');
});
