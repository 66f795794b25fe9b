/** German says everything that English says, in sentences of its own. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { coreWords } from '../core.ts';
import { failure, failureText } from '../failures.ts';
import { importNotes, importReasons } from '../imports.ts';
import { kindNames } from '../kinds.ts';
import type { Family } from '../kinds.ts';
import type { Said } from '../said.ts';
import { englishTables, speak } from '../language.ts';
import { measured, numbersWithin, percent } from '../numbers.ts';
import { when } from '../moments.ts';
import '../help/entries.ts';
import { saidProblem } from '../problems.ts';
import '../run-ended.ts';
import '../samples.ts';
import '../shell.ts';
import { told } from '../told.ts';
import { ui } from '../ui/index.ts';
import { valueWords } from '../values.ts';
import { families } from './families.fixture.ts';
import { german } from './index.ts';
import { shell } from './shell.ts';

type Words = Readonly<Record<string, unknown>>;
const isWords = (value: unknown): value is Words => typeof value === 'object' && value !== null;

/** Every word and sentence of a table, by its place in it. */
function entries(words: Words, path = ''): readonly (readonly [string, unknown])[] {
  return Object.entries(words).flatMap(([key, value]) => {
    const place = path === '' ? key : `${path}.${key}`;
    return isWords(value) ? entries(value, place) : [[place, value] as const];
  });
}

/** Tables that fall back to what kinds, terms and samples say of themselves: theirs may say less. */
const PARTIAL = new Set(['kinds', 'terms', 'howTos', 'samples']);
const translated: Words = { ...german, shell };
const english = englishTables() as ReadonlyMap<string, Words>;
const tables = [...english].filter(([name]) => !PARTIAL.has(name));

/** Stands for any fact: reads as a number or a text, and gives itself for whatever is asked of it. */
function anything(number: number): unknown {
  const self: unknown = new Proxy(() => self, {
    get(_target, name) {
      if (name === Symbol.toPrimitive) return (hint: string) => (hint === 'number' ? number : 'Xyz');
      if (name === Symbol.iterator) return undefined;
      if (name === 'detail' || name === 'wanted') return 'Xyz';
      if (name === 'map' || name === 'flatMap') return (make: (item: unknown) => unknown) => [make(self)];
      if (name === 'join' || name === 'toFixed' || name === 'toExponential') return () => '2.5';
      return self;
    },
    apply: () => self,
  });
  return self;
}

/** Facts of sentences that look into theirs more closely. */
const FACTS: Readonly<Record<string, readonly unknown[]>> = {
  'doctor.installStep': ['download', 1e6, 3e6],
  'doctor.name': ['disk'],
  'failures.loss-not-finite': [{ step: 3, at: { layer: 'Xyz', what: 'weights' } }],
  'failures.project-has-problems': [{ sentences: ['Xyz.'] }],
  'importNotes.notUsedWith': ['images'],
  'moments.date': [3, 4, 2024],
  'moments.month': [4, 2024],
  'problems.param-invalid': [{ layer: 'Xyz', param: 'Xyz', reason: valueWords.missing }],
  'problems.setting-invalid': [{ setting: 'mix', of: 'Xyz', param: 'Xyz', reason: valueWords.missing }],
  'values.at': ['Xyz', valueWords.missing],
  'values.form': ['whole'],
  'problems.inside': [{ layer: 'Xyz', problem: { code: 'no-input', facts: {} } }],
  'shell.damagedDetail': [[{ path: 'Xyz', what: 'changed' }]],
  'ui.design.canvas.edgeShape': [[4, 8, 3], 'Xyz', 'Xyz'],
  'ui.design.canvas.nodeNumbers': [[4, 8], 3, 5000, 12_000],
  'ui.train.stateWithin': ['failed'],
  'ui.machine.trying': ['Xyz', 1, 3],
};

const say = (table: string, place: string, sentence: unknown, number: number): string =>
  typeof sentence === 'function'
    ? String(
        (sentence as (...facts: unknown[]) => unknown)(
          ...(FACTS[`${table}.${place}`] ?? Array.from({ length: 6 }, () => anything(number))),
        ),
      )
    : String(sentence);

/** Words that are the same in both languages: names, formats, and what practitioners call so in German too. */
const SAME = new Set([
  ...['Neuroloom', 'Neuroloom Xyz', 'Node', 'TensorFlow', 'Electron', 'SQLite Xyz, Xyz', 'GPU', 'Cache'],
  ...['Keras', 'Keras 3', 'PyTorch', 'ONNX', '.keras', '.onnx', 'IDX', 'float32', 'English', 'Deutsch'],
  ...[
    'Attention',
    'Beam',
    'Checkpoint',
    'Pooling',
    'Precision',
    'Recall',
    'Threads',
    'Tokens',
    'Top-k',
    'Top-p',
  ],
  ...['Alt', 'Esc', 'mixup', 'cutmix', 'Code', 'Name', 'System', 'Test', 'Text', 'Training'],
  // Of the doctor's names, which both sentences read from a table that is German by then.
  'Platte',
  ...['in 1\u202fs', 'in 3\u202fs'],
]);

