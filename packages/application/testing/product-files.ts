import { readFileSync } from 'node:fs';

/** The bytes of a file in `product-files`. */
export const productFile = (name: string): Buffer => readFileSync(new URL(`product-files/${name}`, import.meta.url));
