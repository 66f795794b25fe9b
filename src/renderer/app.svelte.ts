import { createContext } from 'svelte';
import type { OpenProject as Opened } from '../shared/contract/core.ts';
import { coreUnreachable, failureOf, failureText } from '../shared/words/failures.ts';
import { OpenProject } from './canvas/project.svelte.ts';
import type { Connection, WindowCore } from './core.ts';
import { hashOf, placeOf } from './routes.ts';
import type { Place, RouteName } from './routes.ts';
import { shell } from './shell.ts';
import { keepUnsaved, saveUnsaved } from './unsaved.ts';

/** The project that this tab had open, so that reloading the page comes back to it. */
const KEPT = 'project';
/** The setting that holds the desktop window's, so that the next start comes back to it, whatever ended the last. */
const LAST = 'window.project';

/** The sentence for anything that was caught: what the core said, or that something broke. */
export function sentenceOf(error: unknown): string {
  return failureText(failureOf(error, coreUnreachable));
}

/** The window: where it is, whether it reaches the core, and which project is open. */
export class App {
  readonly core: WindowCore;
  place: Place = $state.raw(placeOf(location.hash));
  connection: Connection = $state.raw('connecting');
  project: OpenProject | null = $state.raw(null);
  /** True until the project of an earlier page load is open again. */
  restoring: boolean = $state.raw(shell() !== undefined || sessionStorage.getItem(KEPT) !== null);
  #rejoined = new Set<() => void>();

  constructor(core: WindowCore) {
    this.core = core;
    this.connection = core.connection;
    core.onConnection((connection) => {
      const away = this.connection === 'lost' || this.connection === 'unknown';
      const back = away && connection === 'connected';
      this.connection = connection;
      if (back) for (const listener of [...this.#rejoined]) listener();
    });
    addEventListener('hashchange', () => (this.place = placeOf(location.hash)));
    addEventListener('beforeunload', (event) => {
      if (!this.#saveLast()) event.preventDefault();
    });
    void saveUnsaved(localStorage, core).then(() => this.#restore());
  }

  /** Told when the connection is back after it was lost: events may have been missed. */
  onRejoined(listener: () => void): () => void {
    this.#rejoined.add(listener);
    return () => this.#rejoined.delete(listener);
  }

  go(route: RouteName, id: string | null = null): void {
    location.hash = hashOf(route, id);
  }

  /** Shows a project that the core has opened, and lets go of the one before. */
  show(opened: Opened, route: RouteName = 'design'): void {
    void this.#letGo(this.project);
    this.project = new OpenProject(this.core, opened);
    this.#keep(opened.path);
    this.go(route);
  }

  /** Throws `Failed` where the file cannot be opened. */
  async open(path: string, route: RouteName = 'design'): Promise<void> {
    await saveUnsaved(localStorage, this.core);
    this.show(await this.core.request('projects.open', { path }), route);
  }

  /** Closes the open project, saved, and goes home. */
  async leave(): Promise<void> {
    const { project } = this;
    this.project = null;
    this.#keep(null);
    this.go('home');
    await this.#letGo(project);
  }

  async #letGo(project: OpenProject | null): Promise<void> {
    await project?.close();
    if (project?.unsaved) keepUnsaved(localStorage, project.path, project.unsaved);
  }

  /** The page goes away; false where the last changes could be lost. */
  #saveLast(): boolean {
    // A field that is being typed in gives what it holds when it is left.
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    const { project } = this;
    if (!project?.unsaved) return true;
    keepUnsaved(localStorage, project.path, project.unsaved);
    return project.saveLast(this.connection === 'connected');
  }

  #keep(path: string | null): void {
    if (path === null) sessionStorage.removeItem(KEPT);
    else sessionStorage.setItem(KEPT, path);
    // A browser has many tabs, each with a project of its own.
    if (shell()) void this.core.request('settings.set', { key: LAST, value: path }).catch(() => undefined);
  }

  async #restore(): Promise<void> {
    try {
      const kept = sessionStorage.getItem(KEPT);
      const path = kept ?? (await this.#last());
      if (path === null) return;
      const opened = await this.core.request('projects.open', { path });
      if (this.project) return; // another was opened meanwhile
      this.project = new OpenProject(this.core, opened);
      this.#keep(path);
      if (kept === null && this.place.route === 'home') this.go('design');
    } catch {
      // Deleted or moved since: there is nothing to come back to.
      sessionStorage.removeItem(KEPT);
    } finally {
      this.restoring = false;
    }
  }

  async #last(): Promise<string | null> {
    if (!shell()) return null;
    const { [LAST]: path } = await this.core.request('settings.get', {});
    return typeof path === 'string' ? path : null;
  }
}

export const [getApp, setApp] = createContext<App>();
