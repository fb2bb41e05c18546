import type {
  AddCoupon,
  AddLine,
  AdjustStock,
  AttachDigitalFile,
  CancelOrder,
  CancelUnits,
  CatalogueReader,
  ClaimCart,
  CreateCart,
  DeliverParcel,
  DownloadReader,
  HandleProviderEvent,
  ListMyOrders,
  ListOrderDownloads,
  ListShippingOptions,
  LogIn,
  OpenDownload,
  OpenInvoice,
  PlaceOrder,
  PrintInvoice,
  ReceiveReturn,
  ReceiveWebhook,
  ReconciliationReader,
  RefreshSession,
  RefundOrder,
  RegisterCustomer,
  RemoveCoupon,
  RemoveDigitalFile,
  RemoveLine,
  RemoveTaxRules,
  RequestDownload,
  RequestExpiry,
  RequestProductImport,
  RequestReconciliation,
  RequestReturn,
  ReturnReader,
  SearchOrders,
  SetLine,
  SetTaxRules,
  ShipOrder,
  StartPayment,
  StockReader,
  TokenIssuer,
  ViewCart,
  ViewDigitalFile,
  ViewImport,
  ViewOrder,
  ViewReconciliation,
  ViewShipment,
  ViewTaxRules,
} from '@cartwright/application';
import type { CurrencyCode } from '@cartwright/domain';
import type { Logger } from 'pino';
import type { HoldOptions } from './responses/hold-writes.js';
import type { SandboxPaymentGateway } from '../sandbox-payments/sandbox-gateway.js';

export type ServerSettings = {
  /** Where clients reach the shop, such as `https://shop.example`; named in the OpenAPI document. */
  readonly publicUrl: string;
  /** Origins whose pages may call the API; none by default. */
  readonly allowedOrigins: readonly string[];
  /** Addresses or CIDR ranges of proxies whose `X-Forwarded-*` are believed; nobody's when empty. */
  readonly trustedProxies: readonly string[];
  readonly logger: Logger | false;
  readonly storeCurrency: CurrencyCode;
  readonly version: string;
  /** Whether `/docs` and `/openapi.json` exist. */
  readonly docs: boolean;
  /** Where reads are leased; absent, whoever writes is answered at once. */
  readonly holdWrites?: HoldOptions;
};

export type Readiness = {
  /** What the shop cannot do without answers. */
  readonly ready: boolean;
  /** The process is stopping: it finishes what it has and wants no more. */
  readonly draining: boolean;
  readonly dependencies: readonly { readonly name: string; readonly ok: boolean; readonly latencyMs: number }[];
};

/** All that the HTTP server calls. */
export type ServerDeps = ServerSettings & {
  readonly registerCustomer: RegisterCustomer;
  readonly logIn: LogIn;
  readonly refreshSession: RefreshSession;
  readonly createCart: CreateCart;
  readonly viewCart: ViewCart;
  readonly claimCart: ClaimCart;
  readonly addLine: AddLine;
  readonly setLine: SetLine;
  readonly removeLine: RemoveLine;
  readonly addCoupon: AddCoupon;
  readonly removeCoupon: RemoveCoupon;
  readonly listShippingOptions: ListShippingOptions;
  readonly placeOrder: PlaceOrder;
  readonly viewOrder: ViewOrder;
  readonly cancelOrder: CancelOrder;
  readonly cancelUnits: CancelUnits;
  readonly shipOrder: ShipOrder;
  readonly viewShipment: ViewShipment;
  readonly deliverParcel: DeliverParcel;
  readonly requestReturn: RequestReturn;
  readonly receiveReturn: ReceiveReturn;
  readonly printInvoice: PrintInvoice;
  readonly openInvoice: OpenInvoice;
  readonly downloadReader: DownloadReader;
  readonly listOrderDownloads: ListOrderDownloads;
  readonly requestDownload: RequestDownload;
  readonly openDownload: OpenDownload;
  readonly attachDigitalFile: AttachDigitalFile;
  readonly viewDigitalFile: ViewDigitalFile;
  readonly removeDigitalFile: RemoveDigitalFile;
  readonly listMyOrders: ListMyOrders;
  readonly searchOrders: SearchOrders;
  readonly startPayment: StartPayment;
  readonly refundOrder: RefundOrder;
  readonly handleProviderEvent: HandleProviderEvent;
  /** Absent where no provider posts anything: then there is no such route. */
  readonly receiveWebhook?: ReceiveWebhook;
  readonly requestProductImport: RequestProductImport;
  readonly viewImport: ViewImport;
  readonly adjustStock: AdjustStock;
  readonly requestExpiry: RequestExpiry;
  readonly requestReconciliation: RequestReconciliation;
  readonly viewReconciliation: ViewReconciliation;
  readonly reconciliationReader: ReconciliationReader;
  readonly viewTaxRules: ViewTaxRules;
  readonly setTaxRules: SetTaxRules;
  readonly removeTaxRules: RemoveTaxRules;
  readonly catalogueReader: CatalogueReader;
  readonly returnReader: ReturnReader;
  readonly stockReader: StockReader;
  readonly tokenIssuer: TokenIssuer;
  readonly readiness: () => Promise<Readiness>;
  /** The sandbox provider's own page, so to say; absent when a real provider is configured, and its routes with it. */
  readonly sandbox?: Pick<SandboxPaymentGateway, 'confirm' | 'viewCheckout'>;
};
