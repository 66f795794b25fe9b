/** What is measured of a run, by the name that the run gives it. */
import { measureOf, toldParams } from '../kinds/metrics/index.ts';
import { kindWords } from './kinds.ts';
import { measured, percent, wholePercent } from './numbers.ts';
import { ui } from './ui/index.ts';

/** What a metric is called, and what it says. 'loss' is every run's own; the name of one of several outputs stands before. */
export function metricWords(name: string): { readonly label: string; readonly doc: string } {
  const own = name.split('/').at(-1)!;
  const before = own === name ? '' : `${name.slice(0, -own.length - 1)}: `;
  const { label, doc } = ofOutput(own);
  return { label: before + label, doc };
}

function ofOutput(name: string): { readonly label: string; readonly doc: string } {
  if (name === 'learningRate')
    return { label: ui.train.settings.learningRate, doc: ui.train.settings.learningRateDoc };
  const measure = measureOf(name);
  if (!measure) return { label: ui.train.curves.loss, doc: ui.train.lossDoc };
  const { label, doc } = kindWords('metrics', measure);
  const told = Object.entries(toldParams(name));
  const tell = (text: string): string =>
    told.reduce((so, [param, value]) => so.replace(new RegExp(`\\b${param}\\b`), value), text);
  return { label: tell(label), doc: tell(doc) };
}

export const metricLabel = (name: string): string => metricWords(name).label;

/** How a metric's values are written: parts of all rows as per cent. */
export const metricWriter = (name: string): ((value: number) => string) =>
  measureOf(name)?.part ? percent : measured;

/** The same on an axis, where short is better. */
export const axisWriter = (name: string): ((value: number) => string) =>
  metricWriter(name) === percent ? wholePercent : measured;
