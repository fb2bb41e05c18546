/** One member of `errors`: which field of the request is wrong, and how. */
export type FieldError = {
  /** A dotted path, such as `items.0.quantity`. */
  readonly field: string;
  /** Storefronts translate by this code. */
  readonly code: FieldErrorCode;
  readonly params: Readonly<Record<string, unknown>>;
  readonly message: string;
};

export type FieldErrorCode =
  'required' | 'unknown' | 'type' | 'format' | 'too-short' | 'too-long' | 'out-of-range' | 'not-allowed';
