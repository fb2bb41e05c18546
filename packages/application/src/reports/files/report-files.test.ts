import type { UnitOfWork } from '@cartwright/application';
import { makeFakeTimers } from '@cartwright/adapters/in-memory/fake-timers';
import { makeInProcessQueue } from '@cartwright/adapters/in-process/in-process-queue';
import { errAsync, okAsync } from 'neverthrow';
import { beforeEach, describe, expect, it } from 'vitest';
import { dies, guestOrder, openShop, type Shop } from '../../../testing/shop-in-memory.js';
import { retryOf } from '../../jobs/jobs.js';
import { startOfDay } from '../../day-in.js';
import type { WantedReport } from '../../ports/repositories/reports/report-file-records.js';
import { makeReportParts } from './report-parts.js';
import { reportFileLifeMs } from './request-report-file.js';
import { makeWriteReportFile } from './write-report-file.js';

const days = { from: '2020-01-01', to: '2029-12-31' } as const;

let shop: Shop;
let breaking: ((repositories: Parameters<Parameters<UnitOfWork['run']>[0]>[0]) => ReturnType<typeof dies>) | undefined;
beforeEach(async () => {
  breaking = undefined;
  shop = await openShop({
    unitOfWork: (ordinary) => ({
      ...ordinary,
      run: (work) => ordinary.run((repositories) => breaking?.(repositories) ?? work(repositories)),
    }),
  });
});
const requestFile = async (wanted: WantedReport, format: 'csv' | 'json' = 'csv') =>
  (await shop.requestReportFile({ wanted, format }))._unsafeUnwrap().reportFileId;
const view = async (reportFileId: string) => (await shop.viewReportFile({ reportFileId }))._unsafeUnwrap();
const textOf = async (reportFileId: string): Promise<string> => {
  const { link } = await view(reportFileId);
  const token = link?.url.slice(link.url.lastIndexOf('/') + 1) ?? '';
  const { content, size } = (await shop.openReportFile({ token }))._unsafeUnwrap();
  const chunks: Uint8Array[] = [];
  for await (const chunk of content) chunks.push(chunk);
  const bytes = Buffer.concat(chunks);
  expect(bytes.byteLength).toBe(size);
  return bytes.toString('utf8');
};

