/** One project file: read, with its revision, and written whole. */
import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import type { Project } from '../../../shared/network/document.ts';
import { parseProject, projectText } from '../../../shared/network/parse.ts';
import { coreWords } from '../../../shared/words/core.ts';
import { Failed, failure } from '../../../shared/words/failures.ts';
import { fileFailed, writeWhole } from '../files.ts';
import type { Files } from '../files.ts';

export const PROJECT_ENDING = '.neuroloom';
const LARGEST_MEGABYTES = 64;

export interface ReadProject {
  readonly project: Project;
  readonly revision: string;
  readonly modified: Date;
}

/** Changes with every change of the file's contents, whoever made it. */
const revisionOf = (bytes: Uint8Array | string): string =>
  createHash('sha256').update(bytes).digest('hex').slice(0, 32);

/** Throws Failed: unreadable, not a project, or a newer one. */
export async function readProject(path: string): Promise<ReadProject> {
  const { bytes, modified } = await readBytes(path);
  const parsed = parseProject(bytes.toString('utf8'), path);
  if (!parsed.ok) throw new Failed(parsed.error);
  return { project: parsed.value, revision: revisionOf(bytes), modified };
}

async function readBytes(path: string): Promise<{ bytes: Buffer; modified: Date }> {
  assertProjectPath(path);
  try {
    const file = await open(path, 'r');
    try {
      const facts = await file.stat();
      if (facts.size > LARGEST_MEGABYTES * 1024 * 1024) {
        throw new Failed(failure('project-invalid', { path, detail: coreWords.tooLarge(LARGEST_MEGABYTES) }));
      }
      return { bytes: await file.readFile(), modified: facts.mtime };
    } finally {
      await file.close();
    }
  } catch (error) {
    throw fileFailed(error, path);
  }
}

/** A request names any path: only projects are read and written through it. */
export function assertProjectPath(path: string): void {
  if (!path.endsWith(PROJECT_ENDING)) {
    throw new Failed(failure('project-invalid', { path, detail: coreWords.notProjectName }));
  }
}

/**
 * Writes a project whose file still is at `revision` (null: the file must not matter, it is new); answers the new
 * revision. A file that is gone is written anew. Throws Failed 'project-changed-elsewhere', 'disk-full'.
 */
export async function writeProject(
  path: string,
  project: Project,
  revision: string | null,
  files?: Files,
): Promise<string> {
  assertProjectPath(path);
  if (revision !== null) {
    const now = await currentRevision(path);
    if (now !== null && now !== revision) throw new Failed(failure('project-changed-elsewhere', { path }));
  }
  const text = projectText(project);
  await writeWhole(path, text, files);
  return revisionOf(text);
}

async function currentRevision(path: string): Promise<string | null> {
  try {
    return revisionOf((await readBytes(path)).bytes);
  } catch (error) {
    if (error instanceof Failed && error.failure.code === 'file-unreadable') return null;
    throw error;
  }
}
