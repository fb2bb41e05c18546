import type { ShopDetails } from '@cartwright/application';
import { describe, expect, it } from 'vitest';
import { valueOf } from '../../sample-shop.js';
import { subjectForEachTest, type MakeUnitOfWorkSubject } from '../subject.js';

const pottery: ShopDetails = {
  name: 'Mill Lane Pottery',
  address: ['1 Mill Lane', 'Ockham'],
  country: 'GB',
  currency: 'USD',
  timeZone: 'UTC',
};

export const describeShop = (makeSubject: MakeUnitOfWorkSubject): void => {
  describe('the shop', () => {
    const subject = subjectForEachTest(makeSubject);
    const find = async () => valueOf(await subject().unitOfWork.read(({ shop }) => shop.find()));
    const countryOf = async () => valueOf(await subject().unitOfWork.read(({ pricing }) => pricing.rules())).country;

    it('has no details at first, keeps those that were added first, and then those saved last', async () => {
      const { run } = subject().unitOfWork;
      expect([await find(), await countryOf()]).toEqual([undefined, undefined]);
      for (const name of [pottery.name, 'Another']) valueOf(await run(({ shop }) => shop.add({ ...pottery, name })));
      expect(await find()).toStrictEqual(pottery);
      expect(valueOf(await run(({ shop }) => shop.lock()))).toStrictEqual(pottery);
      const moved = { ...pottery, country: 'IE', withdrawalDays: 14 };
      valueOf(await run(({ shop }) => shop.save(moved)));
      expect([await find(), await countryOf()]).toStrictEqual([moved, 'IE']);
    });
  });
};
