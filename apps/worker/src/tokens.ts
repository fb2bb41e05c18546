import type { SandboxPaymentStore } from '@cartwright/adapters/sandbox-payments/sandbox-payment-store';
import type {
  Clock,
  CsvReader,
  DownloadLinks,
  FileStore,
  EndPayments,
  ExpireUnpaidOrders,
  HandleProviderEvent,
  Ids,
  InvoiceLinks,
  ImportProducts,
  JobHandlers,
  JobQueue,
  JobScheduler,
  Mailer,
  OrderPlacements,
  OutboxFeed,
  OutboxRelay,
  PaymentGateway,
  RequestDueRefunds,
  Secrets,
  SendOrderConfirmation,
  SendRefund,
  Timers,
  UnitOfWork,
} from '@cartwright/application';
import type { Logger } from 'pino';
import type { Settings } from './settings.js';
import type { Storage } from './open-storage.js';
import type { Payments } from './open-stripe-payments.js';
import { token } from './typed-container.js';

/** Everything that both processes are made of. */
export const shopTokens = {
  settings: token<Settings>('settings'),
  /** The configured one, or the embedded shop's own. */
  jwtSecret: token<string>('jwtSecret'),
  log: token<Logger>('log'),
  clock: token<Clock>('clock'),
  ids: token<Ids>('ids'),
  timers: token<Timers>('timers'),
  secrets: token<Secrets>('secrets'),
  storage: token<Storage>('storage'),
  unitOfWork: token<UnitOfWork>('unitOfWork'),
  orderPlacements: token<OrderPlacements>('orderPlacements'),
  outboxFeed: token<OutboxFeed>('outboxFeed'),
  jobQueue: token<JobQueue>('jobQueue'),
  jobScheduler: token<JobScheduler>('jobScheduler'),
  outboxRelay: token<OutboxRelay>('outboxRelay'),
  mailer: token<Mailer>('mailer'),
  csvReader: token<CsvReader>('csvReader'),
  fileStore: token<FileStore>('fileStore'),
  downloadLinks: token<DownloadLinks>('downloadLinks'),
  invoiceLinks: token<InvoiceLinks>('invoiceLinks'),
  sandboxPaymentStore: token<SandboxPaymentStore>('sandboxPaymentStore'),
  payments: token<Payments>('payments'),
  paymentGateway: token<PaymentGateway>('paymentGateway'),
  sendOrderConfirmation: token<SendOrderConfirmation>('sendOrderConfirmation'),
  importProducts: token<ImportProducts>('importProducts'),
  handleProviderEvent: token<HandleProviderEvent>('handleProviderEvent'),
  requestDueRefunds: token<RequestDueRefunds>('requestDueRefunds'),
  sendRefund: token<SendRefund>('sendRefund'),
  endPayments: token<EndPayments>('endPayments'),
  expireUnpaidOrders: token<ExpireUnpaidOrders>('expireUnpaidOrders'),
  jobHandlers: token<JobHandlers>('jobHandlers'),
} as const;
