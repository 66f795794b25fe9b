/** How shortcuts are shown. They are written as tinykeys reads them: `$mod+Shift+Z`. */

const APPLE: Readonly<Record<string, string>> = { $mod: '⌘', Shift: '⇧', Alt: '⌥', Control: '⌃' };
const OTHERS: Readonly<Record<string, string>> = { $mod: 'Ctrl', Control: 'Ctrl' };
const BOTH: Readonly<Record<string, string>> = {
  ArrowUp: '↑',
  ArrowDown: '↓',
  Escape: 'Esc',
  Delete: 'Del',
  Space: '␣',
};

const onApple = (): boolean => typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.platform);

/** The names of a shortcut's keys as the person's keyboard writes them. */
export function keyNames(keys: string, apple: boolean = onApple()): string[] {
  const names = apple ? APPLE : OTHERS;
  return keys
    .split('+')
    .filter((key) => !key.startsWith('[')) // a modifier that some keyboards need to write the key
    .map((key) => key.replace(/^(Key|Digit)(?=.$)/, ''))
    .map((key) => names[key] ?? BOTH[key] ?? (key.length === 1 ? key.toUpperCase() : key));
}
