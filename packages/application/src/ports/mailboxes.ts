/** Tells whether two e-mail addresses are one mailbox. */
export type Mailboxes = {
  /**
   * The form in which accounts are compared: without spaces around it, in lower case, its domain in ASCII.
   *
   * @example of('Ada@München.example') // 'ada@xn--mnchen-3ya.example'
   */
  readonly of: (email: string) => string;
};
