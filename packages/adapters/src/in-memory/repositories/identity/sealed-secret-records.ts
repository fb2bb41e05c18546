import type { SealedSecretRecords } from '@cartwright/application';
import { okAsync } from 'neverthrow';
import type { Tables } from '../../store.js';

export const sealedSecretRecords = ({ webhooks, secondFactors }: Tables): SealedSecretRecords => {
  const replaceIn = <Row extends { readonly sealedSecret: string }>(
    rows: Map<string, Row>,
    reseal: (sealed: string) => string | undefined,
  ): number =>
    [...rows].filter(([id, row]) => {
      const sealedSecret = reseal(row.sealedSecret);
      if (sealedSecret !== undefined) rows.set(id, { ...row, sealedSecret });
      return sealedSecret !== undefined;
    }).length;
  return { replace: (reseal) => okAsync(replaceIn(webhooks, reseal) + replaceIn(secondFactors, reseal)) };
};