describe('a file of a report', () => {
  it('has the orders of days in the time zone of the shop', async () => {
    (await shop.changeShop({ changes: { timeZone: 'Asia/Tokyo' } }))._unsafeUnwrap();
    const placedAt = shop.clock.now();
    const { order } = await guestOrder(shop);
    const day = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Tokyo' }).format(new Date(placedAt));
    const before = new Date(Date.parse(`${day}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
    const [on, not] = [
      await requestFile({ report: 'orders', from: day, to: day }),
      await requestFile({ report: 'orders', from: before, to: before }),
    ];
    expect(await shop.runJobs()).toEqual([]);
    const header = 'number,createdAt,status,paymentStatus,email,currency,total,units,id\r\n';
    expect(await textOf(on)).toBe(
      `${header}${order.number},${order.placedAt},pending,unpaid,guest@example.org,USD,17.00,1,${order.id}\r\n`,
    );
    expect(await textOf(not)).toBe(header);
  });

  it('has all orders, page after page', async () => {
    for (let count = 0; count < 101; count += 1)
      await guestOrder(shop, { key: `order-${count}`, variantId: shop.eBook });
    const [csv, json] = [
      await requestFile({ report: 'orders', ...days }),
      await requestFile({ report: 'orders', ...days }, 'json'),
    ];
    await shop.runJobs();
    expect((await textOf(csv)).trimEnd().split('\r\n')).toHaveLength(102);
    const { data } = JSON.parse(await textOf(json)) as { readonly data: readonly { readonly id: string }[] };
    expect(new Set(data.map(({ id }) => id)).size).toBe(101);
  });

  it('is for staff who may read orders where it lists orders', async () => {
    const editor = { type: 'user', userId: 'eve', role: 'editor' } as const;
    const wanted = { report: 'orders', ...days } as const;
    const refused = await shop.requestReportFile({ caller: editor, wanted, format: 'csv' });
    expect(refused._unsafeUnwrapErr()).toEqual({ type: 'auth.forbidden' });
    const reportFileId = await requestFile(wanted);
    await shop.runJobs();
    expect((await shop.viewReportFile({ caller: editor, reportFileId }))._unsafeUnwrapErr()).toEqual({
      type: 'auth.forbidden',
    });
    const low = await shop.requestReportFile({ caller: editor, wanted: { report: 'low-stock' }, format: 'csv' });
    expect(low.isOk()).toBe(true);
  });

  it('is written once by a worker that was killed between the file and its record', async () => {
    const id = await requestFile({ report: 'low-stock' });
    breaking = () => dies();
    await expect(shop.writeReportFile({ reportFileId: id })).rejects.toThrow('the process died');
    breaking = undefined;
    expect((await view(id)).file.status).toBe('queued');
    expect(await shop.runJobs()).toEqual([]);
    expect((await shop.writeReportFile({ reportFileId: id })).isOk()).toBe(true);
    expect(shop.fileStore.keys()).toEqual([`reports/${id}`]);
    expect((await textOf(id)).split('\r\n')[0]).toBe('variantId,sku,name,available,threshold');
  });

  it('is written later when the files or the storage are away', async () => {
    const id = await requestFile({ report: 'sales', ...days, groupBy: 'day' });
    shop.fileStore.goAway();
    expect(await shop.runJobs()).toEqual([{ type: 'job.outage', reason: 'files.unavailable' }]);
    shop.fileStore.comeBack();
    shop.clock.advance(1000);
    expect(await shop.runJobs()).toEqual([]);
    expect((await view(id)).file.status).toBe('completed');
  });

  it('is written after an outage of hours', async () => {
    const timers = makeFakeTimers(shop.clock);
    const queue = makeInProcessQueue({ concurrency: 1, retryOf, timers, random: () => 0, log: shop.log });
    queue.consume(shop.handlers);
    const reportFileId = await requestFile({ report: 'low-stock' });
    shop.fileStore.goAway();
    void queue.add({ id: 'written', name: 'write-report-file', payload: { reportFileId } });
    await timers.advance(23 * 60 * 60_000);
    shop.fileStore.comeBack();
    await timers.advance(15 * 60_000);
    expect((await view(reportFileId)).file.status).toBe('completed');
  });

  it('fails where it is larger than a file may be, or its rows cannot be read', async () => {
    const reports = makeReportParts({
      ...shop.ports,
      reports: { lowStock: () => errAsync({ type: 'storage.unavailable', retryAfterSeconds: 1 } as const) } as never,
    });
    const outage = await requestFile({ report: 'low-stock' });
    const write = makeWriteReportFile({ ...shop.ports, unitOfWork: shop.unitOfWork, reportParts: reports });
    expect((await write({ reportFileId: outage }))._unsafeUnwrapErr().type).toBe('storage.unavailable');
    expect((await view(outage)).file.status).toBe('queued');
    expect(shop.fileStore.keys()).toEqual([]);
    const large = await requestFile({ report: 'low-stock' });
    const limited = makeWriteReportFile({
      ...shop.ports,
      unitOfWork: shop.unitOfWork,
      reportParts: makeReportParts({ ...shop.ports, reports: { lowStock: () => okAsync([]) } as never }),
      maximumReportBytes: 10,
    });
    expect((await limited({ reportFileId: large }))._unsafeUnwrapErr().type).toBe('file.too-large');
    expect(await view(large)).toEqual({ file: expect.objectContaining({ status: 'failed' }) });
  });
});

describe('an expired file of a report', () => {
  it('is not found, and is removed with its record by the purge', async () => {
    const id = await requestFile({ report: 'low-stock' });
    await shop.runJobs();
    const { link } = await view(id);
    const token = link?.url.slice(link.url.lastIndexOf('/') + 1) ?? '';
    shop.clock.advance(15 * 60_000);
    expect((await shop.openReportFile({ token }))._unsafeUnwrapErr().type).toBe('link.expired');
    shop.clock.advance(reportFileLifeMs - 16 * 60_000);
    expect(Date.parse((await view(id)).link?.expiresAt ?? '')).toBeLessThanOrEqual(
      Date.parse(shop.clock.now()) + 60_000,
    );
    expect((await shop.purgeOldData())._unsafeUnwrap()['report-files']).toBe(0);
    shop.clock.advance(60_000);
    expect((await shop.viewReportFile({ reportFileId: id }))._unsafeUnwrapErr()).toEqual({
      type: 'report-file.not-found',
    });
    shop.fileStore.goAway();
    expect((await shop.purgeOldData())._unsafeUnwrap()['report-files']).toBe(0);
    shop.fileStore.comeBack();
    expect((await shop.purgeOldData())._unsafeUnwrap()['report-files']).toBe(1);
    expect([shop.fileStore.keys(), shop.store.committed().reportFiles.size]).toEqual([[], 0]);
  });

  it('leaves nothing behind when a slow worker writes it after the purge', async () => {
    const id = await requestFile({ report: 'low-stock' });
    const write = makeWriteReportFile({
      ...shop.ports,
      unitOfWork: shop.unitOfWork,
      reportParts: async function* purging() {
        shop.clock.advance(reportFileLifeMs);
        await shop.purgeOldData();
        yield await okAsync([]);
      },
    });
    expect((await write({ reportFileId: id })).isOk()).toBe(true);
    expect([shop.fileStore.keys(), shop.store.committed().reportFiles.size]).toEqual([[], 0]);
  });
});

it('a day begins at midnight of its zone, or when the clocks skip midnight, an hour after', () => {
  expect(startOfDay('Europe/Berlin', '2026-07-01')).toBe('2026-06-30T22:00:00.000Z');
  expect(startOfDay('Europe/Berlin', '2026-10-26')).toBe('2026-10-25T23:00:00.000Z');
  expect(startOfDay('America/Santiago', '2026-09-06')).toBe('2026-09-06T04:00:00.000Z');
  expect(startOfDay('Pacific/Kiritimati', '2026-01-01')).toBe('2025-12-31T10:00:00.000Z');
  expect(startOfDay('Pacific/Pago_Pago', '2026-01-01')).toBe('2026-01-01T11:00:00.000Z');
});
