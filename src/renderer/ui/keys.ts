/** How shortcuts are shown. They are written as tinykeys reads them: `$mod+Shift+Z`. */
import { ui } from '../../shared/words/ui/index.ts';

const APPLE: Readonly<Record<string, string>> = { $mod: '⌘', Shift: '⇧', Alt: '⌥', Control: '⌃' };
const BOTH: Readonly<Record<string, string>> = {
  ArrowUp: '↑',
  ArrowDown: '↓',
  Space: '␣',
};

const onApple = (): boolean => typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.platform);

/** The names of a shortcut's keys as the person's keyboard writes them. */
export function keyNames(keys: string, apple: boolean = onApple()): string[] {
  const named: Readonly<Record<string, string>> = ui.common.keys;
  const names = apple ? APPLE : { $mod: named['Control']! };
  return keys
    .split('+')
    .filter((key) => !key.startsWith('[')) // a modifier that some keyboards need to write the key
    .map((key) => key.replace(/^(Key|Digit)(?=.$)/, ''))
    .map(
      (key) =>
        (names as Readonly<Record<string, string>>)[key] ??
        BOTH[key] ??
        named[key] ??
        (key.length === 1 ? key.toUpperCase() : key),
    );
}
