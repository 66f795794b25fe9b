/** Which of the two themes is drawn and how much moves: the person's choice, or what the system asks for. */

export type ThemeChoice = 'system' | 'light' | 'dark';
export type ThemeName = 'light' | 'dark';

export type Motion = 'system' | 'reduced';

const KEY = 'theme';
const MOTION_KEY = 'motion';

function remembered(): ThemeChoice {
  const kept = localStorage.getItem(KEY);
  return kept === 'light' || kept === 'dark' ? kept : 'system';
}

class Theme {
  choice: ThemeChoice = $state('system');
  #systemDark = $state(false);
  /** The theme now drawn; canvases redraw when it changes. */
  readonly name: ThemeName = $derived(
    this.choice === 'system' ? (this.#systemDark ? 'dark' : 'light') : this.choice,
  );

  motion: Motion = $state('system');
  #systemStill = $state(false);
  /** True where nothing is to glide. */
  readonly still: boolean = $derived(this.motion === 'reduced' || this.#systemStill);

  /** Sets `data-theme` on the page before the first paint and keeps it up to date. */
  start(): void {
    const dark = matchMedia('(prefers-color-scheme: dark)');
    this.choice = remembered();
    this.#systemDark = dark.matches;
    const still = matchMedia('(prefers-reduced-motion: reduce)');
    this.motion = localStorage.getItem(MOTION_KEY) === 'reduced' ? 'reduced' : 'system';
    this.#systemStill = still.matches;
    this.#apply();
    dark.addEventListener('change', (event) => {
      this.#systemDark = event.matches;
      this.#apply();
    });
    still.addEventListener('change', (event) => (this.#systemStill = event.matches));
  }

  chooseMotion(motion: Motion): void {
    this.motion = motion;
    localStorage.setItem(MOTION_KEY, motion);
    this.#apply();
  }

  choose(choice: ThemeChoice): void {
    this.choice = choice;
    localStorage.setItem(KEY, choice);
    this.#apply();
  }

  #apply(): void {
    document.documentElement.dataset['theme'] = this.name;
    document.documentElement.dataset['motion'] = this.motion;
  }
}

export const theme = new Theme();

/** The value of a token, for what is drawn on a `<canvas>`: `token('--data')`. Reading it in an effect follows the theme. */
export function token(name: `--${string}`): string {
  void theme.name;
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}
