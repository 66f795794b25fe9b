/** A shortcut as the system's menus write it: `$mod+Alt+KeyC` is `CmdOrCtrl+Alt+C`. Undefined for keys that they do not know. */
export function acceleratorOf(keys: string): string | undefined {
  const parts = keys
    .split('+')
    .filter((key) => !key.startsWith('[')) // a modifier that some keyboards need to write the key
    .map((key) => NAMES[key] ?? key.replace(/^(Key|Digit)(?=.$)/, ''));
  return parts.length > 0 && parts.every((part) => KNOWN.test(part)) ? parts.join('+') : undefined;
}

const NAMES: Readonly<Record<string, string>> = {
  $mod: 'CmdOrCtrl',
  ArrowUp: 'Up',
  ArrowDown: 'Down',
  ArrowLeft: 'Left',
  ArrowRight: 'Right',
};
const KNOWN =
  /^(CmdOrCtrl|Shift|Alt|Control|Up|Down|Left|Right|Enter|Escape|Delete|Backspace|Space|F\d{1,2}|[\w?])$/;
