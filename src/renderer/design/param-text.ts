import type { Control, Param, ShapeForm } from '../../shared/kinds/params.ts';
import { readNumber } from '../ui/number-field.ts';
import { spokenLanguage } from '../../shared/words/language.ts';
import { count, listText, plainNumber } from '../../shared/words/numbers.ts';
import { ui } from '../../shared/words/ui/index.ts';

type Numbers = Extract<Control, { type: 'numbers' }>;

/** `0.1, 0.2`; no number is a dash. Where the comma is the decimal sign, `0,1; 0,2`. */
export const numbersText = (value: readonly number[]): string =>
  value.length === 0 ? '–' : listText(value.map(plainNumber));

/** A list of numbers from what a person types: `0.1, 0.2`; null where it is none within the limits. */
export function readNumbers(
  text: string,
  { least, most, min, max, whole }: Numbers,
): readonly number[] | null {
  const read = text
    .split(spokenLanguage() === 'en' ? /[\s,;]+/ : /[\s;]+|,(?=\s)/)
    .filter((part) => part !== '' && part !== '–')
    .map((part) => readNumber(part, { min, max, integer: whole }));
  const found = read.filter((number) => number !== null);
  return found.length === read.length && found.length >= least && found.length <= most ? found : null;
}

/** What lies around a picture is no product, and no more is an order of axes. */
export const isProduct = (control: Control): boolean =>
  control.type === 'size'
    ? !control.sides.some((side) => side === 'start' || side === 'top')
    : control.type !== 'shape' || control.form !== 'order';

/** How many layers a group holds, its input and output aside. */
const layersText = ({ nodes }: { readonly nodes: readonly unknown[] }): string =>
  ui.design.properties.layers(Math.max(0, nodes.length - 2));

/** A stored value as the person reads it: `3 × 3`, `2, 1` for an order, `on`, `0.5`. */
export function valueText(value: unknown, control: Control): string {
  if (control.type === 'layers') return layersText(value as { readonly nodes: readonly unknown[] });
  if (control.type === 'classes') {
    const told = Object.entries(value as Readonly<Record<string, number>>);
    return told.length === 0
      ? ui.design.properties.eachClass(control.usual)
      : listText(told.map(([name, number]) => `${name} ${plainNumber(number)}`));
  }
  if (Array.isArray(value)) {
    if (control.type === 'numbers') return numbersText(value);
    return isProduct(control) ? value.join(' × ') : listText(value.map(String));
  }
  if (typeof value === 'boolean') return value ? ui.design.properties.on : ui.design.properties.off;
  return typeof value === 'number' ? plainNumber(value) : String(value);
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any
export const isDefault = (param: Param<any>, value: unknown): boolean =>
  JSON.stringify(value ?? param.default) === JSON.stringify(param.default);

/** What a number may be: "a whole number from 1 to 1 000". */
export function limitsText(
  control: Extract<Control, { type: 'integer' | 'number' | 'numbers' | 'size' | 'classes' }>,
): string {
  const words = ui.design.properties;
  const show = (n: number): string => (Number.isInteger(n) ? count(n) : plainNumber(n));
  return control.type === 'integer' ||
    control.type === 'size' ||
    (control.type === 'numbers' && control.whole)
    ? words.wholeOutside(show(control.min), show(control.max))
    : words.outside(show(control.min), show(control.max));
}

/**
 * A shape from what a person types: `28 × 28 × 1`, `28x28x1`, `28, 28, 1`; null where it is none.
 */
export function readShape(text: string, form: ShapeForm): readonly number[] | null {
  const parts = text
    .trim()
    .split(/\s*[×x*,;]\s*|\s+/i)
    .filter(Boolean);
  const shape = parts.map(Number);
  const right =
    shape.length > 0 &&
    shape.length <= 6 &&
    shape.filter((n) => n === -1).length <= (form === 'open' ? 1 : 0) &&
    shape.every((n) => n === -1 || (Number.isInteger(n) && n >= 1 && n <= 1_000_000));
  return right ? shape : null;
}

/** What a setting means, what it may be, and what it is by default. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export function explained({ doc, unit, control, default: value }: Param<any>): string {
  const words = ui.design.properties;
  return [
    doc,
    ...('min' in control ? [words.limits(limitsText(control))] : []),
    ...(unit === undefined ? [] : [words.unit(unit)]),
    words.byDefault(valueText(value, control)),
  ].join(' ');
}
