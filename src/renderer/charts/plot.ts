/** The options of the curves' chart (uPlot), from the theme's tokens. */
import uPlot from 'uplot';
import type { Points } from '../../shared/runs/outline.ts';
import { dateTicks } from './ticks.ts';

export interface Line {
  readonly label: string;
  /** A colour as the canvas reads it. */
  readonly colour: string;
  readonly points: Points;
  readonly width: number;
  readonly dash?: readonly number[];
  /** Marks single values where they stand apart: an epoch has one. */
  readonly dots?: boolean;
  /** All values, where `points` may be some of them: what is saved as numbers, asked for then. */
  readonly whole?: () => Promise<Points>;
  /** Where `points` are some of the values: more of them for a stretch that is shown alone. */
  readonly closer?: {
    /** The same as long as the values are. */
    readonly of: string;
    at(range: Range): Promise<Points>;
  };
}

/** So that runs in one chart are told apart without their colours: the first is drawn through, each other in its own way. */
const DASHES: readonly (readonly number[])[] = [[], [7, 4], [2, 3], [10, 3, 2, 3], [4, 2], [1, 4]];
export const dashOf = (place: number): readonly number[] => DASHES[place % DASHES.length]!;

/** From one x to another. */
export type Range = readonly [from: number, to: number];

/** What stands below a chart: whole numbers that count something, any numbers, or dates in milliseconds of UTC. */
export type Along = 'counts' | 'numbers' | 'dates';

export interface Look {
  readonly text: string;
  readonly grid: string;
  readonly font: string;
}

export interface ChartOptions {
  readonly width: number;
  readonly height: number;
  readonly log: boolean;
  readonly look: Look;
  /** Values on the vertical axis. */
  readonly format: (value: number) => string;
  readonly formatX: (value: number) => string;
  readonly along: Along;
  /** What lies along the horizontal axis. */
  readonly nameX: string;
  /** Told the index of the hovered point in the joined data; null when the pointer leaves. */
  readonly onhover: (index: number | null) => void;
  /** Told which part was drawn over, to be shown alone; null for the whole. */
  readonly onzoom: (range: Range | null) => void;
}

/** Steps, epochs and rows are whole: no tick stands between two of them. */
const WHOLE_STEPS = Array.from({ length: 10 }, (_, power) =>
  [1, 2, 5].map((digit) => digit * 10 ** power),
).flat();
const LOG = 3;
/** A drag over fewer pixels is a click. */
const SHORTEST_DRAG = 4;

export function chartOptions(lines: readonly Omit<Line, 'points'>[], options: ChartOptions): uPlot.Options {
  const { look } = options;
  const axis: uPlot.Axis = {
    stroke: look.text,
    font: look.font,
    grid: { stroke: look.grid, width: 1 },
    ticks: { show: false },
    gap: 6,
  };
  return {
    width: options.width,
    height: options.height,
    pxAlign: false,
    padding: [8, 20, 0, 0],
    legend: { show: false },
    cursor: {
      y: false,
      points: { size: 6 },
      drag: { x: true, y: false, setScale: false },
      bind: { dblclick: () => () => (options.onzoom(null), null) },
    },
    scales: {
      x: { time: false },
      y: options.log ? { distr: LOG } : { range: (_chart, low, high) => yRange(low, high) },
    },
    axes: [
      {
        ...axis,
        size: 24,
        label: options.nameX,
        labelFont: look.font,
        labelSize: 16,
        labelGap: -2,
        ...marksAlong(options),
      },
      {
        ...axis,
        size: (_chart, labels) => axisWidth(labels),
        space: (_chart, _axis, _low, _high, height) => Math.max(LINE_SPACE, height / MOST_LINES),
        values: (_chart, splits) => splits.map((value) => (value === null ? '' : options.format(value))),
      },
    ],
    series: [
      {},
      ...lines.map((line): uPlot.Series => ({
        label: line.label,
        stroke: line.colour,
        width: line.width,
        spanGaps: true,
        ...(line.dash && { dash: [...line.dash] }),
        points: line.dots
          ? { show: showsMarks, size: DOT, fill: line.colour, stroke: line.colour }
          : { show: false },
      })),
    ],
    hooks: {
      setCursor: [(chart) => options.onhover(chart.cursor.idx ?? null)],
      setSelect: [
        (chart) => {
          const { left, width } = chart.select;
          if (width < SHORTEST_DRAG) return;
          options.onzoom([chart.posToVal(left, 'x'), chart.posToVal(left + width, 'x')]);
          chart.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
        },
      ],
    },
  };
}

