import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

const prefix = 'cartwright_';
/** Seconds. */
const requestBuckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const jobBuckets = [0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30, 60, 300];

/** All metrics, in a new registry, beside those of Node. No label has unbounded values. */
export function registerMetrics() {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const requests = new Counter({
    name: `${prefix}http_requests_total`,
    help: 'HTTP requests answered. The route is its pattern.',
    labelNames: ['route', 'method', 'status'],
    registers,
  });
  const requestDuration = new Histogram({
    name: `${prefix}http_request_duration_seconds`,
    help: 'Time from the first byte of an HTTP request to the last one of its response, without event streams.',
    buckets: requestBuckets,
    registers,
  });
  const orders = new Counter({ name: `${prefix}orders_total`, help: 'Orders placed.', registers });
  const revenue = new Counter({
    name: `${prefix}revenue_minor_units_total`,
    help: 'Money captured for orders that became paid, in minor units. Refunds do not reduce it.',
    labelNames: ['currency'],
    registers,
  });
  const paymentFailures = new Counter({
    name: `${prefix}payment_failures_total`,
    help: 'Payments that failed at the provider.',
    registers,
  });
  const outboxLag = new Gauge({
    name: `${prefix}outbox_lag_seconds`,
    help: 'Age of the oldest event whose jobs are not complete; 0 when there is none.',
    registers,
  });
  const queueDepth = new Gauge({
    name: `${prefix}queue_depth`,
    help: 'Jobs in the queue that have not begun, those that wait for a retry included.',
    labelNames: ['job'],
    registers,
  });
  const jobDuration = new Histogram({
    name: `${prefix}job_duration_seconds`,
    help: 'Duration of each run of a job.',
    labelNames: ['job'],
    buckets: jobBuckets,
    registers,
  });
  const jobFailures = new Counter({
    name: `${prefix}job_failures_total`,
    help: 'Runs of a job that met an outage, were refused or threw.',
    labelNames: ['job'],
    registers,
  });
  const pool = new Gauge({
    name: `${prefix}db_pool_connections`,
    help: 'Database connections: active, idle, and statements that are waiting for one.',
    labelNames: ['state'],
    registers,
  });
  const cacheHits = new Counter({
    name: `${prefix}cache_hits_total`,
    help: 'Catalogue responses sent from the cache.',
    registers,
  });
  return {
    registry,
    requests,
    requestDuration,
    orders,
    revenue,
    paymentFailures,
    outboxLag,
    queueDepth,
    jobDuration,
    jobFailures,
    pool,
    cacheHits,
  };
}
