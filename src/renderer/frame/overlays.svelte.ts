import { createContext } from 'svelte';
import type { HelpTopic } from '../../shared/words/help/entries.ts';

/** What lies over or beside the rooms, and is opened by commands from anywhere. */
export class Overlays {
  palette: boolean = $state(false);
  shortcuts: boolean = $state(false);
  newProject: boolean = $state(false);
  help: boolean = $state(false);
  /** What the help shows first; null: everything. Another object each time it is asked for. */
  asked: { readonly topic: HelpTopic | null } = $state.raw({ topic: null });
  renaming: boolean = $state(false);

  openHelp(topic: HelpTopic | null): void {
    this.asked = { topic };
    this.help = true;
  }
}

export const [getOverlays, setOverlays] = createContext<Overlays>();
