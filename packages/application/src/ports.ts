import type { CurrencyCode } from '@cartwright/domain';
import type { ResultAsync } from 'neverthrow';
import type { ActContext } from './audit/act.js';
import type { ExtensionHandlers } from './extending/event-handlers.js';
import type { Seller } from './invoicing/invoice.js';
import type { ProviderEvent } from './paying/provider-event.js';
import type { UnpaidLimits } from './placing/unpaid-limits.js';
import type { EventFeed } from './ports/events/event-feed.js';
import type { Clock } from './ports/clock.js';
import type { CommonPasswords } from './ports/identity/common-passwords.js';
import type { CsvReader } from './ports/csv-reader.js';
import type { StorageUnavailable } from './ports/failures.js';
import type { FileStore } from './ports/file-store.js';
import type { HtmlSanitizer } from './ports/html-sanitizer.js';
import type { IdentityProviders } from './ports/identity/identity-providers.js';
import type { Ids } from './ports/ids.js';
import type { ImageResizer } from './ports/image-resizer.js';
import type { InvoicePrinter } from './ports/invoice-printer.js';
import type { Log } from './ports/log.js';
import type { Mailboxes } from './ports/mailboxes.js';
import type { MailOverrides } from './mail/texts/mail-texts.js';
import type { Mailer } from './ports/mailer.js';
import type { OneTimePasswords } from './ports/identity/one-time-passwords.js';
import type { PasswordHasher } from './ports/password-hasher.js';
import type { PaymentGateway } from './ports/payment-gateway.js';
import type { PostalFormats } from './ports/postal-formats.js';
import type { ProductMirror } from './ports/catalogue/product-mirror.js';
import type { RateLimiter } from './ports/rate-limiter.js';
import type { RemoteFiles } from './ports/remote-files.js';
import type { ApiKeyReader } from './ports/read-models/api-key-reader.js';
import type { AuditReader } from './ports/audit/audit-reader.js';
import type { BooksReader } from './ports/read-models/books-reader.js';
import type { CatalogueReader } from './ports/read-models/catalogue-reader.js';
import type { CustomerReader } from './ports/read-models/customer-reader.js';
import type { DownloadReader } from './ports/read-models/download-reader.js';
import type { OrderReader } from './ports/read-models/order-reader.js';
import type { OrderSearch } from './ports/read-models/order-search.js';
import type { ProductDirectory } from './ports/read-models/product-directory.js';
import type { ReconciliationReader } from './ports/read-models/reconciliation-reader.js';
import type { ReportReader } from './ports/read-models/report-reader.js';
import type { ReportWriter } from './ports/reports/report-writer.js';
import type { ReturnReader } from './ports/read-models/return-reader.js';
import type { SessionReader } from './ports/read-models/session-reader.js';
import type { StockReader } from './ports/read-models/stock-reader.js';
import type { UnitOfWork } from './ports/repositories/unit-of-work.js';
import type { ReturnUrls } from './ports/return-urls.js';
import type { Secrets } from './ports/secrets.js';
import type { ShippingRates } from './ports/pricing/shipping-rates.js';
import type { TokenIssuer } from './ports/token-issuer.js';
import type { WebhookDeliveries } from './ports/events/webhook-deliveries.js';
import type { WebhookSender } from './ports/events/webhook-sender.js';
import type { WebhookReader } from './ports/webhook-reader.js';

