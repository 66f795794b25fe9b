/** Pictures of layers that lead numbers to numbers: units, rows of a table, branches that become one. */
import type { NodeFacts } from '../../../shared/network/infer.ts';
import { shapeText } from '../../../shared/kinds/shape.ts';
import { shortCount } from '../../../shared/words/numbers.ts';
import { ui } from '../../../shared/words/ui/index.ts';
import { cell, dot, label, line, MIDDLE, written } from './marks.ts';
import type { LayerPicture, Mark, Tone } from './marks.ts';

const words = ui.layerPictures;

/** Where so many dots of a column stand; what does not fit is told by dots in its middle. */
function column(count: number): readonly number[] {
  const drawn = Math.min(count, 6);
  const gap = 14;
  return Array.from({ length: drawn }, (_, i) => MIDDLE + (i - (drawn - 1) / 2) * gap);
}

export function densePicture({ params, inputs }: NodeFacts): LayerPicture {
  const from = inputs[0]!.at(-1) ?? 1;
  const to = Number(params['units']);
  const [left, right] = [70, 190];
  const [starts, ends] = [column(from), column(to)];
  return {
    alt: words.dense(from, to),
    marks: [
      ...starts.flatMap((a) => ends.map((b) => line([left, a], [right, b]))),
      ...starts.map((y) => dot(left, y, 'data')),
      ...ends.map((y) => dot(right, y, 'activations')),
      label(left, shortCount(from)),
      label(right, shortCount(to)),
    ],
  };
}

export function embeddingPicture({ params }: NodeFacts): LayerPicture {
  const [tokens, width] = [Number(params['inputDim']), Number(params['outputDim'])];
  const [rows, columns, picked] = [6, 7, 3];
  const [left, top, size] = [90, MIDDLE - 42, 14];
  const row = (y: number, x: number, tone: Tone): Mark[] =>
    Array.from({ length: columns }, (_, i) => cell(x + i * 10, y, 9, size - 1, tone));
  return {
    alt: words.embedding(tokens, width),
    marks: [
      ...Array.from({ length: rows }, (_, i) =>
        row(top + i * size, left, i === picked ? 'weights' : 'quiet'),
      ).flat(),
      dot(30, top + picked * size + 6, 'data'),
      line([38, top + picked * size + 6], [left - 4, top + picked * size + 6], true),
      line([left + columns * 10 + 4, top + picked * size + 6], [184, top + picked * size + 6], true),
      ...row(top + picked * size, 188, 'activations'),
      label(left + columns * 5, `${shortCount(tokens)} × ${shortCount(width)}`),
    ],
  };
}

/** What is written between branches that are joined value by value. */
const SIGNS: Readonly<Record<string, string>> = {
  add: '+',
  subtract: '−',
  multiply: '×',
  average: '½',
  maximum: '↑',
  minimum: '↓',
  dot: '·',
};

export function mergePicture({ kind, inputs, outputs }: NodeFacts): LayerPicture {
  const beside = kind.kind === 'concatenate';
  const branches = inputs.slice(0, 3);
  const [height, gap] = [16, 10];
  const top = MIDDLE - (branches.length * (height + gap) - gap) / 2;
  const tones: readonly Tone[] = ['data', 'weights', 'activations'];
  const widths = inputs.map((shape) => shape.at(-1) ?? 1);
  const all = widths.reduce((sum, width) => sum + width, 0);
  const wide = (i: number): number => (beside ? Math.max(8, (84 * widths[i]!) / all) : 60);
  let x = 160;
  return {
    alt: (beside ? words.beside : words.merge)(inputs.length, outputs[0]!),
    marks: [
      ...branches.flatMap((_, i): Mark[] => {
        const y = top + i * (height + gap);
        return [
          cell(20, y, wide(i), height, tones[i]!),
          line([20 + wide(i) + 4, y + height / 2], [150, MIDDLE], true),
          ...(i > 0 && !beside ? [written(10, y - gap / 2 + 4, SIGNS[kind.kind] ?? '')] : []),
        ];
      }),
      ...(beside
        ? branches.map((_, i) => {
            const drawn = cell(x, MIDDLE - height / 2, wide(i) - 1, height, tones[i]!);
            x += wide(i);
            return drawn;
          })
        : [cell(160, MIDDLE - height / 2, 60, height, 'activations')]),
      label(190, shapeText(outputs[0]!)),
    ],
  };
}
