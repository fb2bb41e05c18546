import { buyTheSame } from '@cartwright/adapters/testing/api-clients/same-purchases';
import { expect, it } from 'vitest';

it('10 random purchases end in the same orders and refusals over REST and GraphQL', async () => {
  expect(await buyTheSame(10)).toBeGreaterThan(2);
});
