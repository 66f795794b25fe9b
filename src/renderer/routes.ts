/** Every screen of the window, once: the rail, the shortcuts and the tests that walk all screens read this table. */

export interface RouteEntry {
  /** `bench`: around the canvas. `page`: by itself. */
  readonly frame: 'bench' | 'page';
  /** Key that goes there, as tinykeys writes it. */
  readonly keys?: string;
}

export const routes = {
  home: { frame: 'page' },
  templates: { frame: 'page' },
  data: { frame: 'bench', keys: 'Alt+Digit1' },
  design: { frame: 'bench', keys: 'Alt+Digit2' },
  train: { frame: 'bench', keys: 'Alt+Digit3' },
  runs: { frame: 'bench', keys: 'Alt+Digit4' },
  use: { frame: 'bench', keys: 'Alt+Digit5' },
  doctor: { frame: 'page' },
  settings: { frame: 'page', keys: '$mod+,' },
} as const satisfies Record<string, RouteEntry>;

export type RouteName = keyof typeof routes;
export type Room = { [R in RouteName]: (typeof routes)[R]['frame'] extends 'bench' ? R : never }[RouteName];

/** A screen and what it shows: a data set, a run. */
export interface Place {
  readonly route: RouteName;
  readonly id: string | null;
}

export const HOME: Place = { route: 'home', id: null };

const isRoute = (name: string): name is RouteName => Object.hasOwn(routes, name);

/** Where an address leads; an unknown one leads home. */
export function placeOf(hash: string): Place {
  const [name = '', id = ''] = hash.replace(/^#?\/?/, '').split('/');
  if (!isRoute(name)) return HOME;
  try {
    return { route: name, id: id === '' ? null : decodeURIComponent(id) };
  } catch {
    return { route: name, id: null };
  }
}

export const hashOf = (route: RouteName, id: string | null = null): string =>
  `#/${route}${id === null ? '' : `/${encodeURIComponent(id)}`}`;
