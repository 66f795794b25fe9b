/** A small picture of what a layer does, drawn on a canvas. */
import { countsOf, mapsOf } from '../../shared/contract/watch.ts';
import type { WatchedNode, WatchedValues } from '../../shared/contract/watch.ts';
import { measured } from '../../shared/words/numbers.ts';
import { ui } from '../../shared/words/ui/index.ts';
import { diverging } from '../ui/colour.ts';
import type { PictureChoice } from './pictures.svelte.ts';

export type Colour = '--activations' | '--weights' | '--gradients';

export type Drawing =
  /** Histograms side by side. */
  | { readonly type: 'histograms'; readonly of: readonly (readonly number[])[]; readonly colour: Colour }
  /** Bars one above the other, each 0 … 1. */
  | { readonly type: 'bars'; readonly of: readonly number[]; readonly colour: Colour }
  /** Maps side by side, from -127 to 127. */
  | {
      readonly type: 'maps';
      readonly maps: number;
      readonly rows: number;
      readonly columns: number;
      readonly values: ArrayLike<number>;
    };

export interface Picture {
  /** Null: there is only a word to say. */
  readonly drawing: Drawing | null;
  readonly says: string;
  /** The value that its strongest colour stands for, to be read beside it. */
  readonly scale?: string;
}

/** Weights drawn of one layer, at most: the largest. */
const MOST = 4;
/** What the largest value of a map is stored as. */
const MAP_STEPS = 127;
/** A bar is empty at 10 to this. */
const SMALLEST = -8;

/** What is drawn of a node, and its sentence. */
export function pictureOf(
  { output, picture, weights }: WatchedNode,
  bytes: Uint8Array,
  choice: Exclude<PictureChoice, 'none'>,
): Picture {
  const words = ui.pictures;
  const none = (says: string): Picture => ({ drawing: null, says });
  switch (choice) {
    case 'output':
      if (!output) return none(words.waiting);
      return {
        drawing: { type: 'histograms', of: [countsOf(output, bytes)], colour: '--activations' },
        says: words.output(output),
      };
    case 'activations':
      if (!output || !picture) return none(words.noPicture);
      return {
        drawing: { ...picture, type: 'maps', values: mapsOf(picture, bytes) },
        says: words.activations(output, picture.scale),
        scale: `±${measured(picture.scale)}`,
      };
    case 'weights': {
      const values = largest(weights.map(({ values }) => values));
      if (values.length === 0) return none(words.noWeights);
      return {
        drawing: { type: 'histograms', of: values.map((each) => countsOf(each, bytes)), colour: '--weights' },
        says: words.weights(values),
      };
    }
    case 'gradients': {
      const gradients = largest(weights.flatMap(({ gradient }) => gradient ?? []));
      if (gradients.length === 0) return none(weights.length === 0 ? words.noWeights : words.notTrained);
      return {
        drawing: { type: 'bars', of: gradients.map(level), colour: '--gradients' },
        says: words.gradients(gradients),
      };
    }
  }
}

const sizeOf = ({ shape }: WatchedValues): number => shape.reduce((product, size) => product * size, 1);

/** The largest weights, in the layer's own order. */
function largest(values: readonly WatchedValues[]): readonly WatchedValues[] {
  const kept = new Set([...values].sort((a, b) => sizeOf(b) - sizeOf(a)).slice(0, MOST));
  return values.filter((each) => kept.has(each));
}

/** How long the bar of a mean |gradient| is: by powers of ten. */
const level = ({ statistics: { magnitude } }: WatchedValues): number =>
  magnitude === null || magnitude === 0
    ? 0
    : Math.min(1, Math.max(0, (Math.log10(magnitude) - SMALLEST) / -SMALLEST));

const GAP = 4;

/** `token`: the value of a colour of the theme. */
export function draw(
  context: CanvasRenderingContext2D,
  { width, height }: { readonly width: number; readonly height: number },
  drawing: Drawing,
  token: (name: `--${string}`) => string,
): void {
  context.clearRect(0, 0, width, height);
  switch (drawing.type) {
    case 'histograms': {
      const each = (width - GAP * (drawing.of.length - 1)) / drawing.of.length;
      drawing.of.forEach((counts, i) => {
        const left = i * (each + GAP);
        const most = Math.max(1, ...counts);
        context.fillStyle = token('--line');
        context.fillRect(left, height - 1, each, 1);
        context.fillStyle = token(drawing.colour);
        counts.forEach((count, bin) => {
          const [from, to] = [
            Math.round((bin * each) / counts.length),
            Math.round(((bin + 1) * each) / counts.length),
          ];
          // One value among thousands is still seen.
          const tall = count === 0 ? 0 : Math.max(1, (height * count) / most);
          context.fillRect(left + from, height - tall, Math.max(1, to - from), tall);
        });
      });
      return;
    }
    case 'bars': {
      const each = height / drawing.of.length;
      drawing.of.forEach((part, i) => {
        const [top, tall] = [Math.round(i * each), Math.max(2, Math.round(each) - 2)];
        context.fillStyle = token('--line');
        context.fillRect(0, top, width, tall);
        context.fillStyle = token(drawing.colour);
        context.fillRect(0, top, width * part, tall);
      });
      return;
    }
    case 'maps': {
      const { maps, rows, columns, values } = drawing;
      const colours = diverging(token, MAP_STEPS);
      const room = (width - GAP * (maps - 1)) / maps;
      // An image keeps its form; a line or a sequence takes all the room.
      const cell = maps > 1 || rows === columns ? Math.min(room / columns, height / rows) : 0;
      const [wide, tall] = cell > 0 ? [cell * columns, cell * rows] : [room, height];
      for (let map = 0; map < maps; map++) {
        const left = map * (wide + GAP);
        for (let row = 0; row < rows; row++) {
          const [top, bottom] = [Math.round((row * tall) / rows), Math.round(((row + 1) * tall) / rows)];
          for (let column = 0; column < columns; column++) {
            const from = Math.round(left + (column * wide) / columns);
            const to = Math.round(left + ((column + 1) * wide) / columns);
            context.fillStyle = colours[values[(map * rows + row) * columns + column]! + MAP_STEPS]!;
            context.fillRect(from, top, to - from, bottom - top);
          }
        }
      }
    }
  }
}