/** Pixels for the name of a date. */
const DATE_SPACE = 110;

function marksAlong({ along, formatX }: ChartOptions): Pick<uPlot.Axis, 'incrs' | 'splits' | 'values'> {
  if (along === 'dates') {
    const marks = ({ scales, bbox }: uPlot) =>
      dateTicks(scales['x']!.min!, scales['x']!.max!, bbox.width / devicePixelRatio / DATE_SPACE);
    return {
      splits: (chart) => marks(chart).map(({ at }) => at),
      values: (chart) => marks(chart).map(({ label }) => label),
    };
  }
  return {
    ...(along === 'counts' && { incrs: WHOLE_STEPS }),
    values: (_chart, splits) => splits.map((value) => (value === null ? '' : formatX(value))),
  };
}

/** Pixels across a mark of a single value. */
const DOT = 5;

/** True where so many marks in so many pixels do not run together: only there they are drawn. */
export const standApart = (marks: number, width: number): boolean => marks * 2 * DOT <= width;

function showsMarks(chart: uPlot, line: number): boolean {
  const [from, to] = chart.series[0]!.idxs!;
  let marks = 0;
  for (let i = from; i <= to; i++) if (chart.data[line]![i] != null) marks++;
  return standApart(marks, chart.bbox.width / devicePixelRatio);
}

/** Pixels between the lines across a chart, at least, … */
const LINE_SPACE = 30;
/** … and how many of them a high one has, about. */
const MOST_LINES = 10;

/** Room for the longest number, and the same for all that are short: charts beside and above each other are in line. */
const axisWidth = (labels: readonly string[] | null): number =>
  Math.max(52, 12 + 7 * Math.max(0, ...(labels ?? []).map((label) => label.length)));

/** Some air above and below, and a span where all values are the same. */
export function yRange(low: number | null, high: number | null): [number, number] {
  if (low === null || high === null || !Number.isFinite(low) || !Number.isFinite(high)) return [0, 1];
  const air = (high - low) * 0.06 || Math.abs(high) * 0.1 || 1;
  return [low >= 0 ? Math.max(0, low - air) : low - air, high + air];
}

/** Points with those of a stretch in place of what they have there. */
export function withStretch({ x, y }: Points, [from, to]: Range, stretch: Points): Points {
  const before = x.findIndex((at) => at >= from);
  if (before < 0) return { x, y };
  const behind = x.findIndex((at) => at > to);
  const joined = (all: readonly number[], part: readonly number[]): readonly number[] => [
    ...all.slice(0, before),
    ...part,
    ...(behind < 0 ? [] : all.slice(behind)),
  ];
  return { x: joined(x, stretch.x), y: joined(y, stretch.y) };
}

/**
 * One table for all lines: every x that any of them has, null where a line has no value there. It reaches over `range`
 * at least, so that charts of one run stand beside each other on the same scale.
 */
export function joined(lines: readonly Line[], [from, to]: Range): uPlot.AlignedData {
  if (lines.length === 0) return [[]];
  return uPlot.join(
    lines.map(({ points }, i): uPlot.AlignedData => {
      const x = [...points.x];
      const y = points.y.map((value) => (Number.isFinite(value) ? value : null));
      if (i === 0 && (x[0] ?? from + 1) > from) {
        x.unshift(from);
        y.unshift(null);
      }
      if (i === 0 && (x.at(-1) ?? from) < to) {
        x.push(to);
        y.push(null);
      }
      return [x, y];
    }),
  );
}

/** The part that is shown after a zoom by `factor` around a place (0: left end, 1: right), inside the whole. */
export function zoomed(shown: Range, whole: Range, factor: number, around = 0.5): Range | null {
  const length = (shown[1] - shown[0]) * factor;
  if (length >= whole[1] - whole[0]) return null;
  const from = shown[0] + (shown[1] - shown[0] - length) * around;
  return moved([from, from + length], whole, 0);
}

/** The shown part moved by a part of its own length, kept inside the whole. */
export function moved([from, to]: Range, whole: Range, by: number): Range {
  const length = to - from;
  const start = Math.min(Math.max(from + by * length, whole[0]), whole[1] - length);
  return [start, start + length];
}
