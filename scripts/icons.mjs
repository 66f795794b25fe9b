/** Draws the icon's PNGs from resources/icons/icon.svg; run it after changing the drawing: node scripts/icons.mjs */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';

const folder = join(import.meta.dirname, '../resources/icons');
const drawing = await readFile(join(folder, 'icon.svg'));

// The names that electron-builder looks for on Linux; the largest serves macOS and Windows too.
for (const side of [16, 32, 48, 64, 128, 256, 512, 1024]) {
  const picture = sharp(drawing, { density: (72 * side) / 512 }).resize(side, side);
  await picture.png({ compressionLevel: 9 }).toFile(join(folder, `${side}x${side}.png`));
}
