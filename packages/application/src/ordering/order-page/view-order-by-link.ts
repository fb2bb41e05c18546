import type { Instant, Money, Order } from '@cartwright/domain';
import { errAsync, ResultAsync } from 'neverthrow';
import type { DownloadLinks } from '../../downloads/download-link.js';
import { linkedDownloads, type LinkedDownload } from '../../downloads/linked-downloads.js';
import type { InvoiceLinks } from '../../invoicing/invoice-link.js';
import { allDocuments, type IssueDocumentsDeps } from '../../invoicing/issue-documents.js';
import { languageOfOrder } from '../../mail/mail-definition.js';
import type { MailLanguage } from '../../mail/mail-language.js';
import { unpaidOf } from '../../mail/order-summary.js';
import type { MailOverrides } from '../../mail/texts/mail-texts.js';
import type { StorageUnavailable } from '../../ports/failures.js';
import type { DocumentKind } from '../../ports/repositories/invoicing/issued-document-records.js';
import type { OrderNotFound } from '../authorize-order.js';
import type { OrderLinks } from '../order-link.js';
import { orderPageTexts, type OrderPageKey } from './order-page-texts.js';

export type ViewOrderByLinkQuery = { readonly orderId: string; readonly token: string };
export type ViewOrderByLinkError = OrderNotFound | StorageUnavailable;
/** What the shop's own page of an order shows. Its links work without the token of the order. */
export type OrderByLink = {
  readonly order: Order;
  /** Of the texts of the page: that of the buyer's profile, else of the order. */
  readonly language: MailLanguage<OrderPageKey>;
  /** Absent when there is nothing to pay, or a payment is in progress. */
  readonly unpaid?: { readonly amount: Money; readonly by: Instant };
  readonly documents: readonly { readonly kind: DocumentKind; readonly number: string; readonly url: string }[];
  readonly downloads: readonly LinkedDownload[];
};
/** The order that a link of a mail leads to. A wrong token and an unknown order are the same refusal. */
export type ViewOrderByLink = (query: ViewOrderByLinkQuery) => ResultAsync<OrderByLink, ViewOrderByLinkError>;

type ViewOrderByLinkDeps = IssueDocumentsDeps & {
  readonly orderLinks: OrderLinks;
  readonly invoiceLinks: InvoiceLinks;
  readonly downloadLinks: DownloadLinks;
  readonly mailTexts?: MailOverrides;
  readonly timeToPayMs: number;
};

/** A day, in milliseconds: a page may stay open for hours, and opening it again makes new links. */
const linksValidForMs = 24 * 60 * 60_000;

export const makeViewOrderByLink =
  (deps: ViewOrderByLinkDeps): ViewOrderByLink =>
  ({ orderId, token }) => {
    const notFound: OrderNotFound = { type: 'order.not-found', orderId };
    if (!deps.orderLinks.opens(orderId, token)) return errAsync(notFound);
    return deps.unitOfWork
      .read((repositories) =>
        ResultAsync.combine([repositories.orders.findWithDocuments(orderId), repositories.shop.find()]).andThen(
          ([stored, shop]) => {
            if (stored === undefined) return errAsync(notFound);
            const { order } = stored;
            return ResultAsync.combine([
              languageOfOrder(order, orderPageTexts, { ...deps, repositories, shop, mail: 'order-page' }),
              linkedDownloads(order, repositories, deps.downloadLinks, linksValidForMs),
            ]).map(([language, downloads]) => ({ stored, language, downloads }));
          },
        ),
      )
      .andThen(({ stored, language, downloads }) =>
        allDocuments(deps, stored).map((documents): OrderByLink => {
          const unpaid = unpaidOf(stored.order, deps.timeToPayMs);
          return {
            order: stored.order,
            language,
            ...(unpaid === undefined ? {} : { unpaid }),
            documents: documents.map(({ kind, number }) => ({
              kind,
              number,
              url: deps.invoiceLinks.sign(orderId, linksValidForMs, kind === 'invoice' ? undefined : number).url,
            })),
            downloads,
          };
        }),
      );
  };
