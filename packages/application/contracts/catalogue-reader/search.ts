import { describe, expect, it } from 'vitest';
import { ensureCategory, listedInUsd, sampleVariant, valueOf } from '../sample-shop.js';
import { addProduct } from '../unit-of-work/catalogue/sample-product.js';
import { wholeList, type CatalogueVisit } from './visit.js';

export const describeSearch = ({ unitOfWork, reader, add, names }: CatalogueVisit): void => {
  describe('a search', () => {
    /** The names of what a search finds, the best first. */
    const found = async (search: string): Promise<readonly string[]> =>
      valueOf(await reader().products({ search }, [], wholeList, listedInUsd)).data.map(({ name }) => name);
    const addNamed = async (...all: readonly string[]): Promise<void> => {
      for (const name of all) await add({ name, description: '' });
    };

    it('finds products that have all its words in name, description and SKUs, in any order and case', async () => {
      await add({ name: 'Enamel mug', description: 'Holds tea.', variants: [sampleVariant({ sku: 'MUG-RED' })] });
      await add({ name: 'Teapot', description: 'Serves enamel lovers.', variants: [sampleVariant({ sku: 'POT-1' })] });
      expect(await found('enamel')).toEqual(['Enamel mug', 'Teapot']);
      expect([await found('ENAMEL tea'), await found('tea enamel')]).toEqual([
        ['Enamel mug', 'Teapot'],
        ['Enamel mug', 'Teapot'],
      ]);
      expect(await found('  lovers   enamel ')).toEqual(['Teapot']);
      expect(await found('mug-red')).toEqual(['Enamel mug']);
      expect(await found('enamel saucer')).toEqual([]);
    });

    it('ranks words of the name before brands and tags, these before parts of words, and descriptions last', async () => {
      await add({ name: 'Bowl', description: 'Goes with a lamp.' });
      await addNamed('Lampshade');
      await addProduct(unitOfWork(), { name: 'Bulb', tags: ['lamp'] });
      await addNamed('Tall lamp with a shade', 'Desk lamp');
      expect(await found('lamp')).toEqual(['Desk lamp', 'Tall lamp with a shade', 'Bulb', 'Lampshade', 'Bowl']);
    });

    it('finds a part of a word only in names', async () => {
      await add({ name: 'Skateboard', description: '' });
      await add({ name: 'Poster', description: 'Inspired by skateboards.' });
      expect([await found('board'), await found('red')]).toEqual([['Skateboard'], []]);
    });

    it('finds singular and plural alike', async () => {
      await addNamed('Table lamp', 'Lanterns', 'Glass dishes', 'Berries in a box');
      for (const [search, name] of [
        ['lamps', 'Table lamp'],
        ['lantern', 'Lanterns'],
        ['dish', 'Glass dishes'],
        ['berry', 'Berries in a box'],
      ] as const)
        expect(await found(search)).toEqual([name]);
    });

    it('finds words with and without accents', async () => {
      await addNamed('Crème brûlée dish', 'Strasse', 'Ångström-Øl');
      expect(await found('creme brulee')).toEqual(['Crème brûlée dish']);
      expect(await found('CRÈME BRÛLÉE')).toEqual(['Crème brûlée dish']);
      expect([await found('straße'), await found('angstrom ol')]).toEqual([['Strasse'], ['Ångström-Øl']]);
    });

    it('finds words with other letters of the Latin script as they are often typed', async () => {
      await addNamed('Żółty kubek', 'Straßenkarte');
      expect([await found('zolty'), await found('strassenkarte')]).toEqual([['Żółty kubek'], ['Straßenkarte']]);
    });

    it('ignores stop words, unless there are no others', async () => {
      await addNamed('Salt and pepper mill', 'The Who');
      expect(await found('the mill for pepper')).toEqual(['Salt and pepper mill']);
      expect(await found('the')).toEqual(['The Who']);
    });

    it('tolerates typing errors if nothing matches exactly', async () => {
      await addNamed('Paper lantern', 'Kitchen scales', 'Umbrella stand', 'Mug');
      expect(await found('LANTREN')).toEqual(['Paper lantern']);
      expect(await found('kichen scals')).toEqual(['Kitchen scales']);
      expect(await found('umbrlela')).toEqual(['Umbrella stand']);
      // Short words, and more errors than a word bears, are not guessed at.
      for (const search of ['mag', 'lintorn', 'xylophone']) expect(await found(search)).toEqual([]);
      await addNamed('Lantren museum guide');
      expect(await found('lantren')).toEqual(['Lantren museum guide']);
    });

    it('finds products by their brand and their tags, also after a change', async () => {
      const product = await addProduct(unitOfWork(), { name: 'Jug', brand: 'Mill Lane', tags: ['stoneware'] });
      expect([await names({ search: 'mill lane' }), await names({ search: 'STONEWARE' })]).toEqual([['Jug'], ['Jug']]);
      const changed = { ...product, brand: 'Ockham', tags: [], version: 2 };
      valueOf(
        await unitOfWork().run(({ products }) =>
          products.lock(product.id).andThen(() => products.save(changed, { initial: new Map() })),
        ),
      );
      expect([await names({ search: 'ockham' }), await names({ search: 'stoneware' })]).toEqual([['Jug'], []]);
    });

    it('finds products by their category and those above it, also under its new name', async () => {
      const mugs = await ensureCategory(unitOfWork(), 'Kitchen', 'Drinking');
      await add({ name: 'Beaker', description: '', categoryIds: [mugs] });
      await addNamed('Kitchen scales');
      expect([await found('kitchen'), await found('drinking beakers'), await found('kitchne')]).toEqual([
        ['Kitchen scales', 'Beaker'],
        ['Beaker'],
        ['Kitchen scales', 'Beaker'],
      ]);
      const kitchen = valueOf(await unitOfWork().run(({ categories }) => categories.list())).find(
        ({ name }) => name === 'Kitchen',
      );
      if (kitchen === undefined) throw new Error('there is a kitchen');
      const renamed = { ...kitchen, name: 'Cookery', version: kitchen.version + 1 };
      valueOf(await unitOfWork().run(({ categories }) => categories.save(renamed)));
      expect([await found('cookery'), await found('kitchen')]).toEqual([['Beaker'], ['Kitchen scales']]);
    });

    it('finds products by their names in other languages', async () => {
      const product = await addProduct(unitOfWork(), {
        name: 'Lamp',
        translations: { de: { name: 'Leuchte', description: 'Für die Küche.' }, ja: { name: '青い電気スタンド' } },
      });
      for (const search of ['leuchte', 'küche', '電気', '青い電気スタンド'])
        expect(await found(search)).toEqual([product.name]);
    });

    it('finds names in other scripts by any part of them', async () => {
      await addNamed('青い茶碗セット', '红茶壶', 'Голубая чашка', 'ถ้วยชา');
      for (const [search, name] of [
        ['茶碗', '青い茶碗セット'],
        ['壶', '红茶壶'],
        ['ГОЛУБ', 'Голубая чашка'],
        ['ชา', 'ถ้วยชา'],
      ] as const)
        expect(await found(search)).toEqual([name]);
      expect((await found('茶')).toSorted()).toEqual(['红茶壶', '青い茶碗セット']);
    });

    it('treats signs as spaces', async () => {
      await addNamed('100% cotton', '1000 cotton buds');
      expect(await found('100% cotton')).toEqual(['100% cotton', '1000 cotton buds']);
      for (const search of ['c_tton', '%', '\\', '_', '😀', "'", '"', '& | ! ( :*', '<->', '\u00A0-'])
        expect(await found(search)).toEqual([]);
      for (const search of [
        "cotton'",
        'cotton\\',
        'cotton:*',
        '(cotton',
        '!cotton',
        '"cotton"',
        'cotton <>',
        '#cotton',
      ])
        expect(await found(search)).toEqual(['100% cotton', '1000 cotton buds']);
    });

    it('terminates with very many or very long words', async () => {
      await addNamed('Mug');
      for (const search of ['mug '.repeat(2_000), 'a b c d e f '.repeat(800), 'x'.repeat(10_000), '茶'.repeat(10_000)])
        expect((await reader().products({ search }, [], wholeList, listedInUsd)).isOk()).toBe(true);
      expect(await found('mug '.repeat(2_000))).toEqual(['Mug']);
    });

    it('finds everything for an empty text', async () => {
      await add({ name: 'Enamel mug' });
      expect([await names({ search: '' }), await names({ search: '   ' })]).toEqual([['Enamel mug'], ['Enamel mug']]);
    });
  });
};
