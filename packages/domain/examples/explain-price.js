import { formatMoney } from '../dist/index.js';

export function write(money) {
  const written = formatMoney(money, 'en-US');
  return written.ok ? written.value : '';
}
const writeRate = (rate) => `${rate / 10_000} %`;
const writeList = (items) => new Intl.ListFormat('en', { type: 'disjunction' }).format(items);

/** A sentence for each reason, from its facts. */
const sentences = {
  'promotion.malformed': ({ error }) => `It is set up wrongly: ${error.type}${error.path === undefined ? '' : ` (${error.path})`}.`,
  'promotion.not-started': ({ startsAt }) => `It begins on ${startsAt.slice(0, 10)}.`,
  'promotion.ended': ({ endsAt }) => `It ended on ${endsAt.slice(0, 10)}.`,
  'promotion.below-minimum-subtotal': ({ required, actual }) => `It asks for ${write(required)} before discounts; the cart comes to ${write(actual)}.`,
  'promotion.below-minimum-quantity': ({ required, actual }) => `It asks for ${required} items; the cart has ${actual}.`,
  'promotion.not-contained': () => 'The cart lacks what it asks for.',
  'promotion.group-not-eligible': ({ groups, customerGroups }) => `It is for ${writeList(groups)} customers; this one is ${writeList(customerGroups)}.`,
  'promotion.not-first-order': ({ orderCount }) => `It is for first orders; this customer has made ${orderCount}.`,
  'promotion.coupon-missing': ({ couponCode }) => `It asks for the code ${couponCode}.`,
  'promotion.usage-limit-reached': ({ limit }) => `It has been used ${limit} times, which is all.`,
  'promotion.customer-usage-limit-reached': ({ limit }) => `This customer has used it ${limit} times, which is all.`,
  'promotion.budget-exhausted': ({ budget }) => `Its budget of ${write(budget)} is spent.`,
  'promotion.currency-mismatch': ({ actual }) => `Its amounts are in ${actual}.`,
  'promotion.level-stopped': ({ by }, nameOf) => `“${nameOf(by)}” applied, and nothing after it on this level.`,
  'promotion.group-lost': ({ to }, nameOf) => `Only one of its group applies, and “${nameOf(to)}” is worth more.`,
  'promotion.not-combinable': ({ chosen, total, otherwise }, nameOf) =>
    `${chosen === undefined ? 'The others together' : `“${nameOf(chosen)}” alone`} makes ${write(total)}; this way it would be ${write(otherwise)}.`,
  'promotion.no-effect': (facts) => noEffect[facts.why](facts),
};

const noEffect = {
  'not-targeted': () => 'Nothing in the cart is what it is for.',
  'nothing-left': () => 'There is nothing left for it to take off.',
  'not-above-fixed-price': () => 'The price is not above it.',
  'rounds-to-zero': () => 'What it takes off rounds to zero.',
  'next-tier': ({ missing }) => `Its next tier is ${typeof missing === 'number' ? `${missing} items` : write(missing)} away.`,
  'more-units': ({ missing }) => `It takes ${missing} more ${missing === 1 ? 'item' : 'items'}.`,
};

/** A DOM element with properties and children; text is never read as HTML. */
export function element(tag, properties = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

/** What the page shows of a priced cart: the steps in the order in which the price came about. */
export function explain(decision, names) {
  if (!decision.ok) {
    const { type, ...facts } = decision.error;
    return [element('p', { className: 'problem' }, `${type} ${JSON.stringify(facts)}`)];
  }
  const priced = decision.value;
  const nameOf = (id) => names[id] ?? id;
  return [
    ...step('1. Lines', explainLines(priced, nameOf)),
    ...step('2. Shipping', element('p', {}, explainCharge(priced))),
    ...step('3. Promotions', ...explainPromotions(priced, nameOf)),
    ...step('4. Minimum order', element('p', {}, explainMinimum(priced))),
    ...step('5. Tax', ...explainTaxes(priced)),
    ...step('6. Total', ...explainTotal(priced)),
  ];
}

const step = (title, ...content) => [element('h2', {}, title), ...content];

function explainLines({ lines }, nameOf) {
  if (lines.length === 0) return element('p', {}, 'The cart is empty.');
  const row = (tag, ...cells) => element('tr', {}, ...cells.map((text) => element(tag, {}, text)));
  const rows = lines.map(({ variantId, quantity, unitPrice, subtotal, discountTotal, total }) =>
    row('td', nameOf(variantId), `${quantity} × ${write(unitPrice)}`, write(subtotal), minus(discountTotal), write(total)),
  );
  return element('table', {}, row('th', 'Line', 'Units', 'Subtotal', 'Discounts', 'Left'), ...rows);
}

const minus = (money) => (money.amount === 0 ? '–' : `−${write(money)}`);

function explainCharge({ shipping, subtotal }) {
  if (shipping === undefined) return 'No shipping was quoted.';
  const { method, charge, discountTotal, total } = shipping;
  const stated = `${write(charge)}, ${method === 'flat' ? 'flat' : `by the undiscounted subtotal of ${write(subtotal)}`}`;
  return discountTotal.amount === 0 ? `${stated}.` : `${stated}; ${minus(discountTotal)} by promotions leaves ${write(total)}.`;
}

function explainPromotions({ applied, skipped, unknownCoupons }, nameOf) {
  const item = (name, amount, why) =>
    element('li', {}, element('strong', {}, name), element('span', {}, amount), element('small', {}, why));
  const taken = applied.map(({ name, level, basis, amount, shares }) => {
    const lines = shares.map((share) => `${nameOf(share.variantId)} ${write(share.amount)}`).join(', ');
    return item(name, minus(amount), `Of ${write(basis)} left${level === 'shipping' ? ' of the shipping' : `: ${lines}`}`);
  });
  const left = skipped.map(({ name, reason }) => item(name, '', sentences[reason.type](reason, nameOf)));
  const unknown = unknownCoupons.map((code) => item(code, '', 'No promotion asks for this code.'));
  return [
    ...list('applied', 'Applied', taken),
    ...list('skipped', 'Not applied', left),
    ...list('unknown', 'Unknown codes', unknown),
  ];
}

const list = (id, title, items) => (items.length === 0 ? [] : [element('h3', {}, title), element('ul', { id }, ...items)]);

const explainMinimum = ({ minimumOrder }) =>
  minimumOrder.met
    ? 'Reached.'
    : `${write(minimumOrder.required)} is asked for, ${write(minimumOrder.actual)} is there: ${write(minimumOrder.missing)} are missing, and no order can be placed.`;

const explainTaxes = ({ taxes, taxIncluded }) =>
  taxes.map(({ rate, net, tax }) =>
    element('p', {}, `${writeRate(rate)} ${taxIncluded ? 'within' : 'on'} ${write(taxIncluded ? { ...net, amount: net.amount + tax.amount } : net)}: ${write(tax)}`),
  );

function explainTotal({ subtotal, discountTotal, shippingTotal, taxTotal, taxIncluded, total }) {
  const parts = [write(subtotal), `− ${write(discountTotal)} discounts`, `+ ${write(shippingTotal)} shipping`];
  const tax = taxIncluded ? ` (${write(taxTotal)} of it tax)` : ` + ${write(taxTotal)} tax`;
  return [element('p', { id: 'total', className: 'total' }, write(total)), element('p', { className: 'faint' }, parts.join(' ') + tax)];
}
