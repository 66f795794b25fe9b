import { toast } from 'svelte-sonner';
import { parseProject } from '../../shared/network/parse.ts';
import { failureText } from '../../shared/words/failures.ts';
import { sentenceOf } from '../app.svelte.ts';
import type { App } from '../app.svelte.ts';
import { shell } from '../core.ts';

const ENDING = '.neuroloom';

/** The project among dropped or picked files; it goes before any data beside it. */
export const projectAmong = (files: readonly File[]): File | null =>
  files.find((file) => file.name.toLowerCase().endsWith(ENDING)) ?? null;

/**
 * Opens a `.neuroloom` file. In Electron it is opened where it lies. A browser gives no path, so its contents become
 * a project of the workspace. What is wrong with it is said in a sentence.
 */
export async function openProjectFile(app: App, file: File): Promise<void> {
  try {
    const bridge = shell();
    if (bridge) {
      await app.open(bridge.pathOf(file));
      return;
    }
    const read = parseProject(await file.text(), file.name);
    if (!read.ok) {
      toast.error(failureText(read.error), { duration: Infinity });
      return;
    }
    const project = read.value;
    const made = await app.core.request('projects.create', { name: project.name });
    const saved = await app.core.request('projects.save', {
      path: made.path,
      project,
      revision: made.revision,
    });
    app.show({ path: made.path, project, revision: saved.revision });
  } catch (error) {
    toast.error(sentenceOf(error), { duration: Infinity });
  }
}
