import { expect, test } from 'vitest';
import { find, findNear } from './find.ts';

const things = [
  { name: 'Go to Runs', about: 'compare results' },
  { name: 'Undo', about: '' },
  { name: 'Train', about: 'run start' },
  { name: 'Theme: dark', about: 'mode' },
  { name: 'Go to Train', about: '' },
];
const names = (text: string): string[] => find(things, text, (thing) => thing).map(({ name }) => name);

test('nothing typed finds everything as it stands', () =>
  expect(names('  ')).toEqual(things.map(({ name }) => name)));

test('the name goes before what is said of it, its beginning before its middle', () => {
  expect(names('train')).toEqual(['Train', 'Go to Train']);
  expect(names('run')).toEqual(['Go to Runs', 'Train']);
  expect(names('RUN go')).toEqual(['Go to Runs']);
});

test('first letters of words spell a name; letters from anywhere do not', () => {
  expect(names('gtru')).toEqual(['Go to Runs']);
  expect(names('thda')).toEqual(['Theme: dark']);
  expect(names('uo')).toEqual([]);
  expect(names('zzz')).toEqual([]);
});

test('a question finds what holds its rarest words, and nonsense still finds nothing', () => {
  const near = (text: string): string[] => findNear(things, text, (thing) => thing).map(({ name }) => name);
  expect(near('train')).toEqual(names('train'));
  expect(near('how do I compare two results')).toEqual(['Go to Runs']);
  expect(near('where is the dark one')).toEqual(['Theme: dark']);
  expect(near('no such thing')).toEqual([]);
  expect(near('')).toEqual(names(''));
});
