/** The catalogue that `sample-queries.ts` asks. */
export type SampleProduct = {
  readonly slug: string;
  readonly name: string;
  readonly description: string;
  readonly brand?: string;
  readonly tags?: readonly string[];
  readonly category: readonly string[];
};

const lighting = ['Home', 'Lighting'];
const textiles = ['Home', 'Textiles'];
const baking = ['Kitchen', 'Baking'];
const drinking = ['Kitchen', 'Drinking'];
const storage = ['Kitchen', 'Storage'];
const garden = ['Garden'];
const stationery = ['Stationery'];
const toys = ['Toys'];

const product = (
  name: string,
  description: string,
  category: readonly string[],
  more: { readonly brand?: string; readonly tags?: readonly string[] } = {},
): SampleProduct => ({
  slug: name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[\u0300-\u036F'’]/gu, '')
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-'),
  name,
  description,
  category,
  ...more,
});

export const sampleCatalogue: readonly SampleProduct[] = [
  product('White metal lantern', 'For tea lights, with a handle.', lighting, { brand: 'Ockham' }),
  product('Paper lantern', 'Folds flat. Inspired by the harbour.', lighting),
  product('Brass table lamp', 'With a linen shade.', lighting, { brand: 'Ockham', tags: ['bestseller'] }),
  product('Clip-on reading light', 'Bends over any page; runs on two batteries.', lighting),
  product('Hanging heart T-light holder', 'Glass, with a wire loop.', lighting, { tags: ['wedding'] }),
  product('Set of 6 beeswax candles', 'Burn for five hours each.', lighting, { brand: 'Hummel & Daughters' }),
  product('Candle snuffer', 'Polished steel.', lighting),
  product('Lampshade, pleated', 'Fits most stands.', lighting),
  product('Crème brûlée dish', 'Shallow stoneware that goes under the grill.', baking, { brand: 'Mill Lane' }),
  product('Jam making set with jars', 'Twelve jars, labels and a funnel.', baking),
  product('Bamboo chopping board', 'Oil it now and then.', ['Kitchen'], { tags: ['sustainable'] }),
  product('Pie dish', 'Enamelled, with a blue rim.', baking, { brand: 'Falkirk Enamel' }),
  product('Nonstick muffin tin', 'Twelve cups, dishwasher safe.', baking),
  product('Rolling pin', 'Beech, without handles.', baking, { tags: ['sustainable'] }),
  product('Cookie cutters, woodland animals', 'A hedgehog, a squirrel and a fox.', baking),
  product('Kitchen scales', 'Weigh to the gram.', ['Kitchen'], { brand: 'Falkirk Enamel' }),
  product('Enamel mug', 'Holds tea by the campfire.', drinking, { brand: 'Falkirk Enamel', tags: ['camping'] }),
  product('Retro coffee mugs, assorted', 'Four colours, stackable.', drinking, { tags: ['bestseller'] }),
  product('Teapot with infuser', 'For loose leaves; one litre.', drinking, { brand: 'Mill Lane' }),
  product('Tumblers, recycled glass', 'Hand-blown, each a little different.', drinking, { tags: ['sustainable'] }),
  product('Décanter', 'Lead-free crystal.', drinking),
  product('Hot water bottle, knitted', 'Keeps cold feet away.', textiles),
  product('Spaceboy lunch box', 'Closes tightly; for school and picnics.', storage, { tags: ['kids'] }),
  product('Bread bin', 'With a lid to slice on.', storage, { brand: 'Falkirk Enamel' }),
  product('Round snack boxes, woodland', 'Four that stack.', storage, { tags: ['kids'] }),
  product('Storage jar, cork lid', 'Airtight.', storage),
  product('Lambswool throw', 'Woven in the Borders.', textiles, { brand: 'Peebles Weavers' }),
  product('Patchwork quilt', 'Squares of printed cotton.', textiles),
  product('Linen cushion cover', 'Stonewashed; the filling is sold apart.', textiles, { tags: ['sustainable'] }),
  product('Tea towels, set of two', 'Half linen, with a hanging loop.', textiles),
  product('Beach towel', 'Dries fast.', textiles),
  product('Doormat New England', 'Coconut fibre.', ['Home']),
  product('Alarm clock bakelike red', 'Rings like in the fifties.', ['Home'], { tags: ['retro'] }),
  product('Alarm clock bakelike green', 'Rings like in the fifties.', ['Home'], { tags: ['retro'] }),
  product('Coat rack Paris fashion', 'Five hooks.', ['Home']),
  product('Wooden picture frame', 'For a photograph of 13 by 18 cm.', ['Home']),
  product('Umbrella, transparent', 'A dome that shows the rain.', ['Home']),
  product('Parasol Edwardian red', 'Cotton lace.', garden),
  product('Watering can', 'Two gallons, with a brass rose.', garden, { brand: 'Ockham' }),
  product('Bird feeder', 'Seed for robins and tits; squirrels stay hungry.', garden),
  product('Terracotta planters', 'Three sizes that fit into each other.', garden),
  product('Hand trowel', 'Ash and stainless steel.', garden),
  product('Gardener’s kneeling pad', 'Foam, washable.', garden),
  product('Notebook, dotted', '160 pages of cream paper.', stationery, { brand: 'Blanc' }),
  product('Fountain pen', 'Medium nib.', stationery, { brand: 'Blanc' }),
  product('Gift tape, stars', 'Ten metres.', stationery, { tags: ['christmas'] }),
  product('Paper chain kit', 'Loops to glue, for the tree.', stationery, { tags: ['christmas'] }),
  product('Recipe box with heart', 'Holds 120 cards.', stationery),
  product('Sticker sheet panda', 'Forty of them.', stationery, { tags: ['kids'] }),
  product('Babushka nesting boxes', 'Seven dolls, each in the next.', toys),
  product('Poppy’s playhouse kitchen', 'A stove, a sink and a fridge.', toys, { tags: ['kids'] }),
  product('Feltcraft princess doll', 'To sew at home.', toys, { tags: ['kids'] }),
  product('Vintage jigsaw blocks', 'Nine cubes, six pictures.', toys, { tags: ['retro'] }),
  product('Skateboard', 'Maple deck.', toys),
  product('Xylophone', 'Eight notes.', toys, { tags: ['kids'] }),
  product('青い茶碗セット', 'Five bowls from Arita.', drinking),
  product('红茶壶', 'Yixing clay.', drinking),
  product('Голубая чашка', 'Gzhel porcelain.', drinking),
];
