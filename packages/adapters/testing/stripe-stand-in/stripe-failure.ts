/** A refusal in Stripe's own form, thrown out of the operation that refuses. */
export class StripeFailure extends Error {
  readonly status: number;
  readonly error: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string>>;
  /** Validation and the like happen before an operation begins: their answers are not kept under an idempotency key. */
  readonly isKept: boolean;

  constructor(
    status: number,
    error: { readonly type: string; readonly code?: string; readonly message: string; readonly param?: string },
    {
      headers = {},
      isKept = true,
    }: { readonly headers?: Readonly<Record<string, string>>; readonly isKept?: boolean } = {},
  ) {
    super(error.message);
    this.status = status;
    this.error = error;
    this.headers = headers;
    this.isKept = isKept;
  }
}

/** 400 by a rule of the operation itself. */
export const invalidRequest = (
  message: string,
  facts: { readonly code?: string; readonly param?: string } = {},
): StripeFailure => new StripeFailure(400, { type: 'invalid_request_error', message, ...facts });

/** 400 by the form of the request, before anything was looked at. */
export const invalidParameter = (message: string, code: string | undefined, param: string): StripeFailure =>
  new StripeFailure(
    400,
    { type: 'invalid_request_error', message, param, ...(code === undefined ? {} : { code }) },
    { isKept: false },
  );

export const resourceMissing = (resource: string, id: string, param: string): StripeFailure =>
  new StripeFailure(404, {
    type: 'invalid_request_error',
    code: 'resource_missing',
    message: `No such ${resource}: '${id}'`,
    param,
  });

/** The whole body of a refusal. */
export const failureBody = (error: Readonly<Record<string, unknown>>): string =>
  JSON.stringify({ error }, undefined, 2);
