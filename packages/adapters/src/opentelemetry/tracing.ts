import {
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
  TraceFlags,
  type Context,
  type Span,
  type Tracer,
} from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { AlwaysOnSampler, BasicTracerProvider, BatchSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { ResultAsync } from 'neverthrow';

/** Facts of a span: names, patterns and numbers, nothing personal. */
export type SpanFacts = {
  readonly kind?: 'internal' | 'server' | 'producer' | 'consumer' | 'client';
  /** A `traceparent` (W3C Trace Context) that the span continues. Absent: the active span. */
  readonly parent?: string | undefined;
  /** Without a parent there is no span either. */
  readonly isOptional?: boolean;
  readonly attributes?: Readonly<Record<string, string | number>>;
};

/** The span of a request. */
export type RequestSpan = {
  /** Runs `work`, and all that it causes, in the span. */
  readonly run: (work: () => void) => void;
  readonly end: (status: number) => void;
};

/** Traces of this process. */
export type Tracing = {
  /** The `traceparent` of the active span, for what continues it elsewhere. */
  readonly traceParent: () => string | undefined;
  /** Runs `work` in a span. An error marks it. */
  readonly inSpan: <T, E>(name: string, facts: SpanFacts, work: () => ResultAsync<T, E>) => ResultAsync<T, E>;
  readonly beginRequest: (name: string, facts: SpanFacts) => RequestSpan;
  /** Exports what is left, within three seconds. */
  readonly close: () => Promise<void>;
};

const kinds: Readonly<Record<NonNullable<SpanFacts['kind']>, SpanKind>> = {
  internal: SpanKind.INTERNAL,
  server: SpanKind.SERVER,
  producer: SpanKind.PRODUCER,
  consumer: SpanKind.CONSUMER,
  client: SpanKind.CLIENT,
};
const exportTimeoutMs = 3000;
const traceParentPattern = /^00-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}$/u;

/**
 * Spans by OpenTelemetry, sent to a collector as JSON over HTTP. Nothing is registered globally. While the collector is
 * away, spans are dropped.
 *
 * @param options.endpoint - the collector; spans go to `/v1/traces` below it
 * @example const tracing = makeTracing({ endpoint: 'http://127.0.0.1:4318', service: 'cartwright-http' });
 */
export function makeTracing({ endpoint, service }: { readonly endpoint: string; readonly service: string }): Tracing {
  const url = `${endpoint.replace(/\/$/u, '')}/v1/traces`;
  const exporter = new OTLPTraceExporter({ url, timeoutMillis: exportTimeoutMs });
  const provider = new BasicTracerProvider({
    resource: resourceFromAttributes({ 'service.name': service }),
    // A caller must not turn traces off.
    sampler: new AlwaysOnSampler(),
    spanProcessors: [
      new BatchSpanProcessor(exporter, { scheduledDelayMillis: 1000, exportTimeoutMillis: exportTimeoutMs }),
    ],
  });
  const tracer: Tracer = provider.getTracer('cartwright');
  const contexts = new AsyncLocalStorageContextManager().enable();

  const begin = (
    name: string,
    { kind = 'internal', parent, attributes = {} }: SpanFacts,
  ): { context: Context; span: Span } => {
    const from = parent === undefined ? contexts.active() : continued(parent);
    const span = tracer.startSpan(name, { attributes, kind: kinds[kind] }, from);
    return { span, context: trace.setSpan(from, span) };
  };

  return {
    traceParent: () => {
      const active = trace.getSpanContext(contexts.active());
      return active === undefined ? undefined : `00-${active.traceId}-${active.spanId}-01`;
    },
    inSpan: (name, facts, work) => {
      const isOrphan = facts.parent === undefined && trace.getSpan(contexts.active()) === undefined;
      if (isOrphan && facts.isOptional === true) return work();
      const { span, context } = begin(name, facts);
      const run = async () => {
        let failure: string | undefined = 'defect';
        try {
          const result = await contexts.with(context, work);
          failure = result.isErr() ? typeOf(result.error) : undefined;
          return result;
        } finally {
          if (failure !== undefined) span.setStatus({ code: SpanStatusCode.ERROR, message: failure });
          span.end();
        }
      };
      return new ResultAsync(run());
    },
    beginRequest: (name, facts) => {
      const { span, context } = begin(name, facts);
      return {
        run: (work) => contexts.with(context, work),
        end: (status) => {
          span.setAttribute('http.response.status_code', status);
          if (status >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
          span.end();
        },
      };
    },
    close: async () => {
      await provider.shutdown();
      contexts.disable();
    },
  };
}

/** A context that continues a trace; one without a trace when the text is malformed. */
function continued(traceParent: string): Context {
  const [, traceId, spanId] = traceParentPattern.exec(traceParent) ?? [];
  if (traceId === undefined || spanId === undefined) return ROOT_CONTEXT;
  return trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags: TraceFlags.SAMPLED, isRemote: true });
}

/** The type of an error; its other members may be personal. */
const typeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'type' in error && typeof error.type === 'string'
    ? error.type
    : 'error';
