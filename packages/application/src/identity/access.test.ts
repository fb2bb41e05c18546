import { okAsync } from 'neverthrow';
import { expect, it } from 'vitest';
import type { Caller, SignedInCaller } from '../caller.js';
import { anyone, internal, requires, signedIn } from './access.js';

const guest: Caller = { type: 'guest', cartToken: 'secret' };
const customer: Caller = { type: 'user', userId: 'ada', role: 'customer', cartToken: 'secret' };
const support: Caller = { type: 'user', userId: 'sue', role: 'support' };

it('calls a use case for signed-in users with the caller in its command', async () => {
  const useCase = signedIn((command: { readonly caller: SignedInCaller; readonly cartId: string }) => okAsync(command));
  expect(useCase.access).toBe('user');
  expect(await useCase({ caller: guest, cartId: 'cart' })).toMatchObject({ error: { type: 'auth.token-missing' } });
  const command = { caller: customer, cartId: 'cart' };
  expect((await useCase(command))._unsafeUnwrap()).toEqual(command);
});

it('calls a use case for staff with the caller apart from its command', async () => {
  const useCase = requires('orders.fulfil', (command: { readonly orderId: string }, staff) =>
    okAsync({ command, staff }),
  );
  expect(useCase.access).toEqual({ permission: 'orders.fulfil' });
  expect(await useCase({ caller: guest, orderId: 'o' })).toMatchObject({ error: { type: 'auth.token-missing' } });
  expect(await useCase({ caller: customer, orderId: 'o' })).toMatchObject({ error: { type: 'auth.forbidden' } });
  expect((await useCase({ caller: support, orderId: 'o' }))._unsafeUnwrap()).toEqual({
    command: { orderId: 'o' },
    staff: support,
  });
});

it('lists one function under two accesses', () => {
  const useCase = (): number => 1;
  const [open, inner] = [anyone(useCase), internal(useCase)];
  expect([open.access, inner.access]).toEqual(['anyone', 'internal']);
  expect([open(), inner()]).toEqual([1, 1]);
});
