import type { Order } from '@cartwright/domain';
import { errAsync, okAsync, ResultAsync } from 'neverthrow';
import type { DownloadLinks } from '../downloads/download-link.js';
import type { AccountLinks } from '../identity/account-links.js';
import type { Permission } from '../identity/permissions.js';
import type { InvoiceLinks } from '../invoicing/invoice-link.js';
import type { OrderNotFound } from '../ordering/authorize-order.js';
import type { OrderLinks } from '../ordering/order-link.js';
import type { ApplicationEvent, EventOf, EventType } from '../ports/repositories/outbox.js';
import type { ReadRepositories } from '../ports/repositories/unit-of-work.js';
import type { ShopDetails } from '../ports/repositories/shop-records.js';
import type { ReconciliationNotFound } from '../reconciling/view-reconciliation.js';
import type { MailContent } from './mail-content.js';
import { mailLanguage, type MailLanguage } from './mail-language.js';
import type { MailOverrides, MailTexts } from './texts/mail-texts.js';

/** The event names something that its order does not have. */
export type MailReferenceNotFound = {
  readonly type: 'mail.reference-not-found';
  readonly orderId: string;
  readonly event: EventType;
};
export type ComposeMailError = OrderNotFound | ReconciliationNotFound | MailReferenceNotFound;

/** The links that mails contain. */
export type MailLinks = {
  readonly downloadLinks: DownloadLinks;
  readonly invoiceLinks: InvoiceLinks;
  readonly orderLinks: OrderLinks;
  readonly accountLinks: AccountLinks;
};
/** What a mail is composed from. */
export type MailContext = MailLinks & {
  readonly repositories: ReadRepositories;
  /** What the shop has stored about itself. */
  readonly shop: ShopDetails | undefined;
  /** Its name in the table of mails. */
  readonly mail: string;
  /** The texts that the shop uses instead of ours. */
  readonly mailTexts?: MailOverrides;
  readonly timeToPayMs: number;
  readonly publicUrl: string;
  /** The start of the addresses of pictures; `publicUrl` when absent. */
  readonly assetsUrl?: string;
};

/** The content of a mail. The sender adds its id and its recipient. */
export type MailText = Omit<MailContent, 'id' | 'to' | 'sender'>;
/** A mail that is ready to send; `recipient` is absent for a mail to staff. */
export type ComposedMail = { readonly recipient?: string; readonly text: MailText };

/**
 * One mail: the events that trigger it, its recipients, its content. `compose` resolves with `undefined` when there is
 * nothing to send.
 */
export type MailDefinition<Type extends EventType> = {
  readonly on: readonly Type[];
  /** The buyer of the order, the owner of the account, or all staff with a permission. */
  readonly to: 'buyer' | 'account' | { readonly staffWith: Permission };
  /** Its texts by language, which a shop can override; mails to staff are in English. */
  readonly texts?: MailTexts;
  readonly compose: (
    event: EventOf<Type>,
    context: MailContext,
  ) => ResultAsync<ComposedMail | undefined, ComposeMailError>;
};

/** The events that name an order. */
type OrderEventType = Extract<ApplicationEvent, { readonly orderId: string }>['type'];

/**
 * Defines a mail about an order. A mail to the buyer ends with a link to the order. `find` looks up the fact that the
 * event names; the mail is refused when the order does not have it. `write` returns the content, or `undefined` when
 * there is nothing to send.
 *
 * @example
 * orderMail({
 *   on: ['order.parcel-shipped'],
 *   to: 'buyer',
 *   find: (order, { shipmentId }) => order.shipments.find(({ id }) => id === shipmentId),
 *   texts: { en: { subject: 'Your order {number}: a parcel is on its way', … }, de: { … } },
 *   write: ({ number }, parcel, event, { say }) => ({ subject: say('subject', { number }), … }),
 * })
 */
export const orderMail = <Type extends OrderEventType, Fact, Key extends string = never>({
  on,
  to,
  texts,
  find,
  write,
}: Pick<MailDefinition<Type>, 'on' | 'to'> & {
  readonly texts?: MailTexts<Key>;
  readonly find: (
    order: Order,
    event: EventOf<Type>,
    context: MailContext,
  ) => Fact | undefined | ResultAsync<Fact | undefined, never>;
  readonly write: (order: Order, fact: Fact, event: EventOf<Type>, language: MailLanguage<Key>) => MailText | undefined;
}): MailDefinition<Type> => ({
  on,
  to,
  ...(texts === undefined ? {} : { texts }),
  compose: (event, context) => {
    // The compiler does not see that each of these events names an order.
    const { orderId } = event as { readonly orderId: string };
    return context.repositories.orders
      .find(orderId)
      .andThen((stored): ResultAsync<ComposedMail | undefined, ComposeMailError> => {
        if (stored === undefined) return errAsync({ type: 'order.not-found', orderId });
        const { order } = stored;
        const found = find(order, event, context);
        return (found instanceof ResultAsync ? found : okAsync(found)).andThen((fact) => {
          if (fact === undefined) {
            return errAsync({ type: 'mail.reference-not-found', orderId, event: event.type } as const);
          }
          return languageOfOrder(order, texts, context).map((language) => {
            const text = write(order, fact, event, language);
            if (text === undefined || to !== 'buyer') return text && { text };
            const link = { label: language.shared('viewOrder'), url: context.orderLinks.to(order) };
            const links = [...(text.links ?? []), link];
            return { text: { ...text, links, language: language.language }, recipient: order.email };
          });
        });
      });
  },
});

/** The language of the buyer's profile, else of their order. A mail without texts is in English. */
export function languageOfOrder<Key extends string>(
  { customerId, locale }: Order,
  texts: MailTexts<Key> | undefined,
  {
    repositories: { profiles },
    shop,
    mail,
    mailTexts,
  }: Pick<MailContext, 'shop' | 'mail' | 'mailTexts'> & { readonly repositories: Pick<ReadRepositories, 'profiles'> },
): ResultAsync<MailLanguage<Key>, never> {
  if (texts === undefined) return okAsync(mailLanguage({ mail, texts }));
  const profile = customerId === undefined ? okAsync(undefined) : profiles.ofUser(customerId);
  return profile.map((known) =>
    mailLanguage({ mail, texts, locale: known?.locale ?? locale, overrides: mailTexts, timeZone: shop?.timeZone }),
  );
}
