export { compareIds, type Flavoured, type Instant } from './flavoured.js';
export * from './money.js';
export * from './cart.js';
export * from './pricing.js';
export * from './order.js';
