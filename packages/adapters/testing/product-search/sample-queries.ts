/**
 * What people type, and what they look for: `expected` are slugs, the best of which a search has to show among its
 * first five. Without any, it has to find nothing.
 */
export type SampleQuery = { readonly query: string; readonly expected: readonly string[] };

const alarmClocks = ['alarm-clock-bakelike-red', 'alarm-clock-bakelike-green'];
const lanterns = ['white-metal-lantern', 'paper-lantern'];
const mugs = ['enamel-mug', 'retro-coffee-mugs-assorted'];

const query = (text: string, ...expected: readonly string[]): SampleQuery => ({ query: text, expected });

/** Sixty, by what makes them hard. */
export const sampleQueries: Readonly<Record<string, readonly SampleQuery[]>> = {
  'as it is written': [
    query('lantern', ...lanterns),
    query('enamel mug', 'enamel-mug'),
    query('kitchen', 'kitchen-scales', 'poppys-playhouse-kitchen'),
    query('spaceboy lunch box', 'spaceboy-lunch-box'),
    query('RED', 'alarm-clock-bakelike-red', 'parasol-edwardian-red'),
    query('t-light', 'hanging-heart-t-light-holder'),
    query('doormat', 'doormat-new-england'),
    query('poppy’s playhouse', 'poppys-playhouse-kitchen'),
  ],
  plurals: [
    query('lamps', 'brass-table-lamp'),
    query('mug', ...mugs),
    query('candle', 'set-of-6-beeswax-candles', 'candle-snuffer'),
    query('dishes', 'creme-brulee-dish', 'pie-dish'),
    query('planter', 'terracotta-planters'),
    query('umbrellas', 'umbrella-transparent'),
    query('watering cans', 'watering-can'),
  ],
  'the order of words': [
    query('clock alarm', ...alarmClocks),
    query('lantern metal white', 'white-metal-lantern'),
    query('jars with jam', 'jam-making-set-with-jars'),
    query('frame for a picture', 'wooden-picture-frame'),
    query('bottle hot water', 'hot-water-bottle-knitted'),
    query('towel tea', 'tea-towels-set-of-two'),
  ],
  accents: [
    query('creme brulee', 'creme-brulee-dish'),
    query('CRÈME BRULÉE', 'creme-brulee-dish'),
    query('decanter', 'decanter'),
    query('décanters', 'decanter'),
    query('lántern', ...lanterns),
  ],
  'typing errors': [
    query('LANTREN', ...lanterns),
    query('unbrella', 'umbrella-transparent'),
    query('kichen scales', 'kitchen-scales'),
    query('skatebord', 'skateboard'),
    query('cofee mugs', 'retro-coffee-mugs-assorted'),
    query('babuska boxes', 'babushka-nesting-boxes'),
    query('notebok', 'notebook-dotted'),
    query('xylofone', 'xylophone'),
    query('candels', 'set-of-6-beeswax-candles', 'candle-snuffer'),
    query('fuontain pen', 'fountain-pen'),
  ],
  brands: [
    query('mill lane', 'creme-brulee-dish', 'teapot-with-infuser'),
    query('falkirk', 'enamel-mug', 'kitchen-scales', 'pie-dish', 'bread-bin'),
    query('Hummel', 'set-of-6-beeswax-candles'),
    query('peebles weavers', 'lambswool-throw'),
    query('ockham watering', 'watering-can'),
  ],
  'categories and tags': [
    query('stationery', 'notebook-dotted', 'fountain-pen', 'gift-tape-stars', 'paper-chain-kit', 'sticker-sheet-panda'),
    query('garden', 'watering-can', 'bird-feeder', 'terracotta-planters', 'hand-trowel', 'gardeners-kneeling-pad'),
    query('kids toys', 'poppys-playhouse-kitchen', 'feltcraft-princess-doll', 'xylophone'),
    query('christmas', 'gift-tape-stars', 'paper-chain-kit'),
    query('sustainable kitchen', 'bamboo-chopping-board', 'rolling-pin', 'tumblers-recycled-glass'),
  ],
  'parts of words': [
    query('lant', ...lanterns, 'terracotta-planters'),
    query('book', 'notebook-dotted'),
    query('wool', 'lambswool-throw'),
    query('umbr', 'umbrella-transparent'),
    query('茶碗', '青い茶碗セット'),
  ],
  descriptions: [
    query('dishwasher', 'nonstick-muffin-tin'),
    query('hedgehogs', 'cookie-cutters-woodland-animals'),
    query('campfire', 'enamel-mug'),
    query('stoneware', 'creme-brulee-dish'),
  ],
  'what there is not': [
    query('bicycle'),
    query('inspire board'),
    query('laptop charger'),
    query('ampfir'),
    query('lantern bicycle'),
  ],
};
