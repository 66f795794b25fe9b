/** Pictures of layers that go along time: a recurrent one unrolled, and who looks at whom in attention. */
import type { NodeFacts } from '../../../shared/network/infer.ts';
import { ui } from '../../../shared/words/ui/index.ts';
import { cell, corner, dot, grid, label, line, MIDDLE, written } from './marks.ts';
import type { Grid, LayerPicture, Mark } from './marks.ts';

const words = ui.layerPictures;

export function recurrentPicture({ params, inputs }: NodeFacts): LayerPicture {
  const steps = inputs[0]![0]!;
  const drawn = Math.min(steps, 5);
  const all = params['returnSequences'] === true;
  const both = params['direction'] === 'both';
  const backward = params['direction'] === 'backward';
  const [gap, size] = [48, 22];
  const left = 130 - ((drawn - 1) * gap) / 2;
  const top = MIDDLE - size / 2;
  const lastGiven = backward ? 0 : drawn - 1;
  const marks = Array.from({ length: drawn }, (_, i): Mark[] => {
    const x = left + i * gap;
    const given = all || i === lastGiven;
    const between = (y: number, back: boolean): Mark =>
      back
        ? line([x - size / 2 - 2, y], [x - gap + size / 2 + 3, y], true)
        : line([x - gap + size / 2 + 2, y], [x - size / 2 - 3, y], true);
    return [
      ...(i > 0
        ? [
            ...(both || !backward ? [between(MIDDLE - 4, false)] : []),
            ...(both || backward ? [between(MIDDLE + 5, true)] : []),
          ]
        : []),
      dot(x, top + size + 20, 'data'),
      line([x, top + size + 15], [x, top + size + 3], true),
      cell(x - size / 2, top, size, size, 'weights'),
      ...(given ? [line([x, top - 2], [x, top - 12], true), dot(x, top - 18, 'activations')] : []),
    ];
  }).flat();
  const more = steps > drawn ? [written(left + (drawn - 1) * gap + 26, MIDDLE + 4, '…')] : [];
  return {
    alt: words.recurrent(steps, Number(params['units']), all, both),
    marks: [...marks, ...more],
  };
}

export function attentionPicture({ params, inputs }: NodeFacts, causal: boolean): LayerPicture {
  const [queries, keys] = [inputs[0]![0]!, (inputs[1] ?? inputs[0])![0]!];
  const heads = Number(params['numHeads']);
  const [rows, columns] = [Math.min(queries, 8), Math.min(keys, 8)];
  const of: Grid = { rows, columns, x: 130, size: 10 };
  const [left, top] = corner(of);
  const behind = Array.from({ length: Math.min(heads, 4) - 1 }, (_, i) => {
    const by = 4 * (Math.min(heads, 4) - 1 - i);
    return cell(left + by, top - by, columns * 10 - 1, rows * 10 - 1, 'quiet');
  });
  return {
    alt: words.attention(queries, keys, heads, causal),
    marks: [
      ...behind,
      ...grid(of, (row, column) =>
        causal && column > row ? 'off' : row === rows - 3 ? 'activations' : 'data',
      ),
      written(left - 34, MIDDLE + 4, ui.layerPictures.looking),
      label(130, ui.layerPictures.lookedAt),
    ],
  };
}
