import { expect, test } from 'vitest';
import { Commands } from './commands.svelte.ts';
import type { Command } from './commands.svelte.ts';

function storage(kept: string | null = null) {
  let value = kept;
  return { getItem: () => value, setItem: (_: string, next: string) => void (value = next) };
}
function table(kept: string | null = null) {
  const ran: string[] = [];
  const place = storage(kept);
  const command = (id: string, rest: Partial<Command> = {}): Command => ({
    id,
    label: id,
    group: 'edit',
    run: () => ran.push(id),
    ...rest,
  });
  return { ran, place, command, commands: new Commands(place) };
}
/** As far as a shortcut looks at it. */
function pressed(key: string, modifiers: readonly string[] = [], repeat = false) {
  let prevented = false;
  const event = {
    key,
    repeat,
    code: '',
    target: null,
    isComposing: false,
    ctrlKey: modifiers.includes('Control'),
    metaKey: false,
    altKey: modifiers.includes('Alt'),
    getModifierState: (name: string) => modifiers.includes(name),
    get defaultPrevented() {
      return prevented;
    },
    preventDefault: () => (prevented = true),
  };
  return event as unknown as KeyboardEvent;
}

test('what rooms contribute is one table, until they take it back', () => {
  const { commands, command } = table();
  const stop = commands.contribute(() => [command('a'), command('b')]);
  commands.contribute(() => [command('c', { keys: '$mod+K' })]);
  expect(commands.all.map(({ id }) => id)).toEqual(['a', 'b', 'c']);
  expect(commands.keysOf('c')).toBe('$mod+K');
  stop();
  expect(commands.all.map(({ id }) => id)).toEqual(['c']);
});

test('a command that does not apply is neither run nor remembered', () => {
  const { commands, command, ran } = table();
  commands.contribute(() => [command('a', { can: false }), command('b')]);
  for (const id of ['a', 'b', 'nothing']) commands.run(id);
  expect(ran).toEqual(['b']);
  expect(commands.recent.map(({ id }) => id)).toEqual(['b']);
});

test('what was used last is remembered, the newest first and each once', () => {
  const { commands, command, place } = table();
  const source = (): Command[] => ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((id) => command(id));
  commands.contribute(source);
  for (const id of ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'c']) commands.run(id);
  const again = new Commands(place);
  again.contribute(source);
  expect(again.recent.map(({ id }) => id)).toEqual(['c', 'g', 'f', 'e', 'd', 'b']);
});

test.each(['not json', '7', '{"a":1}', 'null'])('what was kept as %j is no reason to fail', (kept) =>
  expect(table(kept).commands.recent).toEqual([]),
);

test('a shortcut runs its command, and the browser’s own meaning of it never happens', () => {
  const { commands, command, ran } = table();
  commands.contribute(() => [
    command('save', { keys: '$mod+S' }),
    command('redo', { keys: '$mod+Shift+Z', otherKeys: ['$mod+Y'], can: false }),
    command('shortcuts', { keys: '[Shift]+?' }),
    command('duplicate', { keys: '$mod+D', heard: 'canvas' }),
  ]);
  const save = pressed('s', ['Control']);
  const redo = pressed('y', ['Control']);
  const duplicate = pressed('d', ['Control']);
  for (const event of [save, redo, duplicate, pressed('s'), pressed('?', ['Shift'])]) commands.press(event);
  expect(ran).toEqual(['save', 'shortcuts']);
  expect([save, redo, duplicate].map((event) => event.defaultPrevented)).toEqual([true, true, false]);
});

test('keys that are held undo step after step, and start one run', () => {
  const { commands, command, ran } = table();
  commands.contribute(() => [
    command('undo', { keys: '$mod+Z' }),
    command('train', { keys: '$mod+Enter', once: true }),
  ]);
  for (const key of ['z', 'Enter'])
    for (const repeat of [false, true, true]) commands.press(pressed(key, ['Control'], repeat));
  expect(ran).toEqual(['undo', 'undo', 'undo', 'train']);
});

test('keys of the canvas are heard there alone, and never in a text', () => {
  const { commands, command, ran } = table();
  commands.contribute(() => [
    command('everywhere', { keys: '$mod+K' }),
    command('drawn', { keys: 'Delete', heard: 'canvas' }),
    command('copied', { keys: '$mod+C', heard: 'elsewhere' }),
    command('not now', { keys: '$mod+D', heard: 'canvas', can: false }),
  ]);
  expect(commands.press(pressed('Delete'))).toBe(false);
  expect(commands.press(pressed('Delete'), 'canvas')).toBe(true);
  expect(commands.press(pressed('k', ['Control']), 'canvas')).toBe(false);
  const copy = pressed('c', ['Control']);
  expect(commands.press(copy, 'canvas')).toBe(false);
  expect(copy.defaultPrevented).toBe(false);
  const kept = pressed('d', ['Control']);
  expect(commands.press(kept, 'canvas')).toBe(false);
  expect(kept.defaultPrevented).toBe(true);
  const inText = pressed('Delete');
  Object.assign(inText, {
    target: { closest: (selector: string) => (selector.includes('textarea') ? {} : null) },
  });
  expect(commands.press(inText, 'canvas')).toBe(false);
  expect(ran).toEqual(['drawn']);
});

test('menus and what they offer come from the table', () => {
  const { commands, command, ran } = table();
  commands.contribute(() => [
    command('undo', { label: 'Undo move', keys: '$mod+Z' }),
    command('remove', { label: 'Delete the selection', short: 'Delete', can: false }),
    command('align-left', { group: 'arrange' }),
    command('add-dense', { group: 'layers' }),
  ]);
  expect(commands.menus.map(({ group, entries }) => [group, entries.map(({ id }) => id)])).toEqual([
    ['edit', ['undo', 'remove']],
    ['arrange', ['align-left']],
  ]);
  expect(commands.item('remove')).toMatchObject({ label: 'Delete', disabled: true });
  commands.item('undo').act();
  expect(ran).toEqual(['undo']);
  expect(() => commands.item('nothing')).toThrow('nothing');
});
