/** What is measured of a run, by the name that the run gives it. */
import { measureOf, metricKind, metrics, toldParams } from '../kinds/metrics/index.ts';
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
  if (!measure) {
    const { loss, measured } = ui.train.curves;
    const ofRecipe = (measured as Readonly<Record<string, string>>)[name];
    return ofRecipe === undefined ? { label: loss, doc: ui.train.lossDoc } : { label: ofRecipe, doc: '' };
  }
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

const order: readonly string[] = metrics.map(({ kind }) => kind);
/** The loss, what recipes measure, metrics in the order in which they are shown, and the learning rate. */
const place = (name: string): number =>
  name === 'loss' ? -2 : name === 'learningRate' ? order.length : order.indexOf(metricKind(name));

/** What is measured each epoch, of the names that a run has sent: in training, or on validation rows alone. */
export const epochMeasures = (
  names: Iterable<string>,
  of: readonly ('epoch' | 'validation')[] = ['epoch', 'validation'],
): readonly string[] => {
  const found = [...names].flatMap((name) => {
    const [split, ...rest] = name.split('/');
    return rest.length > 0 && (of as readonly string[]).includes(split!) ? [rest.join('/')] : [];
  });
  return [...new Set(found)].sort((a, b) => place(a) - place(b));
};
