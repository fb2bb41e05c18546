import { exampleIds, exampleKey } from './examples/realistic-values.js';

/**
 * The script of the page under `/docs` in a shop with sandbox payments: "Try it" sends ids, tokens and keys of this
 * shop in place of those of the examples. It opens the cart, the order or the payment that a request needs, and signs
 * in as a demo user where one is needed. A shop that takes money does not have it.
 */
export const tryItScript = `'use strict';
(() => {
  const examples = ${JSON.stringify({ ...exampleIds, key: exampleKey })};
  const json = 'application/json';
  const address = { fullName: 'Ada Lovelace', line1: '1 Market Street', city: 'London', postalCode: 'EC1A 1AA', country: 'GB' };
  const saved = { tokens: {} };

  async function call(method, path, body, headers = {}) {
    const type = body === undefined ? {} : { 'content-type': json };
    const answer = await fetch('/api/v1' + path, {
      method,
      headers: { accept: json, 'idempotency-key': crypto.randomUUID(), ...type, ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return answer.ok && answer.status !== 204 ? answer.json() : undefined;
  }

  async function variant() {
    if (saved.variant === undefined) {
      const found = await call('GET', '/products?inStock=true&limit=20');
      const variants = (found?.data ?? []).flatMap((product) => product.variants);
      saved.variant = variants.find((each) => each.availability === 'in_stock' && !each.digital)?.id;
    }
    return saved.variant ?? examples.variant;
  }

  async function cart() {
    if (saved.cart === undefined) {
      const made = await call('POST', '/carts', {});
      if (made === undefined) return undefined;
      saved.cart = { id: made.id, token: made.token };
      const line = '/carts/' + made.id + '/lines/' + (await variant());
      await call('PUT', line, { quantity: 1 }, { 'x-cart-token': made.token });
    }
    return saved.cart;
  }

  async function order() {
    if (saved.order === undefined) {
      const items = [{ variantId: await variant(), quantity: 1 }];
      const made = await call('POST', '/orders', { items, email: 'ada@example.com', shippingAddress: address });
      if (made !== undefined) saved.order = { id: made.id, token: made.token };
    }
    return saved.order;
  }

  async function payment() {
    const placed = await order();
    if (saved.payment === undefined && placed !== undefined) {
      const path = '/orders/' + placed.id + '/payments';
      saved.payment = (await call('POST', path, { method: 'card' }, { 'x-order-token': placed.token }))?.paymentId;
    }
    return saved.payment ?? examples.payment;
  }

  async function signIn(name) {
    saved.tokens[name] ??= (await call('POST', '/auth/login', { email: name + '@example.com', password: 'demo-' + name }))?.accessToken;
    return saved.tokens[name];
  }

  async function fillAddress(url, headers) {
    const put = (example, id) => void (url.pathname = url.pathname.replace(example, id));
    if (url.pathname.includes(examples.payment)) put(examples.payment, await payment());
    if (url.pathname.includes(examples.variant)) put(examples.variant, await variant());
    if (url.search.includes(examples.variant)) url.search = url.search.replace(examples.variant, await variant());
    if (!url.pathname.includes(examples.other)) return;
    const [, list] = /^\\/api\\/v1\\/((?:admin\\/|me\\/)?[a-z-]+)/.exec(url.pathname) ?? [];
    if (list === 'carts') {
      const mine = await cart();
      put(examples.other, mine?.id ?? examples.other);
      if (mine !== undefined) headers['X-Cart-Token'] ??= mine.token;
    } else if (list === 'orders') {
      const mine = await order();
      put(examples.other, mine?.id ?? examples.other);
      if (mine !== undefined) headers['X-Order-Token'] ??= mine.token;
    } else if (list === 'admin/variants') put(examples.other, await variant());
    else if (list !== undefined) {
      const authorization = headers.Authorization === undefined ? {} : { authorization: headers.Authorization };
      put(examples.other, (await call('GET', '/' + list, undefined, authorization))?.data?.[0]?.id ?? examples.other);
    }
  }

  async function fillBody(sent) {
    if (sent.body.includes(examples.variant)) sent.body = sent.body.replaceAll(examples.variant, await variant());
    if (!sent.body.includes(examples.cart)) return;
    const mine = await cart();
    if (mine === undefined) return;
    sent.body = sent.body.replaceAll(examples.cart, mine.id);
    sent.headers['X-Cart-Token'] ??= mine.token;
  }

  async function request(sent) {
    const url = new URL(sent.url, location.href);
    if (url.origin !== location.origin || !url.pathname.startsWith('/api/v1/')) return sent;
    const { headers } = sent;
    if (headers['Idempotency-Key'] === examples.key) headers['Idempotency-Key'] = crypto.randomUUID();
    const [, area] = /^\\/api\\/v1\\/(admin|me)(?:\\/|$)/.exec(url.pathname) ?? [];
    if (area !== undefined && headers.Authorization === undefined) {
      const token = await signIn(area === 'admin' ? 'admin' : 'customer');
      if (token !== undefined) headers.Authorization = 'Bearer ' + token;
    }
    await fillAddress(url, headers);
    if (typeof sent.body === 'string') await fillBody(sent);
    sent.url = url.href;
    return sent;
  }

  function response(answer) {
    const { pathname } = new URL(answer.url, location.href);
    const { id, token, paymentId } = (answer.ok && answer.body) || {};
    if (pathname === '/api/v1/carts' && token !== undefined) saved.cart = { id, token };
    if (pathname === '/api/v1/orders' && token !== undefined) {
      saved.order = { id, token };
      delete saved.cart;
      delete saved.payment;
    }
    if (paymentId !== undefined) saved.payment = paymentId;
    return answer;
  }

  window.cartwrightTryIt = { request, response };
})();
`;
