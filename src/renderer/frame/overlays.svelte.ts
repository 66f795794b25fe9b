import { createContext } from 'svelte';

/** What lies over the rooms, and is opened by commands from anywhere. */
export class Overlays {
  palette: boolean = $state(false);
  shortcuts: boolean = $state(false);
  newProject: boolean = $state(false);
  renaming: boolean = $state(false);
}

export const [getOverlays, setOverlays] = createContext<Overlays>();
