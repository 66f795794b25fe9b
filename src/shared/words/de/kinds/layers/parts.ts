/** What several layers say, as src/shared/kinds/layers/parts says it in English. */
import type { ParamWords } from '../../../kinds.ts';
import { initializerParams } from '../initializers.ts';

export const input = (text: string) => ({ inputs: { input: text } });
export const output = (text: string) => ({ outputs: { output: text } });

export const anyShape = input('Beliebige Form.');
export const sameShape = output('Dieselbe Form.');
export const steps = input('Eine Reihe von Zahlen je Zeitschritt.');

/** The words for a layer over so many axes. */
export const over = {
  1: {
    extent: 'Länge',
    units: 'Schritte',
    the: 'die Sequenz',
    of: 'der Sequenz',
    from: 'von der Sequenz',
    a: 'Eine Sequenz',
    larger: 'Eine größere Sequenz',
    smaller: 'Eine kleinere Sequenz',
    shape: 'Eine Sequenz: Zeitschritte × Kanäle.',
  },
  2: {
    extent: 'Höhe und Breite',
    units: 'Pixel',
    the: 'das Bild',
    of: 'des Bildes',
    from: 'vom Bild',
    a: 'Ein Bild',
    larger: 'Ein größeres Bild',
    smaller: 'Ein kleineres Bild',
    shape: 'Ein Bild: Höhe × Breite × Kanäle.',
  },
  3: {
    extent: 'Tiefe, Höhe und Breite',
    units: 'Voxel',
    the: 'das Volumen',
    of: 'des Volumens',
    from: 'vom Volumen',
    a: 'Ein Volumen',
    larger: 'Ein größeres Volumen',
    smaller: 'Ein kleineres Volumen',
    shape: 'Ein Volumen: Tiefe × Höhe × Breite × Kanäle.',
  },
} as const;
export type Axes = keyof typeof over;

export const picture = input(over[2].shape);

const ofKernel = 'Wie der Kernel vor dem Training gefüllt wird.';

type Own = keyof typeof initializerParams;
type Initializer<N extends string, O extends Own = Own> = Readonly<
  Record<N | `${N}${Capitalize<O>}`, ParamWords>
>;
/** `weights`: what the labels of its parameters begin with. */
export const initializer = <const N extends string, O extends Own = Own>(
  name: N,
  weights: string,
  words: ParamWords,
  own: Readonly<Record<O, ParamWords>> = initializerParams,
): Initializer<N, O> =>
  Object.fromEntries([
    [name, words],
    ...Object.entries<ParamWords>(own).map(([param, { label, doc }]) => [
      `${name}${param[0]!.toUpperCase()}${param.slice(1)}`,
      { label: `${weights}: ${label}`, doc },
    ]),
  ]) as Initializer<N, O>;

/** Those of vectors are told no gain. */
const { gain: _gain, ...ofVectors } = initializerParams;
export const vectorInitializer = <const N extends string>(name: N, weights: string, doc: string) =>
  initializer(name, weights, { label: `${weights}-Initialisierer`, doc }, ofVectors);

export const kernelInitializer = (doc = ofKernel) =>
  initializer('kernelInitializer', 'Kernel', { label: 'Kernel-Initialisierer', doc });

export const biasInitializer = (doc = 'Wie der Bias vor dem Training gefüllt wird.') =>
  vectorInitializer('biasInitializer', 'Bias', doc);

/** `values`: whose, in the genitive; `of`: what their labels end with. */
export const weightRegularizers = (values: string, of = '') => ({
  l1: { label: `L1${of}`, doc: `Addiert dieses Vielfache der Summe der absoluten ${values} zum Verlust.` },
  l2: { label: `L2${of}`, doc: `Addiert dieses Vielfache der Summe der quadrierten ${values} zum Verlust.` },
});

/** `values`, `of`: as for those of a kernel. */
export function biasRegularizers(values: string, of: string) {
  const { l1: biasL1, l2: biasL2 } = weightRegularizers(values, of);
  return { biasL1, biasL2 };
}

/** `values`: whose, in the genitive, after "absoluten" and "quadrierten". */
export const activityRegularizersOf = (values: string) => ({
  activityL1: {
    label: 'L1 der Ausgaben',
    doc: `Addiert dieses Vielfache der über den Batch gemittelten Summe der absoluten ${values} zum Verlust: So antworten weniger Einheiten zugleich.`,
  },
  activityL2: {
    label: 'L2 der Ausgaben',
    doc: `Addiert dieses Vielfache der über den Batch gemittelten Summe der quadrierten ${values} zum Verlust.`,
  },
});
export const activityRegularizers = activityRegularizersOf('Ausgaben');

export const regularizers = {
  ...weightRegularizers('Kernelwerte'),
  ...biasRegularizers('Bias-Werte', ' des Bias'),
  ...activityRegularizers,
} as const;

export const activation = (doc: string): ParamWords => ({ label: 'Aktivierung', doc });

export const kernel = {
  activation: activation('Wird auf jeden Ausgabewert angewandt.'),
  useBias: { label: 'Bias', doc: 'Addiert zu jeder Ausgabe einen gelernten Versatz.' },
  ...kernelInitializer(),
  ...biasInitializer(),
  ...regularizers,
} as const;

export const epsilon = (
  doc = 'Wird zur Varianz addiert, damit nie durch null geteilt wird.',
): ParamWords => ({ label: 'Epsilon', doc });

export const affine = {
  epsilon: epsilon(),
  center: { label: 'Zentrieren', doc: 'Lernt die Verschiebung (Beta).' },
  scale: { label: 'Skalieren', doc: 'Lernt den Faktor (Gamma).' },
  ...vectorInitializer(
    'gammaInitializer',
    'Gamma',
    'Wie der Faktor vor dem Training gefüllt wird. Nullen am Ende eines Zweigs lassen anfangs nur den anderen durch.',
  ),
  ...vectorInitializer('betaInitializer', 'Beta', 'Wie die Verschiebung vor dem Training gefüllt wird.'),
  ...weightRegularizers('Faktoren', ' von Gamma'),
  ...biasRegularizers('Verschiebungen', ' von Beta'),
  ...activityRegularizers,
} as const;

export const rate = { rate: { label: 'Rate', doc: 'Anteil der Werte, der auf null gesetzt wird.' } } as const;
