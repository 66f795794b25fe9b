/** A run's curves as they are drawn, and where the numbers are that they are drawn in few points of. */
import type { Points } from '../../shared/runs/outline.ts';
import type { RunSeries } from '../../shared/runs/series.ts';
import type { Line, Range } from './plot.ts';

/** The numbers of one run, which the core has. */
export interface Numbers {
  /** The same for the same numbers. */
  readonly of: string;
  whole(name: string): Promise<Points>;
  stretch(name: string, range: Range): Promise<Points>;
}

export type RunCurve = Pick<Line, 'points' | 'whole' | 'closer'>;

export class RunCurves {
  readonly series: RunSeries;
  readonly #numbers: Numbers;

  constructor(series: RunSeries, numbers: Numbers) {
    this.series = series;
    this.#numbers = numbers;
  }

  get names(): readonly string[] {
    return [...this.series.byName.keys()];
  }

  /** `perX`: steps for each unit of the horizontal axis. Null where there are no values. */
  of(name: string, perX = 1): RunCurve | null {
    const series = this.series.of(name);
    if (!series || series.length === 0) return null;
    const along = ({ x, y }: Points): Points => (perX === 1 ? { x, y } : { x: x.map((at) => at / perX), y });
    const numbers = this.#numbers;
    return {
      points: along(series.points()),
      whole: () => numbers.whole(name).then(along),
      ...(!series.whole && {
        closer: {
          of: `${numbers.of} ${name}`,
          at: ([from, to]) => numbers.stretch(name, [from * perX, to * perX]).then(along),
        },
      }),
    };
  }
}
