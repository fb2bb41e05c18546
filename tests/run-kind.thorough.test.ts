import { expect, it } from 'vitest';

it('pnpm test:thorough runs laws and races at full length', () => {
  expect(process.env['THOROUGH']).toBe('true');
  expect(Number(process.env['FC_RUNS'])).toBeGreaterThan(200);
});
