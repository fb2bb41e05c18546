/** Tells whether two e-mail addresses are one mailbox. */
export type Mailboxes = {
  /**
   * The form in which accounts are compared: without spaces around it, in lower case, its domain in ASCII.
   *
   * @example of('Ada@München.example') // 'ada@xn--mnchen-3ya.example'
   */
  readonly of: (email: string) => string;
  /**
   * The forms in which an e-mail may be stored: its mailbox, and the same with its domain as people read it.
   *
   * @example spellings('ada@xn--mnchen-3ya.example') // ['ada@xn--mnchen-3ya.example', 'ada@münchen.example']
   */
  readonly spellings: (email: string) => readonly string[];
};
