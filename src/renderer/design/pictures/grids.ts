/** Pictures of layers that work on places of a grid: windows, zeros, cells left out, the axis of a normalisation. */
import type { NodeFacts } from '../../../shared/network/infer.ts';
import { shapeText } from '../../../shared/kinds/shape.ts';
import type { Shape } from '../../../shared/kinds/shape.ts';
import { ui } from '../../../shared/words/ui/index.ts';
import { corner, fitting, frame, grid, label, line, MIDDLE } from './marks.ts';
import type { Grid, LayerPicture, Mark } from './marks.ts';

const words = ui.layerPictures;
/** Cells along a side that can still be told apart. */
const MOST = 12;
const LEFT = 62;
const RIGHT = 202;

/** A shape's places: one row of steps, or the last two sides of a picture or volume. */
const placesOf = (shape: Shape): readonly [rows: number, columns: number] =>
  shape.length <= 2 ? [1, shape[0] ?? 1] : [shape.at(-3)!, shape.at(-2)!];

const shown = (n: number): number => Math.min(MOST, n);

function gridOf(shape: Shape, x: number): Grid {
  const [rows, columns] = placesOf(shape).map(shown) as [number, number];
  return { rows, columns, x, size: fitting(rows, columns) };
}

const last = (numbers: Shape | undefined, one: number): readonly [number, number] =>
  numbers === undefined
    ? [one, one]
    : numbers.length === 1
      ? [1, numbers[0]!]
      : [numbers.at(-2)!, numbers.at(-1)!];

/** A window over a grid, at its first place and its next. */
function over(
  of: Grid,
  size: readonly [number, number],
  strides: readonly [number, number],
): readonly Mark[] {
  const [left, top] = corner(of);
  const at = (row: number, column: number, dashed: boolean): Mark =>
    frame(
      left + column * of.size - 1,
      top + row * of.size - 1,
      Math.min(size[1], of.columns - column) * of.size + 1,
      Math.min(size[0], of.rows - row) * of.size + 1,
      dashed,
    );
  const next = Math.min(strides[1], of.columns - 1);
  return [...(next > 0 && size[1] < of.columns ? [at(0, next, true)] : []), at(0, 0, false)];
}

const numbersOf = (value: unknown): Shape | undefined =>
  Array.isArray(value) ? (value as Shape) : undefined;

/** Convolution and pooling; `spread`: a transposed one, whose window is in what it gives. */
export function windowPicture({ params, inputs, outputs }: NodeFacts, spread: boolean): LayerPicture {
  const [from, to] = [inputs[0]!, outputs[0]!];
  const size = numbersOf(params['kernelSize']) ?? numbersOf(params['poolSize']);
  const strides = numbersOf(params['strides']) ?? size?.map(() => 1);
  const [a, b] = [gridOf(from, LEFT), gridOf(to, RIGHT)];
  const [windowed, single] = spread ? [b, a] : [a, b];
  const whole = size === undefined;
  const [rows, columns] = whole ? [windowed.rows, windowed.columns] : last(size, 1);
  const inside = (row: number, column: number): boolean => row < rows && column < columns;
  const first = (row: number, column: number): boolean => row === 0 && column === 0;
  const tone = spread ? ('activations' as const) : ('data' as const);
  return {
    alt: whole ? words.whole(from, to) : (spread ? words.spread : words.window)(size, strides!, from, to),
    marks: [
      ...grid(windowed, (row, column) => (inside(row, column) ? tone : 'quiet')),
      ...over(windowed, [rows, columns], last(strides, 1)),
      ...grid(single, (row, column) => (first(row, column) ? (spread ? 'data' : 'activations') : 'quiet')),
      line([LEFT + 48, MIDDLE], [RIGHT - 48, MIDDLE], true),
      label(LEFT, shapeText(from)),
      label(RIGHT, shapeText(to)),
    ],
  };
}

