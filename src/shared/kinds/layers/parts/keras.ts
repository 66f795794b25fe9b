/** Values of a Keras config.json that several layers share, written and read. */
import { activations } from '../../activations/index.ts';
import type { ActivationName } from '../../activations/index.ts';
import { activationOf } from '../../activations/index.ts';

type Config = Readonly<Record<string, unknown>>;

/** The config of a Keras object, if this is one: `{ class_name, config }`. */
export function kerasObject(value: unknown): { className: string; config: Config } | null {
  if (typeof value !== 'object' || value === null || !('class_name' in value)) return null;
  const config =
    'config' in value && typeof value.config === 'object' ? (value.config as Config | null) : null;
  return { className: String(value.class_name), config: config ?? {} };
}

/** The other way around. */
export const object = (module: string, className: string, config: Config): Config => ({
  module,
  class_name: className,
  config,
  registered_name: null,
});

export const kerasActivation = (name: ActivationName): string => activationOf(name).keras;

/** Undefined where this version has no such activation. */
export const readActivation = (value: unknown): ActivationName | undefined =>
  activations.find((activation) => activation.keras === (value ?? 'linear'))?.kind;

export const kerasRegularizer = ({ l1, l2 }: { l1: number; l2: number }): Config | null =>
  l1 === 0 && l2 === 0 ? null : object('keras.regularizers', 'L1L2', { l1, l2 });

/** Null where it is a regularizer that this version does not have. */
export function readRegularizer(value: unknown): { l1: number; l2: number } | null {
  if (value == null) return { l1: 0, l2: 0 };
  const found = kerasObject(value);
  if (!found || !['L1', 'L2', 'L1L2'].includes(found.className)) return null;
  const { l1 = 0, l2 = 0 } = found.config;
  return typeof l1 === 'number' && typeof l2 === 'number' ? { l1, l2 } : null;
}

/** Whether a Keras config names the last axis alone; counted from the front, Keras says nothing of how many there are. */
export const isLastAxis = (axis: unknown): boolean => ['-1', '[-1]'].includes(JSON.stringify(axis));

/** What a layer may have in Keras but not here: true if every one of these is absent or at the value that changes nothing. */
export const plain = (config: Config, neutral: Config): boolean =>
  Object.entries(neutral).every(
    ([name, value]) => config[name] == null || JSON.stringify(config[name]) === JSON.stringify(value),
  );
