/** Makes HTML of others safe to show. */
export type HtmlSanitizer = {
  /**
   * Returns the HTML without scripts, styles, forms, event handlers and addresses that run code. Safe HTML is returned
   * as it is, so sanitizing twice changes nothing.
   */
  readonly sanitize: (html: string) => string;
};
