import { openShop, type Shop, type ShopResponse } from '@cartwright/adapters/testing/shop-over-http';
import { beforeAll, expect, it } from 'vitest';

let shop: Shop;
let user: { readonly id: string };
let customer: Record<string, string>;
let admin: Record<string, string>;
beforeAll(async () => {
  shop = await openShop({}, { requestsPerMinute: 1_000_000 });
  ({ user, headers: customer } = await shop.register());
  admin = shop.as('admin');
});
const faultOf = ({ status, body }: ShopResponse): readonly unknown[] => [status, ...(body.errors ?? [])];
const wrongly = (field: string) => [400, expect.objectContaining({ field, code: 'format' })];
const person = { name: 'Bo', password: 'correct horse battery' };
const patchMe = (body: object) => shop.call('PATCH', '/api/v1/me', { headers: customer, body });
const address = { fullName: 'Ada King', line1: '1 Mill Lane', city: 'Ithaca', region: 'NY', postalCode: '14850' };
const addAddress = (facts: object) =>
  shop.call('POST', '/api/v1/me/addresses', { headers: customer, body: { ...address, country: 'US', ...facts } });

it.each([
  'a@b..c',
  'a@-x.com',
  'a@x-.com',
  'a@.com',
  `a@${'x'.repeat(64)}.com`,
  'a@x.1',
  'a.@x.com',
  '.a@x.com',
  'a@x_y.com',
])('no e-mail has the address %s', async (email) =>
  expect(faultOf(await shop.call('POST', '/api/v1/auth/register', { body: { ...person, email } }))).toEqual(
    wrongly('email'),
  ),
);

it.each(['o.hara+x@mail.example.org', 'zoë@münchen.example', 'a@xn--mnchen-3ya.example', `a@${'x'.repeat(63)}.com`])(
  'an e-mail can have the address %s',
  async (email) =>
    expect(
      (
        await shop.call('POST', '/api/v1/auth/register', {
          body: { ...person, email },
        })
      ).status,
    ).toBe(201),
);

it.each(['abc', '12', '+', 'call 555 0100', '５５５０１００'])('no phone has the number %s', async (phone) =>
  expect(faultOf(await addAddress({ phone }))).toEqual(wrongly('phone')),
);

it.each(['+44 (0)20 7946-0777', '030/1234.56', '555 0100 ext. 12', '+1 607 1'])(
  'a phone can have the number %s',
  async (phone) => expect((await addAddress({ phone })).body.phone).toBe(phone),
);

it.each(['xx-YY-zz', 'xx', 'de-XX', 'de-Xxxx', 'english'])('nobody speaks %s', async (locale) =>
  expect(faultOf(await patchMe({ locale }))).toEqual(wrongly('locale')),
);

it.each(['de-AT', 'zh-Hant-HK', 'pt-BR', 'sr-Latn', 'es-419'])('somebody speaks %s', async (locale) =>
  expect((await patchMe({ locale })).body.locale).toBe(locale),
);

it.each(['__proto__', 'constructor', 'vi\u202Eewer', 'pay\u200Bpal', '\u0441ustomer', 'a\u2028b'])(
  'no role and no customer group has the name %j',
  async (name) => {
    const role = shop.call('POST', '/api/v1/admin/roles', { headers: admin, body: { name, permissions: [] } });
    expect(faultOf(await role)).toEqual(wrongly('name'));
    const url = '/api/v1/admin/customer-groups';
    expect(faultOf(await shop.call('POST', url, { headers: admin, body: { name } }))).toEqual(wrongly('name'));
    const give = shop.call('PATCH', `/api/v1/admin/users/${user.id}`, { headers: admin, body: { groups: [name] } });
    expect(faultOf(await give)).toEqual(wrongly('groups.0'));
  },
);

it.each(['Großhandel & Söhne', 'Оптовик', '大口 VIP', 'χονδρική 2'])(
  'a customer group can have the name %s',
  async (name) => {
    const made = await shop.call('POST', '/api/v1/admin/customer-groups', { headers: admin, body: { name } });
    expect(made.status).toBe(201);
  },
);

it('no person has a name that reads in another direction than it is written', async () => {
  expect(faultOf(await patchMe({ name: 'Ada\u202E gniK' }))).toEqual(wrongly('name'));
  expect(faultOf(await addAddress({ fullName: 'Ada\u200F King' }))).toEqual(wrongly('fullName'));
});
