/** A person's files on their way in, as drops, folders and uploads, and what the window gives out to be saved. */
import type { CoreClient, Input, Source } from '../shared/contract/core.ts';
import { coreWords } from '../shared/words/core.ts';
import { Failed, failure } from '../shared/words/failures.ts';
import type { Failure } from '../shared/words/failures.ts';
import { shell } from './shell.ts';

export interface UploadProgress {
  readonly file: string;
  readonly sent: number;
  readonly total: number;
}

/**
 * Files as the core can read them. In Electron it is their paths; in a browser they are uploaded first, each from where
 * an earlier attempt of the same file ended. Throws `Failed`, or the signal's reason when it is aborted.
 */
export async function sourcesOf(
  core: CoreClient,
  files: readonly File[],
  { onProgress, signal }: { onProgress?: (progress: UploadProgress) => void; signal?: AbortSignal } = {},
): Promise<Source[]> {
  const bridge = shell();
  if (bridge) return files.map((file) => ({ path: bridge.pathOf(file) }));
  const total = files.reduce((sum, file) => sum + file.size, 0);
  const keys = files.map((file) => `${nameOf(file)}|${file.size}|${file.lastModified}`);
  const group = `${files.length}-${total}-${fingerprint(keys.join('\n'))}`;
  const sources: Source[] = [];
  let before = 0;
  for (const [at, file] of files.entries()) {
    const place = { name: nameOf(file), bytes: file.size, group, key: keys[at]!.slice(-200) };
    const report = (sent: number): void => onProgress?.({ file: file.name, sent: before + sent, total });
    sources.push({ upload: await uploadOne(core, file, place, report, signal) });
    before += file.size;
  }
  return sources;
}

/** Times that an upload goes on after it was cut off, and how long it waits before each. */
const UPLOAD_ATTEMPTS = 5;
const UPLOAD_PAUSE_MS = 1000;

/** Answers the upload's id once all bytes are there. Goes on by itself where the connection was cut. */
async function uploadOne(
  core: CoreClient,
  file: File,
  place: Input<'uploads.begin'>,
  report: (sent: number) => void,
  signal: AbortSignal | undefined,
): Promise<string> {
  for (let attempt = 1; ; attempt++) {
    const { upload, received } = await core.request('uploads.begin', place);
    report(received);
    if (received === file.size && file.size > 0) return upload;
    const end = await put(file, upload, received, report, signal);
    if (end === 'whole') return upload;
    if (attempt === UPLOAD_ATTEMPTS) {
      throw new Failed(failure('file-unreadable', { path: file.name, detail: coreWords.uploadCut }));
    }
    await new Promise((resolve) => setTimeout(resolve, UPLOAD_PAUSE_MS));
  }
}

/** A short name for what a text says (FNV-1a): the same files in another attempt are the same group. */
function fingerprint(text: string): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return (hash >>> 0).toString(16);
}

/** The folder that was dropped or picked, where all files lie in one. */
export function folderOf(files: readonly File[]): string | null {
  const tops = new Set(
    files.map((file) => (nameOf(file).includes('/') ? nameOf(file).split('/')[0]! : null)),
  );
  const [top] = tops;
  return tops.size === 1 && top !== undefined ? top : null;
}

/** Path below the dropped folder where there is one: class folders name the classes. */
const folders = new WeakMap<File, string>();
const nameOf = (file: File): string => folders.get(file) ?? (file.webkitRelativePath || file.name);

/** One PUT with progress; XMLHttpRequest, because fetch reports none for what it sends. Throws what the server said. */
function put(
  file: File,
  upload: string,
  from: number,
  report: (sent: number) => void,
  signal: AbortSignal | undefined,
): Promise<'whole' | 'cut'> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('PUT', `/uploads/${encodeURIComponent(upload)}?from=${from}`);
    request.upload.onprogress = (event) => report(from + event.loaded);
    request.onload = () => {
      if (request.status < 300) resolve('whole');
      // The server has another part of it than was thought, or is still writing the last one: ask again.
      else if (request.status === 409) resolve('cut');
      else reject(new Failed(refusalOf(request.responseText, file.name, request.status)));
    };
    request.onerror = () => resolve('cut');
    request.onabort = () => reject(signal?.reason);
    signal?.addEventListener('abort', () => request.abort());
    if (signal?.aborted === true) return reject(signal.reason);
    request.send(from === 0 ? file : file.slice(from));
  });
}

/** What the server said: a failure as JSON, or a sentence. */
function refusalOf(text: string, path: string, status: number): Failure {
  try {
    return (JSON.parse(text) as { failure: Failure }).failure;
  } catch {
    return failure('file-unreadable', { path, detail: text.trim().replace(/\.$/, '') || `error ${status}` });
  }
}

/**
 * All files of a drop, folders walked. In Electron a folder is passed as it is: the core reads it where it lies. Must
 * be called while the drop event is handled, because the browser empties the event afterwards.
 */
export function filesOfDrop(transfer: DataTransfer): Promise<File[]> {
  const items = [...transfer.items].filter((item) => item.kind === 'file');
  const inShell = shell() !== undefined;
  const found = items.map((item) => {
    const entry = item.webkitGetAsEntry();
    const file = item.getAsFile();
    if (entry?.isDirectory === true && !inShell) return walk(entry as FileSystemDirectoryEntry, entry.name);
    return Promise.resolve(file ? [file] : []);
  });
  return Promise.all(found).then((lists) => lists.flat());
}

async function walk(directory: FileSystemDirectoryEntry, path: string): Promise<File[]> {
  const reader = directory.createReader();
  const files: File[] = [];
  for (;;) {
    const entries = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (entries.length === 0) return files;
    for (const entry of entries) {
      const below = `${path}/${entry.name}`;
      if (entry.isDirectory) files.push(...(await walk(entry as FileSystemDirectoryEntry, below)));
      else files.push(await fileOf(entry as FileSystemFileEntry, below));
    }
  }
}

function fileOf(entry: FileSystemFileEntry, path: string): Promise<File> {
  return new Promise((resolve, reject) =>
    entry.file((file) => {
      folders.set(file, path);
      resolve(file);
    }, reject),
  );
}

/** Saves a text that the page holds, where the person wants it. */
export function saveText(name: string, type: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/** Lets the browser save an exported file. */
export function downloadExport(id: string): void {
  const link = document.createElement('a');
  link.href = `/exports/${encodeURIComponent(id)}`;
  link.download = '';
  link.click();
}
