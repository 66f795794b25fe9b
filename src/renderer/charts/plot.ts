/** The options of the curves' chart (uPlot), from the theme's tokens. */
import uPlot from 'uplot';
import type { Points } from './decimate.ts';

export interface Line {
  readonly label: string;
  /** A colour as the canvas reads it. */
  readonly colour: string;
  readonly points: Points;
  readonly width: number;
  readonly dash?: readonly number[];
  /** Marks single values: an epoch has one. */
  readonly dots?: boolean;
}

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
  /** Told the index of the hovered point in the joined data; null when the pointer leaves. */
  readonly onhover: (index: number | null) => void;
}

const LOG = 3;

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
    cursor: { y: false, points: { size: 6 }, drag: { x: true, y: false } },
    scales: {
      x: { time: false },
      y: options.log ? { distr: LOG } : { range: (_chart, low, high) => yRange(low, high) },
    },
    axes: [
      {
        ...axis,
        size: 28,
        values: (_chart, splits) => splits.map((value) => (value === null ? '' : options.formatX(value))),
      },
      {
        ...axis,
        size: 52,
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
        points: line.dots ? { show: true, size: 5, fill: line.colour, stroke: line.colour } : { show: false },
      })),
    ],
    hooks: { setCursor: [(chart) => options.onhover(chart.cursor.idx ?? null)] },
  };
}

/** Some air above and below, and a span where all values are the same. */
function yRange(low: number | null, high: number | null): [number, number] {
  if (low === null || high === null || !Number.isFinite(low) || !Number.isFinite(high)) return [0, 1];
  const air = (high - low) * 0.06 || Math.abs(high) * 0.1 || 1;
  return [low >= 0 ? Math.max(0, low - air) : low - air, high + air];
}

/**
 * One table for all lines: every x that any of them has, null where a line has no value there. It reaches from 0 to
 * `until` at least, so that charts of one run stand beside each other on the same scale.
 */
export function joined(lines: readonly Line[], until: number): uPlot.AlignedData {
  if (lines.length === 0) return [[]];
  return uPlot.join(
    lines.map(({ points }, i): uPlot.AlignedData => {
      const x = [...points.x];
      const y = points.y.map((value) => (Number.isFinite(value) ? value : null));
      if (i === 0 && (x[0] ?? 1) > 0) {
        x.unshift(0);
        y.unshift(null);
      }
      if (i === 0 && (x.at(-1) ?? 0) < until) {
        x.push(until);
        y.push(null);
      }
      return [x, y];
    }),
  );
}
