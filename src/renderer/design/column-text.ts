import type { Column } from '../../shared/data/manifest.ts';
import { ui } from '../../shared/words/ui/index.ts';

/** What a column holds, in two words. */
export function columnText(column: Column): string {
  const words = ui.design.properties;
  if (column.type === 'image') return words.columnImage(column.shape);
  if (column.type === 'tokens') return words.columnTokens(column.length);
  return column.type === 'category' ? words.columnCategory(column.classes.length) : words.columnNumber;
}
