/** A row of a mail's table. `value` is optional: a row of units without a price has none. */
export type MailRow = { readonly label: string; readonly value?: string; readonly isStrong?: boolean };
/** A line of an order: what it is, what one costs, what all cost, and the URL of its picture. */
export type MailItem = {
  readonly name: string;
  readonly detail: string;
  readonly value: string;
  readonly image?: string;
};
/** A block of lines below a title, such as an address. */
export type MailSection = { readonly title: string; readonly lines: readonly string[] };
/** The sender, at the end of each mail. */
export type MailSender = { readonly name: string; readonly address: readonly string[] };

/** The content of a mail, in reading order. Each text may contain user input. */
export type MailContent = {
  /** The id of the message. */
  readonly id: string;
  readonly to: string;
  /** Of the texts; English by default. */
  readonly language?: string;
  readonly subject: string;
  readonly opening: string;
  readonly heading: string;
  readonly items?: readonly MailItem[];
  readonly rows: readonly MailRow[];
  readonly sections?: readonly MailSection[];
  readonly paragraphs?: readonly string[];
  /** The first is shown as a button. */
  readonly links?: readonly { readonly label: string; readonly url: string }[];
  readonly sender?: MailSender;
};

/** The content with each text on one line, so that both forms of a mail show the same. */
export type CleanContent = Required<Omit<MailContent, 'id' | 'to' | 'sender'>> & Pick<MailContent, 'sender'>;