/** An implementation of each port that use cases depend on. A use case names the few that it needs. */
export type Ports = {
  readonly apiKeyReader: ApiKeyReader;
  readonly acts: ActContext;
  readonly auditReader: AuditReader;
  readonly booksReader: BooksReader;
  readonly catalogueReader: CatalogueReader;
  readonly clock: Clock;
  readonly commonPasswords: CommonPasswords;
  readonly csvReader: CsvReader;
  readonly customerReader: CustomerReader;
  readonly downloadReader: DownloadReader;
  readonly eventFeed: EventFeed;
  readonly fileStore: FileStore;
  readonly htmlSanitizer: HtmlSanitizer;
  readonly identityProviders: IdentityProviders;
  readonly ids: Ids;
  readonly imageResizer: ImageResizer;
  readonly invoicePrinter: InvoicePrinter;
  readonly log: Log;
  readonly mailboxes: Mailboxes;
  readonly mailer: Mailer;
  readonly oneTimePasswords: OneTimePasswords;
  readonly orderReader: OrderReader;
  readonly orderSearch: OrderSearch;
  readonly passwordHasher: PasswordHasher;
  readonly paymentGateway: PaymentGateway;
  readonly postalFormats: PostalFormats;
  readonly rateLimiter: RateLimiter;
  readonly productDirectory: ProductDirectory;
  readonly productMirror: ProductMirror;
  readonly reconciliationReader: ReconciliationReader;
  readonly remoteFiles: RemoteFiles;
  readonly shippingRates: ShippingRates;
  readonly reportReader: ReportReader;
  readonly reportWriter: ReportWriter;
  readonly returnReader: ReturnReader;
  readonly returnUrls: ReturnUrls;
  readonly secrets: Secrets;
  readonly sessionReader: SessionReader;
  readonly stockReader: StockReader;
  readonly tokenIssuer: TokenIssuer;
  readonly unitOfWork: UnitOfWork;
  readonly webhookDeliveries: WebhookDeliveries;
  readonly webhookSender: WebhookSender;
};

/** The settings that use cases depend on. */
export type ShopSettings = {
  readonly storeCurrency: CurrencyCode;
  /** Named on invoices. */
  readonly seller: Seller;
  /** How long an order may stay unpaid. */
  readonly timeToPayMs: number;
  /** What a storefront opens Stripe's card form with. */
  readonly stripePublishableKey?: string;
  /** How long an order waits for a transfer; `defaultTransferExpiryDays` when absent. */
  readonly transferExpiryDays?: number;
  /** The texts of mails that the shop uses instead of ours. */
  readonly mailTexts?: MailOverrides;
  /** `defaultUnpaidLimits` when absent. */
  readonly unpaidLimits?: UnpaidLimits;
  /** The origin of the shop's own links, such as `https://shop.example`. */
  readonly publicUrl: string;
  /** The start of the addresses of pictures, such as a CDN's; `publicUrl` when absent. */
  readonly assetsUrl?: string;
  /** The start of the links to orders, such as `https://www.shop.example`; the shop's own pages when absent. */
  readonly storefrontUrl?: string;
  /** How long an invoice names its recipient after they were erased; `defaultInvoiceRetentionYears` when absent. */
  readonly invoiceRetentionYears?: number;
  /** How long entries of the audit log are stored; `defaultAuditRetentionDays` when absent. */
  readonly auditRetentionDays?: number;
  /** How long events of the feed are stored; `defaultEventRetentionDays` when absent. */
  readonly eventRetentionDays?: number;
  /** `required`: staff need a second factor. */
  readonly staffMfa?: 'optional' | 'required';
  /** `fetch`: pictures that imports link to are stored by the shop; `link`, the default here: they stay links. */
  readonly importImages?: 'fetch' | 'link';
  /** `maximumDigitalFileBytes` when absent. */
  readonly maximumFileBytes?: number;
  /** `importLimits.fileBytes` when absent. */
  readonly maximumImportBytes?: number;
};

/** The argument of `makeUseCases`. */
export type UseCasePorts = Ports &
  ShopSettings & {
    /** Absent where no payment provider sends webhooks. */
    readonly webhookReader?: WebhookReader;
    /** What extensions do with events; nothing when absent. */
    readonly extensionHandlers?: ExtensionHandlers;
    /** An event of the sandbox provider. */
    readonly findSandboxEvent: (eventId: string) => ResultAsync<ProviderEvent | undefined, StorageUnavailable>;
  };
