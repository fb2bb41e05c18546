import type { Shop } from '../shop-over-http.js';

/** Has the mug of a shop translated: in German it is called `Becher`. */
export async function translatedMug({ call, as }: Pick<Shop, 'call' | 'as'>): Promise<void> {
  const headers = as('editor');
  const { body } = await call('GET', '/api/v1/products/mug');
  const translations = { de: { name: 'Becher' } };
  const { status } = await call('PATCH', `/api/v1/admin/products/${body.id}`, { headers, body: { translations } });
  if (status !== 200) throw new Error(`the mug was not translated: ${status}`);
}
