/** Keras constructors as a person calls them: arguments that hold Keras' own defaults are left out. */
import table from '../keras-defaults.json' with { type: 'json' };
import { call, keyword, literal, snakeCase } from '../python.ts';

export type Config = Readonly<Record<string, unknown>>;
interface KerasObject {
  readonly class_name: string;
  readonly config: Config;
  readonly module: string;
}
const isObject = (value: unknown): value is KerasObject =>
  typeof value === 'object' && value !== null && 'class_name' in value;

/**
 * By class, what its constructor's arguments are if nothing is said; made by keras-defaults.py. Constant is not among
 * them: Keras cannot make it of its name alone.
 */
const defaults: Readonly<Record<string, Config>> = table;

/** A Keras object that holds nothing but its name is written as that: "glorot_uniform". */
export function argument(value: unknown): string {
  if (!isObject(value)) return literal(value);
  const said = args(value.class_name, value.config);
  if (said.length === 0 && value.module !== 'keras.layers') return literal(snakeCase(value.class_name));
  return call(`${value.module.replace('keras.layers', 'layers')}.${value.class_name}`, said);
}

/** Arguments that differ from the class' defaults. */
export const args = (className: string, config: Config): readonly string[] =>
  Object.entries(config).flatMap(([name, value]) => {
    if (MADE_OF_OTHERS.has(name)) return [];
    const usual = defaults[className]?.[name];
    // What the constructor does not know, Keras adds when it builds the layer.
    if (defaults[className] && usual === undefined && !(name in defaults[className])) return [];
    const written = argument(value);
    const unsaid = usual === null ? [literal(null), literal(STANDS_FOR[name])] : [argument(usual)];
    return usual !== REQUIRED && unsaid.includes(written) ? [] : [keyword(name, written)];
  });

const REQUIRED = '(required)';
/** Arguments that Keras makes of the others where they are not given: the second layer of a Bidirectional, of the first. */
const MADE_OF_OTHERS: ReadonlySet<string> = new Set(['backward_layer']);
/** What Keras takes for an argument of None. */
const STANDS_FOR: Config = { activation: 'linear', data_format: 'channels_last', attention_axes: [1] };
