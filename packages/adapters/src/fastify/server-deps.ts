import type { EventFollower, UseCases } from '@cartwright/application';
import type { CurrencyCode } from '@cartwright/domain';
import type { Logger } from 'pino';
import type { Tracing } from '../opentelemetry/tracing.js';
import type { Metrics } from '../prom-client/metrics.js';
import type { JobDashboard } from '../bull-board/job-dashboard.js';
import type { ResponseCache } from './response-cache/response-cache.js';
import type { Deprecations } from './responses/announce-deprecation.js';
import type { ConsoleFiles } from './routes/console/console.js';
import type { SandboxPaymentGateway } from '../sandbox-payments/sandbox-gateway.js';

export type ServerSettings = {
  /** The public URL of the shop, such as `https://shop.example`; shown in the OpenAPI document. */
  readonly publicUrl: string;
  /** The storefront, such as `https://www.shop.example`, where there is one. */
  readonly storefrontUrl?: string;
  /** Prefix of picture URLs, such as a CDN; default: `publicUrl`. */
  readonly assetsUrl?: string;
  /** Origins whose pages may call the API; none by default. */
  readonly allowedOrigins: readonly string[];
  /** Addresses or CIDR ranges of proxies whose `X-Forwarded-*` is trusted; none when empty. */
  readonly trustedProxies: readonly string[];
  readonly logger: Logger | false;
  readonly storeCurrency: CurrencyCode;
  readonly version: string;
  /** How long a client may take to send a request with its body; 30 s by default. */
  readonly requestTimeoutMs?: number;
  /** Whether `/docs` and `/openapi.json` exist. */
  readonly docs: boolean;
};

export type Readiness = {
  /** Required dependencies respond. */
  readonly ready: boolean;
  /** The process is stopping: it finishes its requests and accepts no new ones. */
  readonly draining: boolean;
  readonly dependencies: readonly { readonly name: string; readonly ok: boolean; readonly latencyMs: number }[];
};

/** Dependencies of the HTTP server. */
export type ServerDeps = ServerSettings & {
  readonly useCases: UseCases;
  readonly readiness: () => Promise<Readiness>;
  /** Whether the process is about to stop: connections are closed after each response. Absent: never. */
  readonly isDraining?: () => boolean;
  /** Passes events on to open streams. Its owner stops it, which ends the streams. */
  readonly eventFollower: EventFollower;
  /** Catalogue responses; without it each one is made anew. Writes clear it. */
  readonly responseCache?: ResponseCache;
  /** Directory with the built console; without it there is no `/console`. */
  readonly consoleDirectory?: ConsoleFiles['directory'];
  /** Absent where traces are off. */
  readonly tracing?: Pick<Tracing, 'beginRequest'>;
  /** Called with each answered request. */
  readonly countRequest?: Metrics['countRequest'];
  /** What `/metrics` returns. Absent, with its route, in production. */
  readonly renderMetrics?: Metrics['render'];
  /** Opens the dashboard of the job broker; absent, with its routes, where jobs run without one. */
  readonly openJobDashboard?: () => Promise<JobDashboard>;
  /** Operations that will go; `deprecations.ts` when absent. */
  readonly deprecations?: Deprecations;
  /** The pages of the sandbox provider; absent, with their routes, if there is a real provider. */
  readonly sandbox?: Pick<SandboxPaymentGateway, 'confirm' | 'viewCheckout'>;
};
