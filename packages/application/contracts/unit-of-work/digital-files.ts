import type { DigitalFile } from '@cartwright/application';
import { describe, expect, it } from 'vitest';
import { afterNoon, freshId, noon, saveVariant, valueOf } from '../sample-shop.js';
import { subjectForEachTest, type MakeUnitOfWorkSubject } from './subject.js';

export const describeDigitalFiles = (makeSubject: MakeUnitOfWorkSubject): void => {
  describe('digital files', () => {
    const subject = subjectForEachTest(makeSubject);

    const fileOf = (variantId: string, facts: Partial<DigitalFile> = {}): DigitalFile => ({
      variantId,
      key: `digital/${freshId()}`,
      name: 'Die Kunst, einen Tisch zu decken 📖.epub',
      size: 5_000_000_000,
      uploadedAt: noon,
      ...facts,
    });
    const addVariant = () => saveVariant(subject().unitOfWork, { digital: true });
    const attach = async (file: DigitalFile) =>
      valueOf(await subject().unitOfWork.run(({ digitalFiles }) => digitalFiles.attach(file)));
    const detach = async (variantId: string) =>
      valueOf(await subject().unitOfWork.run(({ digitalFiles }) => digitalFiles.detach(variantId)));
    const find = async (variantId: string) =>
      valueOf(await subject().unitOfWork.read(({ digitalFiles }) => digitalFiles.find(variantId)));

    it('are found as they were attached', async () => {
      const file = fileOf(await addVariant());
      expect(await attach(file)).toBeUndefined();
      expect(await find(file.variantId)).toStrictEqual(file);
      expect(await find(await addVariant())).toBeUndefined();
      expect(await find('no id')).toBeUndefined();
    });

    it('are found together', async () => {
      const [one, other, third] = [fileOf(await addVariant()), fileOf(await addVariant()), fileOf(await addVariant())];
      for (const file of [one, other, third]) await attach(file);
      const among = async (ids: readonly string[]) =>
        valueOf(await subject().unitOfWork.read(({ digitalFiles }) => digitalFiles.among(ids)));
      const found = await among([one.variantId, third.variantId, freshId(), 'no id']);
      expect(found).toHaveLength(2);
      expect(found).toEqual(expect.arrayContaining([one, third]));
      expect(await among([])).toEqual([]);
    });

    it('replace the previous one, which is returned', async () => {
      const first = fileOf(await addVariant());
      await attach(first);
      const second = fileOf(first.variantId, { name: 'second.pdf', size: 0, uploadedAt: afterNoon(60) });
      expect(await attach(second)).toStrictEqual(first);
      expect(await find(first.variantId)).toStrictEqual(second);
    });

    it('are taken away, once', async () => {
      const file = fileOf(await addVariant());
      await attach(file);
      expect(await detach(file.variantId)).toStrictEqual(file);
      expect(await find(file.variantId)).toBeUndefined();
      expect([await detach(file.variantId), await detach(freshId()), await detach('no id')]).toEqual([
        undefined,
        undefined,
        undefined,
      ]);
    });

    it('are each returned to one of many concurrent replacements', async () => {
      const variantId = await addVariant();
      const files = Array.from({ length: 6 }, () => fileOf(variantId));
      const replaced = await Promise.all(files.map((file) => attach(file)));
      const left = await find(variantId);
      const keys = [...replaced, left].flatMap((file) => (file === undefined ? [] : [file.key]));
      expect(keys.sort()).toEqual(files.map(({ key }) => key).sort());
    });
  });
};
