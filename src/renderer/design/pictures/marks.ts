/** What a small picture is made of; the component that draws it knows nothing of layers. */

/** One colour per kind of thing, as everywhere; 'off' is what is left out or zero. */
export type Tone = 'data' | 'weights' | 'activations' | 'quiet' | 'off';

export type Mark =
  | {
      readonly mark: 'cell';
      readonly x: number;
      readonly y: number;
      readonly width: number;
      readonly height: number;
      readonly tone: Tone;
    }
  | {
      readonly mark: 'frame';
      readonly x: number;
      readonly y: number;
      readonly width: number;
      readonly height: number;
      readonly dashed: boolean;
    }
  | { readonly mark: 'dot'; readonly x: number; readonly y: number; readonly tone: Tone }
  | { readonly mark: 'line'; readonly from: Point; readonly to: Point; readonly arrow: boolean }
  | { readonly mark: 'text'; readonly x: number; readonly y: number; readonly text: string };

type Point = readonly [x: number, y: number];

export interface LayerPicture {
  readonly marks: readonly Mark[];
  /** The same in words. */
  readonly alt: string;
}

export const WIDTH = 260;
export const HEIGHT = 104;
export const MIDDLE = HEIGHT / 2 - 6;
/** Where the line of labels is. */
const LABELS = HEIGHT - 2;

export const line = (from: Point, to: Point, arrow = false): Mark => ({ mark: 'line', from, to, arrow });
export const dot = (x: number, y: number, tone: Tone): Mark => ({ mark: 'dot', x, y, tone });
export const label = (x: number, text: string): Mark => ({ mark: 'text', x, y: LABELS, text });
export const written = (x: number, y: number, text: string): Mark => ({ mark: 'text', x, y, text });
export const cell = (x: number, y: number, width: number, height: number, tone: Tone): Mark => ({
  mark: 'cell',
  x,
  y,
  width,
  height,
  tone,
});
export const frame = (x: number, y: number, width: number, height: number, dashed = false): Mark => ({
  mark: 'frame',
  x,
  y,
  width,
  height,
  dashed,
});

/** Rows and columns of cells around the middle line, centred on x. */
export interface Grid {
  readonly rows: number;
  readonly columns: number;
  readonly x: number;
  readonly size: number;
}
export const corner = ({ rows, columns, x, size }: Grid): Point => [
  x - (columns * size) / 2,
  MIDDLE - (rows * size) / 2,
];

export function grid(of: Grid, toneOf: (row: number, column: number) => Tone): readonly Mark[] {
  const [left, top] = corner(of);
  return Array.from({ length: of.rows * of.columns }, (_, i): Mark => {
    const [row, column] = [Math.floor(i / of.columns), i % of.columns];
    const side = of.size - 1;
    return cell(left + column * of.size, top + row * of.size, side, side, toneOf(row, column));
  });
}

/** The largest cells with which so many fit in. */
export const fitting = (rows: number, columns: number, width = 84): number =>
  Math.max(3, Math.min(14, Math.floor(Math.min(84 / rows, width / columns))));
