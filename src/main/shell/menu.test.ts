import { describe, expect, test } from 'vitest';
import { acceleratorOf } from './accelerator.ts';
import { fitsCall } from './fits-call.ts';

test.each([
  ['$mod+Shift+Z', 'CmdOrCtrl+Shift+Z'],
  ['$mod+Alt+KeyC', 'CmdOrCtrl+Alt+C'],
  ['Shift+Digit1', 'Shift+1'],
  ['[Shift]+?', '?'],
  ['Alt+ArrowUp', 'Alt+Up'],
  ['F1', 'F1'],
  ['Delete', 'Delete'],
  ['$mod+MediaPlay', undefined],
  ['', undefined],
])('%s is %s in the menus of the system', (keys, accelerator) => {
  expect(acceleratorOf(keys)).toBe(accelerator);
});

describe('a call of the page', () => {
  const item = { id: 'undo', label: 'Undo', keys: '$mod+Z', everywhere: false, enabled: true };
  const menus = [{ group: 'edit', title: 'Edit', items: [item] }];

  test('is answered where its arguments are what it takes', () => {
    expect(fitsCall('neuroloom:connect', [])).toBe(true);
    expect(fitsCall('neuroloom:open-files', [true])).toBe(true);
    expect(fitsCall('neuroloom:save-file', ['a.neuroloom'])).toBe(true);
    expect(fitsCall('neuroloom:set-menus', [menus])).toBe(true);
  });

  test('is refused with anything else', () => {
    expect(fitsCall('neuroloom:connect', [1])).toBe(false);
    expect(fitsCall('neuroloom:open-files', ['yes'])).toBe(false);
    expect(fitsCall('neuroloom:save-file', ['x'.repeat(5000)])).toBe(false);
    expect(fitsCall('neuroloom:set-menus', [])).toBe(false);
    expect(fitsCall('neuroloom:set-menus', [[{ ...menus[0], submenu: [] }]])).toBe(false);
    expect(fitsCall('neuroloom:set-menus', [[{ ...menus[0], items: [{ ...item, click: 'x' }] }]])).toBe(
      false,
    );
    expect(fitsCall('neuroloom:set-menus', [Array(21).fill(menus[0])])).toBe(false);
    expect(
      fitsCall('neuroloom:set-menus', [[{ ...menus[0], items: [{ ...item, label: 'x'.repeat(301) }] }]]),
    ).toBe(false);
  });
});
