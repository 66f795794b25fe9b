import type { EventName, Events, Input, Output, RequestName } from '../../shared/contract/core.ts';
import { NO_BYTES } from '../../shared/contract/frames.ts';
import type { Project } from '../../shared/network/document.ts';
import { emptyProject } from '../../shared/network/starter.ts';
import { Failed, failure } from '../../shared/words/failures.ts';
import type { ProjectCore } from './project.svelte.ts';

const PATH = '/projects/mine.neuroloom';

type Heard = (payload: never, bytes: Uint8Array) => void;

/** One project file in memory, kept as the core keeps files: each save names the revision it started from. */
export class OneFile implements ProjectCore {
  project: Project = emptyProject('Mine');
  revision = 1;
  saves = 0;
  full = false;
  #listeners = new Map<EventName, Heard[]>();

  request = async <N extends RequestName>(name: N, input: Input<N>): Promise<Output<N>> => {
    await Promise.resolve();
    if (name === 'projects.open') return this.open() as unknown as Output<N>;
    if (name !== 'projects.save') throw new Failed(failure('not-found', { what: 'request', name }));
    const { project, revision } = input as Input<'projects.save'>;
    if (this.full) throw new Failed(failure('disk-full', { path: PATH }));
    if (revision !== String(this.revision))
      throw new Failed(failure('project-changed-elsewhere', { path: PATH }));
    this.saves++;
    return { revision: this.write(project as Project) } as unknown as Output<N>;
  };

  on<E extends EventName>(event: E, listener: (payload: Events[E], bytes: Uint8Array) => void): () => void {
    const heard = [...(this.#listeners.get(event) ?? []), listener as Heard];
    this.#listeners.set(event, heard);
    return () => this.#listeners.set(event, []);
  }

  open = () => ({ path: PATH, project: this.project, revision: String(this.revision) });

  /** What another window's save does too. */
  write(project: Project): string {
    this.project = project;
    this.revision++;
    for (const listener of this.#listeners.get('projects.changed') ?? []) {
      listener({ path: PATH, revision: String(this.revision) } as never, NO_BYTES);
    }
    return String(this.revision);
  }
}
