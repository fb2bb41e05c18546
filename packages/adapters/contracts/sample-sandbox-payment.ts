import { freshId, noon, usd } from '@cartwright/application/contracts/sample-shop';
import type { SandboxPayment } from '../src/sandbox-payments/sandbox-payment.js';

/** A payment by card of 19.99 that was started at noon and not tried yet, unless `facts` override it. */
export const sampleSandboxPayment = (facts: Partial<Omit<SandboxPayment, 'method'>> = {}): SandboxPayment => {
  const reference = `sbx_pay_${freshId()}`;
  return {
    id: freshId(),
    reference,
    method: 'card',
    clientSecret: `${reference}_secret_1`,
    orderId: freshId(),
    orderNumber: '7K3F-9QXM2A',
    amount: usd(1_999),
    status: 'requires_payment_method',
    refunds: [],
    createdAt: noon,
    ...facts,
  };
};
