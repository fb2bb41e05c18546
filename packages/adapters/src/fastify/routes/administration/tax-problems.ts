import type { RemoveTaxRulesError, SetTaxRulesError, ViewTaxRulesError } from '@cartwright/application';
import type { Problems } from '../../errors/problem.js';
import { storageProblems } from '../../errors/unavailable-problems.js';

export const viewTaxRulesProblems = {
  'tax-rules.not-found': {
    status: 404,
    title: 'There are no tax rules',
    detail: 'The shop charges no tax. PUT /admin/tax-rules sets some.',
  },
  ...storageProblems,
} satisfies Problems<ViewTaxRulesError>;

export const removeTaxRulesProblems = {
  'tax-rules.stale': {
    status: 412,
    title: 'The tax rules have changed',
    detail: 'They are no longer those of `If-Match`. Read them again.',
  },
  ...storageProblems,
} satisfies Problems<RemoveTaxRulesError>;

export const setTaxRulesProblems = {
  ...removeTaxRulesProblems,
  'pricing.tax-rate-malformed': {
    status: 422,
    title: 'The rate is out of range',
    detail: 'The rate of `taxClass` is not a number of millionths from 0 up.',
  },
  'pricing.tax-class-without-rate': {
    status: 422,
    title: 'Shipping is in a class without a rate',
    detail: 'Give `taxClass` a rate, or leave `shippingClass` out to charge no tax on shipping.',
  },
  'tax-rules.classes-uncovered': {
    status: 422,
    title: 'The catalogue uses tax classes without a rate',
    detail: 'Nothing in `taxClasses` could be sold any more. Give each a rate; 0 is zero-rated.',
  },
} satisfies Problems<SetTaxRulesError>;
