import { addCoupon, addToCart, createCart, priceCart, shippingQuotesFor } from '../dist/index.js';
import { explain, element, write } from './explain-price.js';

const usd = (amount) => ({ amount, currency: 'USD' });
const everyOrder = { type: 'order' };

const products = [
  { id: 'beans', name: 'Coffee beans', unitPrice: 1450, quantity: 2, categoryIds: ['kitchen'], taxClass: 'reduced' },
  { id: 'guide', name: 'Brewing guide, e-book', unitPrice: 900, quantity: 1, categoryIds: ['books'], taxClass: 'reduced', digital: true },
  { id: 'lamp', name: 'Desk lamp', unitPrice: 5900, quantity: 0, categoryIds: ['home'], taxClass: 'standard' },
  { id: 'mug', name: 'Mug', unitPrice: 1200, quantity: 3, categoryIds: ['kitchen'], taxClass: 'standard' },
];

const firstPromotions = [
  {
    id: 'mugs',
    name: 'Buy two mugs, get one free',
    target: { type: 'lines', selector: { variantIds: ['mug'] } },
    effect: { type: 'buyXGetY', buy: { selector: {}, quantity: 2 }, get: { selector: {}, quantity: 1 }, rate: 1_000_000 },
    priority: 1,
  },
  {
    id: 'kitchen',
    name: 'Kitchen week: 15 % off',
    target: { type: 'lines', selector: { categoryIds: ['kitchen'] } },
    effect: { type: 'percent', rate: 150_000 },
    exclusiveGroup: 'season',
  },
  {
    id: 'lamps',
    name: '5.00 off each lamp',
    target: { type: 'lines', selector: { variantIds: ['lamp'] } },
    effect: { type: 'amount', amount: usd(500), mode: 'each' },
    exclusiveGroup: 'season',
  },
  {
    id: 'premium',
    name: '20 % for premium customers',
    target: everyOrder,
    effect: { type: 'percent', rate: 200_000 },
    conditions: { groups: ['premium'] },
  },
  {
    id: 'welcome',
    name: 'WELCOME10: 10 % off the first order, 15.00 at most',
    target: everyOrder,
    effect: { type: 'percent', rate: 100_000, cap: usd(1500) },
    conditions: { firstOrder: true, couponCode: 'WELCOME10' },
  },
  {
    id: 'advent',
    name: 'Advent: 40 % off, with nothing else',
    target: everyOrder,
    effect: { type: 'percent', rate: 400_000 },
    conditions: { startsAt: '2026-11-29T00:00:00Z', endsAt: '2026-12-25T00:00:00Z' },
    combinable: false,
  },
  {
    id: 'shipping',
    name: 'Free shipping from 75.00',
    target: { type: 'shipping' },
    effect: { type: 'freeShipping' },
    conditions: { minimumSubtotal: usd(7500) },
  },
];

const shippingCharges = {
  flat: { type: 'flat', amount: usd(690) },
  tiered: { type: 'tiered', tiers: [{ from: usd(0), amount: usd(890) }, { from: usd(5000), amount: usd(490) }] },
};

const form = document.querySelector('#facts');
const json = document.querySelector('#json');
const jsonProblem = document.querySelector('#json-problem');
const priceView = document.querySelector('#price');

/** All that are known, and the ids of those that are switched off. */
let promotions = firstPromotions;
const switchedOff = new Set();

for (const { id, name, unitPrice, quantity } of products) {
  const input = element('input', { name: `quantity-${id}`, type: 'number', min: 0, max: 999, value: quantity });
  const label = element('label', { className: 'row' }, element('span', {}, `${name} · ${write(usd(unitPrice))}`), input);
  document.querySelector('#cart').append(label);
}

const unitPriceOf = (variantId) => products.find(({ id }) => id === variantId).unitPrice;

/** The cart that the form describes, or why there is none. */
function readCart() {
  let decision = createCart({ id: 'cart-1', currency: 'USD' });
  for (const { id } of products) {
    const quantity = Number(form.elements[`quantity-${id}`].value);
    if (decision.ok && quantity !== 0) decision = addToCart(decision.value, id, quantity);
  }
  for (const code of form.elements.coupons.value.split(/[\s,]+/).filter((text) => text !== '')) {
    if (decision.ok) decision = addCoupon(decision.value, code);
  }
  return decision;
}

function price() {
  const cart = readCart();
  if (!cart.ok) return cart;
  const { group, orderCount, shipping, taxPrices, day } = form.elements;
  const subtotal = cart.value.lines.reduce((all, line) => all + line.quantity * unitPriceOf(line.variantId), 0);
  const method = { id: shipping.value, zones: [{ countries: [] }], charges: [shippingCharges[shipping.value]] };
  const facts = { destination: { country: 'US' }, currency: 'USD', subtotal: usd(subtotal), weightGrams: 0 };
  const quotes = shippingQuotesFor([method], facts);
  if (!quotes.ok) return quotes;
  const [quote] = quotes.value;
  if (!quote.ok) return quote;
  return priceCart({
    cart: cart.value,
    prices: Object.fromEntries(
      products.map(({ id, unitPrice, categoryIds, taxClass, digital = false }) => [
        id,
        { unitPrice: usd(unitPrice), productId: id, categoryIds, taxClass, digital },
      ]),
    ),
    customer: { groups: [group.value], orderCount: Number(orderCount.value) },
    promotions: promotions.filter(({ id }) => !switchedOff.has(id)),
    shipping: quote.value,
    tax: { prices: taxPrices.value, rates: { standard: 200_000, reduced: 50_000 }, shippingClass: 'standard' },
    at: `${day.value}T12:00:00Z`,
  });
}

function showPrice() {
  const names = Object.fromEntries([...products, ...promotions].map(({ id, name }) => [id, name]));
  let view;
  try {
    view = explain(price(), names);
  } catch (error) {
    // A promotion that is malformed has no facts to show.
    view = [element('p', { className: 'problem' }, `These promotions cannot be read: ${error.message}`)];
  }
  priceView.replaceChildren(...view);
}

function listPromotions() {
  const choices = promotions.map(({ id, name }) => {
    const box = element('input', { type: 'checkbox', checked: !switchedOff.has(id) });
    box.addEventListener('change', () => (box.checked ? switchedOff.delete(id) : switchedOff.add(id)));
    return element('label', { className: 'row choice' }, box, element('span', {}, name ?? id));
  });
  document.querySelector('#promotions').replaceChildren(...choices);
}

json.addEventListener('input', () => {
  try {
    const typed = JSON.parse(json.value);
    if (!Array.isArray(typed)) throw new Error('it is no list');
    promotions = typed;
    jsonProblem.textContent = '';
    listPromotions();
  } catch (error) {
    jsonProblem.textContent = `Not taken over yet: ${error.message}`;
  }
});
form.addEventListener('input', showPrice);
form.addEventListener('change', showPrice);
form.addEventListener('submit', (event) => event.preventDefault());

json.value = JSON.stringify(promotions, undefined, 2);
listPromotions();
showPrice();
