import type { JobQueue, JobScheduler, OutboxFeed, Ports, Timers } from '@cartwright/application';
import { token, type Token } from './typed-container.js';

/** The ports that use cases depend on. */
export const useCasePorts: { readonly [Name in keyof Ports]: Token<Ports[Name]> } = {
  apiKeyReader: token('apiKeyReader'),
  acts: token('acts'),
  auditReader: token('auditReader'),
  booksReader: token('booksReader'),
  catalogueReader: token('catalogueReader'),
  clock: token('clock'),
  commonPasswords: token('commonPasswords'),
  csvReader: token('csvReader'),
  reportWriter: token('reportWriter'),
  customerReader: token('customerReader'),
  downloadReader: token('downloadReader'),
  eventFeed: token('eventFeed'),
  fileStore: token('fileStore'),
  htmlSanitizer: token('htmlSanitizer'),
  identityProviders: token('identityProviders'),
  ids: token('ids'),
  imageResizer: token('imageResizer'),
  invoicePrinter: token('invoicePrinter'),
  log: token('log'),
  mailboxes: token('mailboxes'),
  mailer: token('mailer'),
  oneTimePasswords: token('oneTimePasswords'),
  orderReader: token('orderReader'),
  orderSearch: token('orderSearch'),
  passwordHasher: token('passwordHasher'),
  paymentGateway: token('paymentGateway'),
  postalFormats: token('postalFormats'),
  rateLimiter: token('rateLimiter'),
  productDirectory: token('productDirectory'),
  productMirror: token('productMirror'),
  reconciliationReader: token('reconciliationReader'),
  remoteFiles: token('remoteFiles'),
  reportReader: token('reportReader'),
  returnReader: token('returnReader'),
  returnUrls: token('returnUrls'),
  secrets: token('secrets'),
  shippingRates: token('shippingRates'),
  sessionReader: token('sessionReader'),
  stockReader: token('stockReader'),
  tokenIssuer: token('tokenIssuer'),
  unitOfWork: token('unitOfWork'),
  webhookDeliveries: token('webhookDeliveries'),
  webhookSender: token('webhookSender'),
};

/** The ports that only the processes use. */
type ProcessPorts = {
  readonly jobQueue: JobQueue;
  readonly jobScheduler: JobScheduler;
  readonly outboxFeed: OutboxFeed;
  readonly timers: Timers;
};
type AllPorts = Ports & ProcessPorts;

/** Every port, and nothing else. Use cases have no tokens: `makeUseCases` makes them. */
export const ports: { readonly [Name in keyof AllPorts]: Token<AllPorts[Name]> } = {
  ...useCasePorts,
  jobQueue: token('jobQueue'),
  jobScheduler: token('jobScheduler'),
  outboxFeed: token('outboxFeed'),
  timers: token('timers'),
};
