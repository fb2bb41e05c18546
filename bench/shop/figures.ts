import type { Figure } from '../measuring/figure.js';
import { growingReads } from './measure-growth.js';
import { linesOfLargeOrder, orderConnections } from './measure-orders.js';
import { buyerCounts } from './measure-purchases.js';
import { readers } from './measure-reads.js';
import type { Measurements } from './measurements.js';

const atLeast = (value: number) => ({ is: 'at least', value }) as const;
const atMost = (value: number) => ({ is: 'at most', value }) as const;

/** The figures of the report, in its order. */
export function figuresOf(measured: Measurements): readonly Figure[] {
  const { median, ratio } = measured;
  return [
    ...buyerCounts.flatMap((buyers) => purchaseFigures(buyers, measured)),
    { part: 'orders', name: 'limit: minimal SQL of an order', value: median('limit'), unit: '/s' },
    { part: 'orders', name: `place order, ${orderConnections} connections`, value: median('place order'), unit: '/s' },
    {
      part: 'orders',
      name: 'place order / limit',
      value: ratio('place order', 'limit'),
      unit: '',
      target: atLeast(0.5),
    },
    { part: 'orders', name: 'place order, p50', value: median('place order, p50'), unit: 'ms' },
    {
      part: 'orders',
      name: 'place order, p99 / p50',
      value: median('place order, p99 / p50'),
      unit: '',
      target: atMost(10),
    },
    {
      part: 'orders',
      name: 'place order, processor time of HTTP',
      value: median('place order, processor HTTP'),
      unit: 'ms',
    },
    {
      part: 'orders',
      name: 'limits and permissions of a request, processor time',
      value: median('checks'),
      unit: 'ms',
      target: atMost(0.05),
    },
    {
      part: 'orders',
      name: 'place order, event loop delay, p99',
      value: median('place order, event loop delay p99'),
      unit: 'ms',
      target: atMost(50),
    },
    {
      part: 'orders',
      name: 'hot product / place order',
      value: ratio('hot product', 'place order'),
      unit: '',
      target: atLeast(0.5),
    },
    { part: 'orders', name: `orders of ${linesOfLargeOrder} lines`, value: median('large orders'), unit: '/s' },
    {
      part: 'orders',
      name: `orders of ${linesOfLargeOrder} lines, p50`,
      value: median('large orders, p50'),
      unit: 'ms',
    },
    { part: 'orders', name: 'HTTP process under load', value: median('memory of HTTP'), unit: 'MB' },
    { part: 'reads', name: `cart read, ${readers} readers`, value: median('cart read'), unit: '/s' },
    {
      part: 'reads',
      name: `cart read, ${readers} readers, p50`,
      value: median('cart read, p50'),
      unit: 'ms',
      target: atMost(3),
    },
    { part: 'reads', name: `product read, ${readers} readers`, value: median('product read'), unit: '/s' },
    {
      part: 'reads',
      name: 'product read / bare route',
      value: ratio('product read', 'bare route'),
      unit: '',
      target: atLeast(0.3),
    },
    {
      part: 'reads',
      name: 'product over GraphQL / product read',
      value: ratio('product over GraphQL', 'product read'),
      unit: '',
      target: atLeast(0.5),
    },
    ...growingReads.flatMap((name) => growthFigures(name, measured)),
    {
      part: 'start',
      name: 'HTTP process at rest',
      value: median('memory of HTTP at rest'),
      unit: 'MB',
      target: atMost(120),
    },
    { part: 'start', name: 'start of the HTTP process', value: median('start of HTTP'), unit: 's' },
    {
      part: 'start',
      name: 'first start of the embedded shop',
      value: median('embedded, first start'),
      unit: 's',
      target: atMost(3),
    },
    {
      part: 'start',
      name: 'later starts of the embedded shop',
      value: median('embedded, later start'),
      unit: 's',
      target: atMost(1.5),
    },
    {
      part: 'start',
      name: 'embedded shop at rest',
      value: median('embedded, memory'),
      unit: 'MB',
      target: atMost(350),
    },
    {
      part: 'start',
      name: 'packages of a production install',
      value: median('packages'),
      unit: '',
      target: atMost(150),
    },
    { part: 'start', name: 'production install', value: median('install'), unit: 'MB', target: atMost(170) },
  ];
}

function purchaseFigures(buyers: number, { median, ratio }: Measurements): readonly Figure[] {
  const part = `purchases, ${buyers} ${buyers === 1 ? 'buyer' : 'buyers'}`;
  const of = (name: string): number => median(`${buyers}: ${name}`);
  return [
    { part, name: 'purchases', value: of('rate'), unit: '/s' },
    ...(buyers === 1
      ? []
      : [{ part, name: 'purchases / those of 1 buyer', value: ratio(`${buyers}: rate`, '1: rate'), unit: '' }]),
    { part, name: 'p50', value: of('p50'), unit: 'ms' },
    { part, name: 'processor time a purchase', value: of('processor'), unit: 'ms' },
    { part, name: 'processor time of HTTP', value: of('processor HTTP'), unit: 'ms' },
    { part, name: 'processor time of the worker', value: of('processor worker'), unit: 'ms' },
    { part, name: 'processor time of PostgreSQL', value: of('processor PostgreSQL'), unit: 'ms' },
    // With those of the outbox relay; a test counts the statements of each route.
    { part, name: 'statements of HTTP a purchase', value: of('statements HTTP'), unit: '' },
    { part, name: 'statements of the worker a purchase', value: of('statements worker'), unit: '' },
  ];
}

function growthFigures(name: string, { median, ratio }: Measurements): readonly Figure[] {
  const part = 'growth';
  const grown = {
    part,
    name: `${name}, large / small shop`,
    value: ratio(`${name}, large shop`, `${name}, small shop`),
    unit: '',
  };
  return [
    { part, name: `${name}, small shop`, value: median(`${name}, small shop`), unit: 'ms' },
    // More products have more matches.
    name === 'product search' ? grown : { ...grown, target: atMost(1.3) },
  ];
}
