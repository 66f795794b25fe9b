import { expect, test } from 'vitest';
import { mix } from './colour.ts';
import { keyNames } from './keys.ts';
import { readNumber, stepped } from './number-field.ts';

test.each([
  ['0.001', 0.001],
  [' 1e-3 ', 0.001],
  ['0,5', 0.5],
  ['-2.', -2],
  ['.5', 0.5],
  ['', null],
  ['1e', null],
  ['0x10', null],
  ['12 px', null],
  ['1e999', null],
  ['Infinity', null],
])('%j reads as %s', (text, number) => expect(readNumber(text, {})).toBe(number));

test.each([
  ['1,000', 1000],
  ['1.000', 1000],
  ['12 345 678', 12_345_678],
  ['1\u202f000', 1000],
  ['-1,000', -1000],
  ['1,00', 1],
  ['1,5', null],
  ['1,0000', 1],
  ['1,,000', null],
])('the whole number %j reads as %s', (text, number) =>
  expect(readNumber(text, { integer: true })).toBe(number),
);

test('a comma in a number that may have decimals is a decimal one', () => {
  expect(readNumber('1,000', {})).toBe(1);
});

test('limits and whole numbers are kept', () => {
  expect(readNumber('5', { min: 1, max: 4 })).toBeNull();
  expect(readNumber('2.5', { integer: true })).toBeNull();
  expect(readNumber('3', { min: 3, max: 3, integer: true })).toBe(3);
});

test('steps stay within the limits and free of binary dust', () => {
  expect(stepped(0.1, 0.2, {})).toBe(0.3);
  expect(stepped(9, 10, { max: 10 })).toBe(10);
  expect(stepped(1, -5, { min: 0 })).toBe(0);
});

test('shortcuts are named as the keyboard names them', () => {
  expect(keyNames('$mod+Shift+z', false)).toEqual(['Ctrl', 'Shift', 'Z']);
  expect(keyNames('$mod+Shift+z', true)).toEqual(['⌘', '⇧', 'Z']);
  expect(keyNames('Alt+Digit1', false)).toEqual(['Alt', '1']);
  expect(keyNames('[Shift]+?', false)).toEqual(['?']);
});

test('colours are mixed channel by channel', () => {
  expect(mix('#000000', '#ff8040', 0.5)).toBe('rgb(128, 64, 32)');
  expect(mix('#102030', '#ffffff', -1)).toBe('rgb(16, 32, 48)');
});
