/** A post as the demo shop has it. */
export type DemoPost = {
  readonly title: string;
  readonly body: string;
  readonly tags: readonly string[];
  /** The product whose picture it shows. */
  readonly product: string;
  /** How many days before the start it was published. */
  readonly daysAgo: number;
  readonly german: { readonly title: string; readonly body: string };
};

export const demoAuthor = 'Wren Alder';

export const demoPosts: readonly DemoPost[] = [
  {
    title: 'Why the speckles differ',
    body: '<p>Iron in the clay melts through the glaze. No two mugs are alike, and <strong>that is the point</strong>.</p>',
    tags: ['stoneware', 'workshop'],
    product: 'Speckled stoneware mug',
    daysAgo: 2,
    german: {
      title: 'Warum die Sprenkel verschieden sind',
      body: '<p>Eisen im Ton schmilzt durch die Glasur. Kein Becher gleicht dem anderen.</p>',
    },
  },
  {
    title: 'Espresso without a machine',
    body: '<p>A small pot, fresh grounds and low heat. Warm the cups first: <em>thick walls</em> keep the heat.</p>',
    tags: ['coffee', 'kitchen'],
    product: 'Espresso cups, set of four',
    daysAgo: 9,
    german: {
      title: 'Espresso ohne Maschine',
      body: '<p>Ein kleiner Kocher, frisches Pulver und wenig Hitze. Die Tassen vorher wärmen.</p>',
    },
  },
  {
    title: 'How to set a table',
    body: '<p>Forks left, knives right, blades inwards. Glasses above the knives. The rest is conversation.</p>',
    tags: ['table', 'gift'],
    product: 'The art of setting a table',
    daysAgo: 16,
    german: {
      title: 'Wie man einen Tisch deckt',
      body: '<p>Gabeln links, Messer rechts, die Schneide nach innen. Gläser über den Messern.</p>',
    },
  },
];
