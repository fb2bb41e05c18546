import { describeShippingRatesContract } from '@cartwright/application/contracts/shipping-rates';
import { ownShippingRates } from './own-shipping-rates.js';

describeShippingRatesContract('the charges of the shop', () => ownShippingRates);
