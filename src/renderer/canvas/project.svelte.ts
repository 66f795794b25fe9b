import type { CoreClient } from '../../shared/contract/core.ts';
import type { DatasetManifest } from '../../shared/data/manifest.ts';
import { adviseProject, undismissed } from '../../shared/network/advice/index.ts';
import { applyEdits } from '../../shared/network/apply.ts';
import { canTrain, checkProject } from '../../shared/network/check.ts';
import type { Network, Project } from '../../shared/network/document.ts';
import type { Edit } from '../../shared/network/edits.ts';
import { roleNetworks } from '../../shared/network/ends.ts';
import { inferNetwork } from '../../shared/network/infer.ts';
import { isInside, networksOnWay, rootOf } from '../../shared/network/inside.ts';
import type { Inferred } from '../../shared/network/infer.ts';
import { estimateMemory } from '../../shared/network/memory.ts';
import type { MachineRoom, MemoryEstimate } from '../../shared/network/memory.ts';
import { ui } from '../../shared/words/ui/index.ts';
import { coreUnreachable, failureOf } from '../../shared/words/failures.ts';
import type { Failure } from '../../shared/words/failures.ts';
import type { Problem } from '../../shared/words/problems.ts';
import { EMPTY_HISTORY, record, redone, undone } from './history.ts';
import type { History } from './history.ts';

/** What of the core an open project needs. */
export type ProjectCore = Pick<CoreClient, 'request' | 'on'>;
export type SaveState = 'saved' | 'unsaved' | 'saving' | 'failed';

const SAVE_AFTER_MS = 500;
const RETRY_AFTER_MS = 5000;

/**
 * The open project: its document, what follows from it, undo and redo, and saving by itself. Every change is edits
 * under a name; nothing else writes the document.
 */
export class OpenProject {
  readonly path: string;
  readonly #core: ProjectCore;
  #revision: string;
  #document: Project = $state.raw()!;
  /** The document as the file holds it. */
  #kept: Project = $state.raw()!;
  /** Id of the network that is shown, or the way to the layers inside a group; one that is not there: the first. */
  #shown: string | null = $state.raw(null);
  #history: History = $state.raw(EMPTY_HISTORY);
  #saving = $state.raw(false);
  #failure: Failure | null = $state.raw(null);
  #manifest: DatasetManifest | null = $state.raw(null);
  /** What the machine has for a run; asked again when one has begun or ended. */
  #room: MachineRoom | null = $state.raw(null);
  #wantedDataset: string | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #save: Promise<void> | null = null;
  /** The document that was last sent to be saved. */
  #sent: Project | null = null;
  #closed = false;
  readonly #stop: readonly (() => void)[];

  /** Set when another window or the command line changed the file, until the person has seen it. */
  changedElsewhere: boolean = $state.raw(false);

