import type { UseCases } from '@cartwright/application';
import type { CurrencyCode } from '@cartwright/domain';
import type { Logger } from 'pino';
import type { SandboxPaymentGateway } from '../sandbox-payments/sandbox-gateway.js';

export type ServerSettings = {
  /** Where clients reach the shop, such as `https://shop.example`; named in the OpenAPI document. */
  readonly publicUrl: string;
  /** The start of the addresses of pictures, such as that of a CDN; `publicUrl` when absent. */
  readonly assetsUrl?: string;
  /** Origins whose pages may call the API; none by default. */
  readonly allowedOrigins: readonly string[];
  /** Addresses or CIDR ranges of proxies whose `X-Forwarded-*` are believed; nobody's when empty. */
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
  /** What the shop cannot do without answers. */
  readonly ready: boolean;
  /** The process is stopping: it finishes what it has and wants no more. */
  readonly draining: boolean;
  readonly dependencies: readonly { readonly name: string; readonly ok: boolean; readonly latencyMs: number }[];
};

/** What the HTTP server is built of. */
export type ServerDeps = ServerSettings & {
  readonly useCases: UseCases;
  readonly readiness: () => Promise<Readiness>;
  /** The sandbox provider's own pages; absent with a real provider, and so are their routes. */
  readonly sandbox?: Pick<SandboxPaymentGateway, 'confirm' | 'viewCheckout'>;
};
