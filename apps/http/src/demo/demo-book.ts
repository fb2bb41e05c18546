/** What buyers of the demo shop's e-book download. */
export const demoBook = {
  name: 'The Art of Setting a Table.txt',
  text: `THE ART OF SETTING A TABLE
==========================

1. Begin with the cloth

Lay it so that it hangs as far at the ends as at the sides, about the width of a hand. Whoever has no cloth has a table,
which is quite enough.

2. The plate is where the guest is

One plate a guest, a thumb's breadth from the edge, all at the same distance from each other. Everything else finds its place
by the plate.

3. From the outside in

Forks lie to the left, knives to the right with their edges to the plate, spoons beside the knives. What is used first lies
outermost, so that nobody has to think.

4. Glasses

They stand above the knives, the one for water nearest. A glass that nobody will drink from is a glass too many.

5. The napkin

Folded once, to the left of the forks. Swans are for ponds.

6. People

Seat the quiet ones in the middle and the storytellers at the ends. Then sit down yourself: a table is set when its host sits.
`,
} as const;