beforeAll(() => speak('de', translated as Record<string, object>));
afterAll(() => {
  speak('en', {});
  expect(ui.common.cancel).toBe('Cancel');
});

test('both have the same tables', () => {
  expect(Object.keys(translated).sort()).toEqual([...english.keys()].sort());
});

describe.each(tables)('%s', (name, table) => {
  const own = translated[name] as Words;
  test('the same places, sentences where sentences are', () => {
    const kinds = (words: Words) =>
      entries(words)
        .map(([place, value]) => `${place}: ${typeof value}`)
        .sort();
    expect(kinds(own)).toEqual(
      kinds(table).filter((place) => !place.startsWith('area') && !place.includes('.area:')),
    );
  });

  test('German sentences of the same facts', () => {
    const other = new Map(entries(table));
    const wrong: string[] = [];
    for (const [place, sentence] of entries(own)) {
      for (const number of [1, 3]) {
        const text = say(name, place, sentence, number);
        const was = say(name, place, other.get(place), number);
        const unquoted = text.replace(/„[^“]*“/g, '');
        if (/undefined|NaN|\[object|function/.test(text) || text === '')
          wrong.push(`${place}: broken: ${text}`);
        if (/\b(the|and|of|is|are|with|not|from|this|which)\b/i.test(unquoted))
          wrong.push(`${place}: English: ${text}`);
        if (/["']/.test(text)) wrong.push(`${place}: quotation marks: ${text}`);
        if (text === was && /\p{L}{2}/u.test(text.replaceAll('Xyz', '')) && !SAME.has(text))
          wrong.push(`${place}: same: ${text}`);
      }
    }
    expect([...new Set(wrong)]).toEqual([]);
  });
});

test('numbers have a decimal comma and dates German months', () => {
  expect([measured(0.2841), percent(0.9124), measured(1.25e-5)]).toEqual([
    '0,2841',
    '91,24\u202f%',
    '1,25e-5',
  ]);
  const now = new Date(2026, 10, 23, 14, 30);
  expect(when(new Date(2026, 10, 23, 14, 18), now)).toBe('vor 12\u202fmin');
  expect(when(new Date(2024, 2, 3), now)).toBe('3. März 2024');
  expect(numbersWithin('-0.1, 0.2 · relu')).toBe('-0,1; 0,2 · relu');
});

test('what another process says is German here, whatever that process speaks', () => {
  const sent = JSON.parse(JSON.stringify(importNotes.raggedRow(3, 4))) as Said;
  expect(told(sent)).toBe('Die Zeile hat 3 Zellen, die Tabelle aber 4 Spalten. Sie wurde ausgelassen.');
  expect(told([coreWords.endedBySignal('SIGTERM'), 'the last line'])).toBe(
    'Er wurde durch SIGTERM beendet\nthe last line',
  );
  expect(failureText(failure('import-failed', { file: 'a.csv', detail: importReasons.notText() }))).toBe(
    'a.csv konnte nicht importiert werden: Es ist kein Text.',
  );
  expect(told({ table: 'importNotes', key: 'ofANewerVersion', facts: ['a', 3] })).toBe('ofANewerVersion a 3');
});

test('settings of the training are told by their German names, whatever the training process speaks', () => {
  const facts = {
    setting: 'schedule',
    of: kindNames.kind('schedules', 'step', 'Step'),
    param: kindNames.param('schedules', 'step', 'every', 'Every'),
    reason: valueWords.atLeast(1),
  } as const;
  const sent = JSON.parse(JSON.stringify(saidProblem({ code: 'setting-invalid', facts }))) as Said;
  expect(told(sent)).toBe('Einstellungen zum Training, Zeitplan, Stufen, Alle: Nötig ist mindestens 1.');
});

test('kinds, terms, how-tos and samples that German speaks of are those that there are', () => {
  for (const [family, kinds] of Object.entries(german.kinds)) {
    const known = new Set(families[family as Family].map(({ kind }) => kind));
    expect(
      Object.keys(kinds).filter((kind) => !known.has(kind)),
      family,
    ).toEqual([]);
  }
  for (const name of ['terms', 'howTos'] as const)
    expect(
      Object.keys(german[name]).filter((id) => !(id in english.get(name)!)),
      name,
    ).toEqual([]);
  const { samples } = JSON.parse(readFileSync('resources/samples/index.json', 'utf8')) as {
    samples: readonly { id: string }[];
  };
  expect(Object.keys(german.samples).sort()).toEqual(samples.map(({ id }) => id).sort());
});
