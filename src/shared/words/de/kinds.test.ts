import { describe, expect, test } from 'vitest';
import { layers } from '../../kinds/layers/index.ts';
import { families } from './families.fixture.ts';
import type { English } from './families.fixture.ts';
import { expectGerman, expectTranslated } from './translation.fixture.ts';
import { kinds } from './kinds.ts';
import type { KindWords, ParamWords } from '../kinds.ts';

/** Names that are the same in both languages; a layer's is that of its class in Keras. */
const names = new Set([
  ...layers.map(({ label }) => label).filter((label) => label !== 'Group'),
  ...['Linear', 'ReLU', 'Leaky ReLU', 'ELU', 'SELU', 'GELU', 'SiLU', 'Mish', 'Softplus', 'Softsign'],
  ...[
    'Sigmoid',
    'Tanh',
    'Softmax',
    'Orthogonal',
    'Precision',
    'Recall',
    'F1',
    'ROC AUC',
    'R²',
    'Autoencoder',
    'GAN',
    'Generator',
  ],
  ...['SGD', 'Adam', 'AdamW', 'Adamax', 'Nadam', 'RMSprop', 'Adagrad', 'Adadelta', 'Lion'],
]);
const paramNames = new Set([
  ...[
    'Padding',
    'Bias',
    'L1',
    'L2',
    'Dropout',
    'Epsilon',
    'Rate',
    'Alpha',
    'Gamma',
    'Delta',
    'Interpolation',
  ],
  ...['Momentum', 'Nesterov', 'Beta 1', 'Beta 2', 'Rho'],
]);

const formulaWords = /\b(for|otherwise|then|and|with|each|of|where|over|from|after|the|or|is)\b/;

type Texts = ReadonlyMap<string, string>;
const texts = (found: readonly (readonly [string, string | undefined])[]): Texts =>
  new Map(found.filter((entry): entry is [string, string] => entry[1] !== undefined));

const ofParams = (params: Readonly<Record<string, ParamWords>> = {}) =>
  Object.entries(params).flatMap(([name, { label, doc, unit }]) => [
    [`params.${name}.label`, label] as const,
    [`params.${name}.doc`, doc] as const,
    [`params.${name}.unit`, unit] as const,
  ]);

const englishTexts = ({ label, doc, formula, params, inputs, outputs, roles }: English): Texts =>
  texts([
    ['label', label],
    ['doc', doc],
    ['formula', formula],
    ...ofParams(params),
    ...(inputs ?? []).map((port) => [`inputs.${port.name}`, port.doc] as const),
    ...(outputs ?? []).map((port) => [`outputs.${port.name}`, port.doc] as const),
    ...(roles ?? []).flatMap((role) => [
      [`roles.${role.name}.label`, role.label] as const,
      [`roles.${role.name}.doc`, role.doc] as const,
    ]),
  ]);

const germanTexts = ({ label, doc, formula, params, inputs, outputs, roles }: KindWords): Texts =>
  texts([
    ['label', label],
    ['doc', doc],
    ['formula', formula],
    ...ofParams(params),
    ...Object.entries(inputs ?? {}).map(([name, text]) => [`inputs.${name}`, text] as const),
    ...Object.entries(outputs ?? {}).map(([name, text]) => [`outputs.${name}`, text] as const),
    ...Object.entries(roles ?? {}).flatMap(([name, role]) => [
      [`roles.${name}.label`, role.label] as const,
      [`roles.${name}.doc`, role.doc] as const,
    ]),
  ]);

test('every family of kinds has words, and no other', () => {
  expect(Object.keys(kinds).sort()).toEqual(Object.keys(families).sort());
});

describe.each(Object.entries(families))('%s', (family, english) => {
  const german: Readonly<Record<string, KindWords | undefined>> = kinds[family as keyof typeof kinds];

  test('every kind has words, and nothing else has', () => {
    expect(Object.keys(german).sort()).toEqual(english.map(({ kind }) => kind).sort());
  });

  test.each(english.map((kind) => [kind.kind, kind] as const))('%s', (name, kind) => {
    const said = englishTexts(kind);
    const words = germanTexts(german[name]!);
    const leftOut = [...said.keys()].filter((at) => !words.has(at));
    expect([...words.keys()].filter((at) => !said.has(at))).toEqual([]);
    expect(leftOut.filter((at) => at !== 'label' && at !== 'formula')).toEqual([]);
    if (leftOut.includes('label')) expect(names).toContain(kind.label);
    if (leftOut.includes('formula')) expect(kind.formula).not.toMatch(formulaWords);
    for (const [at, text] of words) {
      const of = said.get(at)!;
      const where = `${name}.${at}`;
      const kept = at.endsWith('.unit')
        ? text === 'px'
        : at.endsWith('label') && [...names, ...paramNames].includes(text);
      if (kept) expect(text, where).toBe(of);
      else if (at === 'formula') {
        expectGerman(text, where);
        expect(text, where).not.toBe(of);
      } else expectTranslated(of, text, where);
    }
  });

  test.each(english.map((kind) => [kind.kind, kind] as const))(
    '%s: values are called what they are',
    (name, kind) => {
      for (const [param, { doc, control }] of Object.entries(kind.params ?? {})) {
        const options = control.type === 'choice' ? control.options : [];
        const explained = (text: string) => options.filter((option) => text.includes(`${option}:`));
        expect(explained(german[name]!.params![param]!.doc), param).toEqual(explained(doc));
      }
    },
  );
});

test('the same sentence in English is the same in German', () => {
  const said = new Map<string, Set<string>>();
  for (const [family, english] of Object.entries(families)) {
    const german: Readonly<Record<string, KindWords | undefined>> = kinds[family as keyof typeof kinds];
    for (const kind of english) {
      const words = germanTexts(german[kind.kind]!);
      for (const [at, text] of englishTexts(kind)) {
        const translated = words.get(at);
        if (text.endsWith('.') && translated !== undefined)
          said.set(text, (said.get(text) ?? new Set()).add(translated));
      }
    }
  }
  const several = [...said].filter(([, translations]) => translations.size > 1);
  expect(several.map(([text, translations]) => [text, ...translations])).toEqual([]);
});