/** Zeros around, or a part cut off. */
export function edgePicture({ kind, params, inputs, outputs }: NodeFacts): LayerPicture {
  const [from, to] = [inputs[0]!, outputs[0]!];
  const padding = numbersOf(params['padding']);
  const edges = padding ?? numbersOf(params['cropping'])!;
  const [top, bottom, left, right] =
    edges.length === 2 ? [0, 0, edges[0]!, edges[1]!] : (edges as [number, number, number, number]);
  const outer = gridOf(padding ? to : from, padding ? RIGHT : LEFT);
  const inner = gridOf(padding ? from : to, padding ? LEFT : RIGHT);
  const atEdge = (row: number, column: number): boolean =>
    row < top || row >= outer.rows - bottom || column < left || column >= outer.columns - right;
  return {
    alt: kind.kind.startsWith('zero') ? words.padded(from, to) : words.cropped(from, to),
    marks: [
      ...grid(outer, (row, column) => (atEdge(row, column) ? 'off' : 'data')),
      ...grid(inner, () => 'data'),
      line([LEFT + 48, MIDDLE], [RIGHT - 48, MIDDLE], true),
      label(LEFT, shapeText(from)),
      label(RIGHT, shapeText(to)),
    ],
  };
}

/** The same values in another shape. */
export function layoutPicture(facts: NodeFacts, alt: (from: Shape, to: Shape) => string): LayerPicture {
  const [from, to] = [facts.inputs[0]!, facts.outputs[0]!];
  const flat = (shape: Shape, x: number): Grid =>
    shape.length === 1
      ? { rows: shown(shape[0]!), columns: 1, x, size: fitting(shown(shape[0]!), 1) }
      : gridOf(shape, x);
  const [a, b] = [flat(from, LEFT), flat(to, RIGHT)];
  return {
    alt: alt(from, to),
    marks: [
      ...grid(a, (row) => (row === 0 ? 'data' : 'quiet')),
      ...grid(b, (row, column) => (row * b.columns + column < a.columns ? 'data' : 'quiet')),
      line([LEFT + 48, MIDDLE], [RIGHT - 48, MIDDLE], true),
      label(LEFT, shapeText(from)),
      label(RIGHT, shapeText(to)),
    ],
  };
}

const WIDE: Grid = { rows: 6, columns: 16, x: 130, size: 14 };

/** Cells left out, as many as the rate says, spread evenly so that the picture is the same each time. */
export function dropoutPicture({ params }: NodeFacts): LayerPicture {
  const rate = Number(params['rate']);
  const out = (i: number): boolean => Math.floor(i * GOLDEN * 97) % 97 < rate * 97;
  return {
    alt: words.dropout(rate),
    marks: grid(WIDE, (row, column) => (out(row * WIDE.columns + column) ? 'off' : 'activations')),
  };
}
/** Multiples of it fall evenly everywhere. */
const GOLDEN = 0.618034;

/** Rows of a batch across, features down: what is measured together. */
export function normalisationPicture({ kind, params, inputs }: NodeFacts): LayerPicture {
  const features = inputs[0]!.at(-1) ?? 1;
  const [left, top] = corner(WIDE);
  const { size, rows, columns } = WIDE;
  const groups = Number(params['groups']);
  const batch = kind.kind === 'batchNormalization';
  const fixed = kind.kind === 'normalization' || kind.kind === 'rescaling';
  const height =
    kind.kind === 'groupNormalization' ? Math.max(1, Math.round(rows / Math.min(rows, groups))) : rows;
  const marked = fixed
    ? []
    : [
        batch
          ? frame(left - 1, top + size - 1, columns * size + 1, size + 1)
          : frame(left + size - 1, top - 1, size + 1, height * size + 1),
      ];
  const inside = (row: number, column: number): boolean =>
    !fixed && (batch ? row === 1 : column === 1 && row < height);
  return {
    alt: fixed
      ? words.fixed
      : batch
        ? words.batch(features)
        : words.row(groups > 1 ? words.rowOf.groups(groups) : words.rowOf.all),
    marks: [
      ...grid(WIDE, (row, column) => (inside(row, column) ? 'activations' : 'quiet')),
      ...marked,
      label(130, ui.layerPictures.axes),
    ],
  };
}