  readonly document: Project = $derived(this.#document);
  /** The networks that play a role in the recipe; one of them is shown. */
  readonly networks: readonly Network[] = $derived(roleNetworks(this.#document));
  /** From the network of a role to the group in it whose layers are shown; mostly the one network. */
  readonly way: readonly Network[] = $derived.by(() => {
    const way = this.#shown === null ? [] : networksOnWay(this.networks, this.#shown);
    return way.length > 0 ? way : [this.networks[0]!];
  });
  readonly network: Network = $derived(this.way.at(-1)!);
  /** True where the layers of a group are shown: they have no data of their own. */
  readonly inside: boolean = $derived(isInside(this.network.id));
  readonly inferred: Inferred = $derived(inferNetwork(this.network));
  /** What stands in the way of training, and advice that was not dismissed. */
  readonly problems: readonly Problem[] = $derived(
    undismissed(this.#document, [
      ...checkProject(this.#document, this.#manifest, this.#room),
      ...adviseProject(this.#document, this.#manifest),
    ]),
  );
  /** What a training takes, where the data and the machine are known. */
  readonly memory: MemoryEstimate | null = $derived(
    this.#manifest && this.#room ? estimateMemory(this.#document, this.#manifest, this.#room) : null,
  );
  /** Of the shown network. */
  readonly problemsByNode: ReadonlyMap<string, readonly Problem[]> = $derived.by(() => {
    const found = new Map<string, Problem[]>();
    // What is wrong inside a group is one problem of it outside; inside it is told layer by layer.
    for (const problem of this.inside ? this.inferred.problems : this.problems) {
      const { network, node } = problem.at;
      if (network === this.network.id && node !== undefined)
        found.set(node, [...(found.get(node) ?? []), problem]);
    }
    return found;
  });
  /** True if nothing stands in the way of training. */
  readonly ready: boolean = $derived(canTrain(this.problems));
  readonly manifest: DatasetManifest | null = $derived(this.#manifest);
  readonly canUndo: boolean = $derived(this.#history.past.length > 0);
  readonly canRedo: boolean = $derived(this.#history.future.length > 0);
  /** Names of the steps that undo and redo would take. */
  readonly undoName: string | null = $derived(this.#history.past.at(-1)?.name ?? null);
  readonly redoName: string | null = $derived(this.#history.future[0]?.name ?? null);
  /** What was last done, taken back or done again, for those who hear the window. */
  lastStep: { readonly way: 'did' | 'undid' | 'redid'; readonly name: string } | null = $state.raw(null);
  /** Why the last save failed; it is tried again by itself. */
  readonly failure: Failure | null = $derived(this.#failure);
  readonly saveState: SaveState = $derived(
    this.#failure ? 'failed' : this.#saving ? 'saving' : this.#document === this.#kept ? 'saved' : 'unsaved',
  );

  constructor(
    core: ProjectCore,
    open: { readonly path: string; readonly project: Project; readonly revision: string },
  ) {
    this.#core = core;
    this.path = open.path;
    this.#revision = open.revision;
    this.#document = open.project;
    this.#kept = open.project;
    this.#stop = [
      core.on('projects.changed', ({ path, revision }) => {
        const foreign = path === this.path && revision !== this.#revision && !this.#saving;
        // With changes of one's own the next save meets the conflict.
        if (foreign && this.#document === this.#kept) void this.#showNewer();
      }),
      core.on('datasets.changed', () => void this.#loadManifest()),
      core.on('run.changed', () => void this.#loadRoom()),
    ];
    void this.#loadManifest();
    void this.#loadRoom();
  }

  /**
   * Changes the document. Steps with the same `key` that follow each other closely are one step to undo: a slider
   * being dragged, a name being typed.
   */
  edit(name: string, edits: readonly Edit[], { key = null }: { key?: string | null } = {}): void {
    if (edits.length === 0) return;
    const before = this.#document;
    const after = applyEdits(before, edits);
    this.#history = record(this.#history, { name, before, after, key, at: Date.now() });
    this.lastStep = { way: 'did', name };
    this.#show(after);
  }

  showNetwork(id: string): void {
    this.#shown = id;
  }

  undo(): void {
    if (this.undoName !== null) this.lastStep = { way: 'undid', name: this.undoName };
    this.#travel(undone(this.#history));
  }

  redo(): void {
    if (this.redoName !== null) this.lastStep = { way: 'redid', name: this.redoName };
    this.#travel(redone(this.#history));
  }

  #travel(to: { readonly history: History; readonly document: Project } | null): void {
    if (!to) return;
    const changed = to.document.networks.filter(
      (network) =>
        !this.#document.networks.includes(network) && this.networks.some(({ id }) => id === network.id),
    );
    // What undo and redo change is seen.
    if (changed.length > 0 && changed.every(({ id }) => id !== rootOf(this.network.id)))
      this.#shown = changed[0]!.id;
    this.#history = to.history;
    this.#show(to.document);
  }

  #show(document: Project): void {
    this.#document = document;
    this.#saveIn(SAVE_AFTER_MS);
    if ((document.data.dataset?.id ?? null) !== this.#wantedDataset) void this.#loadManifest();
  }

  #saveIn(ms: number): void {
    if (this.#closed) return;
    this.#timer ??= setTimeout(() => void this.flush(), ms);
  }

  /** Saves now what is not saved yet; ends when it is, or when it cannot be (then `failure` says why). */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    while (this.#save) await this.#save;
    if (this.#document === this.#kept) return;
    this.#save = this.#saveOnce();
    await this.#save;
  }

  /** What is not saved yet, and the file that it belongs into; null where all is saved. */
  get unsaved(): { readonly project: Project; readonly revision: string } | null {
    if (this.#document === this.#kept) return null;
    return { project: this.#document, revision: this.#revision };
  }

  /**
   * The page goes away: sends at once what is not saved yet. False where the last changes could be lost: the core is
   * not reached, cannot save, or is just saving an older version.
   */
  saveLast(connected: boolean): boolean {
    if (!this.unsaved) return true;
    if (!connected || this.#failure) return false;
    if (!this.#save) void this.flush();
    return this.#sent === this.#document;
  }

  async #saveOnce(): Promise<void> {
    const project = this.#document;
    this.#sent = project;
    this.#saving = true;
    try {
      const { revision } = await this.#core.request('projects.save', {
        path: this.path,
        project,
        revision: this.#revision,
      });
      this.#revision = revision;
      this.#kept = project;
      this.#failure = null;
      if (this.#document !== project) this.#saveIn(SAVE_AFTER_MS);
    } catch (error) {
      await this.#notSaved(failureOf(error, coreUnreachable));
    } finally {
      this.#saving = false;
      this.#save = null;
    }
  }

  async #notSaved(why: Failure): Promise<void> {
    if (why.code === 'project-changed-elsewhere') {
      await this.#showNewer();
      return;
    }
    this.#failure = why;
    this.#saveIn(RETRY_AFTER_MS);
  }

  /** Shows the file's newer version. What was here is one undo away, so neither is lost. */
  async #showNewer(): Promise<void> {
    try {
      const newer = await this.#core.request('projects.open', { path: this.path });
      const before = this.#document;
      this.#revision = newer.revision;
      this.#history = record(this.#history, {
        name: ui.design.steps.changedElsewhere,
        before,
        after: newer.project,
        key: null,
        at: Date.now(),
      });
      this.#document = newer.project;
      this.#kept = newer.project;
      this.#failure = null;
      this.changedElsewhere = true;
      void this.#loadManifest();
    } catch (error) {
      this.#failure = failureOf(error, coreUnreachable);
    }
  }

  async #loadManifest(): Promise<void> {
    const id = this.#document.data.dataset?.id ?? null;
    this.#wantedDataset = id;
    const manifest = id === null ? null : await this.#core.request('datasets.get', { id }).catch(() => null);
    // A slow answer for a data set that is no longer the chosen one is not shown.
    if (this.#wantedDataset === id) this.#manifest = manifest;
  }

  async #loadRoom(): Promise<void> {
    const now = await this.#core.request('machine.now', {}).catch(() => null);
    this.#room = now?.room ?? null;
  }

  /** Saves what is left and lets go of the core. */
  async close(): Promise<void> {
    await this.flush();
    this.#closed = true;
    clearTimeout(this.#timer);
    for (const stop of this.#stop) stop();
  }
}
