/** One member of `errors`: which field of the request is wrong, and how. */
export type FieldError = FieldFault & {
  /** A dotted path, such as `items.0.quantity`. */
  readonly field: string;
  readonly message: string;
};

/** Storefronts translate by `code`, and fill in `params`. */
export type FieldFault =
  | { readonly code: 'required' | 'unknown' | 'type' | 'format'; readonly params: Readonly<Record<string, never>> }
  | { readonly code: 'too-short'; readonly params: { readonly minimum: number } }
  | { readonly code: 'too-long'; readonly params: { readonly maximum: number } }
  /** The limits are numbers or instants. */
  | { readonly code: 'out-of-range'; readonly params: { readonly minimum?: Limit; readonly maximum?: Limit } }
  /** `values` are the allowed ones; none where they cannot be listed. */
  | { readonly code: 'not-allowed'; readonly params: { readonly values: readonly string[] } };

type Limit = number | string;
