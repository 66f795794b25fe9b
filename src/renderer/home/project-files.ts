import { toast } from 'svelte-sonner';
import type { Project } from '../../shared/network/document.ts';
import { parseProject, projectText } from '../../shared/network/parse.ts';
import { failureText } from '../../shared/words/failures.ts';
import { sentenceOf } from '../app.svelte.ts';
import type { App } from '../app.svelte.ts';
import type { ImportFlow } from '../data/index.ts';
import { saveText } from '../files.ts';
import { shell } from '../shell.ts';

const ENDING = '.neuroloom';

/** The project among dropped or picked files; it goes before any data beside it. */
const projectAmong = (files: readonly File[]): File | null =>
  files.find((file) => file.name.toLowerCase().endsWith(ENDING)) ?? null;

/** Opens the project among the files; else they are data to import, or what `take` makes of them. */
export async function takeFiles(
  app: App,
  flow: ImportFlow,
  files: File[],
  take?: (files: File[]) => void,
): Promise<void> {
  const project = projectAmong(files);
  if (project) return openProjectFile(app, project);
  if (take) return take(files);
  app.go('data');
  await flow.begin(files);
}

/**
 * Opens a `.neuroloom` file. In Electron it is opened where it lies. A browser gives no path, so its contents become
 * a project of the workspace. What is wrong with it is said in a sentence.
 */
async function openProjectFile(app: App, file: File): Promise<void> {
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

/** Asks for a project file and opens it. */
export function chooseProjectFile(app: App): void {
  const input = document.createElement('input');
  input.type = 'file';
  input.accept = ENDING;
  input.onchange = () => {
    const file = input.files?.[0];
    if (file) void openProjectFile(app, file);
  };
  input.click();
}

/** Saves the project as another file, where the person wants it; the open one stays open. */
export function saveProjectCopy(project: Project): void {
  const stem = project.name.replace(/[\\/:*?"<>|]+/g, ' ').trim() || 'project';
  saveText(`${stem}${ENDING}`, 'application/x-neuroloom', projectText(project));
}
