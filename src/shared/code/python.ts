/** Python text: values, calls and names. */

/** A line of code, and the node of the canvas that it comes from; null where it is of no single one. */
export interface CodeLine {
  readonly text: string;
  readonly node: string | null;
}
export type Code = readonly CodeLine[];

export const call = (callee: string, args: readonly string[]): string => `${callee}(${args.join(', ')})`;

export const keyword = (name: string, value: string): string => `${name}=${value}`;

/** A number, text, truth value, nothing or a tuple of these, as Python writes it. */
export function literal(value: unknown): string {
  if (value === null || value === undefined) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'number' && value !== 0 && Math.abs(value) < 1e-3) return value.toExponential();
  if (typeof value === 'number' || typeof value === 'string') return JSON.stringify(value);
  if (Array.isArray(value)) return tuple(value.map(literal));
  throw new Error(`Python has no literal for ${JSON.stringify(value)}`);
}

/** A number that has to be one with a point. */
export const float = (value: number): string =>
  Number.isInteger(value) && Math.abs(value) < 1e16 ? `${value}.0` : literal(value);

export const tuple = (items: readonly string[]): string =>
  items.length === 1 ? `(${items[0]!},)` : `(${items.join(', ')})`;

export const list = (items: readonly string[]): string => `[${items.join(', ')}]`;

/** One alone, or a list of several. */
export const oneOrList = (items: readonly string[]): string => (items.length === 1 ? items[0]! : list(items));

/** "GlorotUniform", "kernelSize", "Conv2D" as Python names values: `glorot_uniform`, `kernel_size`, `conv_2d`. */
export const snakeCase = (name: string): string =>
  name.replaceAll(/([a-z])([A-Z0-9])/g, '$1_$2').toLowerCase();

/** Words of the language, names that it has already, and those that the code around the layers uses. */
const TAKEN = new Set(
  `and as assert async await break class continue def del elif else except finally for from global if import in is
  lambda nonlocal not or pass raise return try while with yield abs all any bin dict filter float hash id input int
  len list map max min next object pow print range round set slice sorted str sum super tuple type zip x y self
  keras layers model network torch nn f`.split(/\s+/),
);

/** A variable for each node: its name in small ASCII letters, unique. */
export function variableNames(
  nodes: readonly { readonly id: string; readonly name: string }[],
): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  const taken = new Set(TAKEN);
  for (const { id, name } of nodes) {
    const plain = name
      .normalize('NFKD')
      .replaceAll(/([a-z])([A-Z][a-z])/g, '$1_$2')
      .toLowerCase()
      .replaceAll(/[\u0300-\u036f]/g, '')
      .replaceAll(/[^a-z0-9]+/g, '_')
      .replaceAll(/^_+|_+$/g, '');
    const base = /^[a-z]/.test(plain) ? plain : `layer${plain && `_${plain}`}`;
    let unique = base;
    for (let n = TAKEN.has(base) ? 1 : 2; taken.has(unique); n++) unique = `${base}_${n}`;
    taken.add(unique);
    names.set(id, unique);
  }
  return names;
}

/** One alone, or several with commas between them. */
export const oneOrMany = (items: readonly string[]): string =>
  items.length === 0 ? 'None' : items.join(', ');
