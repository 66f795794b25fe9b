/**
 * The one file that knows how the core is reached: over a WebSocket in a browser, over a MessagePort that the shell
 * hands over in Electron. Above it there is a `CoreClient` that comes back by itself when the connection is lost.
 */
import type { PageMenus } from '../shared/contract/page-menu.ts';
import type {
  CoreClient,
  CoreHead,
  EventName,
  Events,
  Input,
  Output,
  RequestName,
} from '../shared/contract/core.ts';
import type { Source } from '../shared/contract/core.ts';
import { decodeFrame, encodeFrame, NO_BYTES } from '../shared/contract/frames.ts';
import type { Carrier, Frame } from '../shared/contract/frames.ts';
import { coreWords } from '../shared/words/core.ts';
import { Failed, failure } from '../shared/words/failures.ts';
import type { Failure } from '../shared/words/failures.ts';

/** What the preload script puts on the page in Electron. */
export interface ShellBridge {
  port(): ShellPort | Promise<ShellPort>;
  /** The path of a file that was dropped or picked. */
  pathOf(file: File): string;
  /** Shows a file of the workspace in the system's file manager. */
  showInFolder(path: string): void;
  /** What the system's menu is made of from now on. */
  setMenus(menus: PageMenus): Promise<void>;
  /** Calls back with each command that is chosen from it. */
  onCommand(listener: (command: string) => void): void;
  /** Calls back with each project file that the person opens from outside of the page. */
  onOpen(listener: (path: string) => void): void;
}
export interface ShellPort {
  postMessage(bytes: Uint8Array): void;
  onmessage(listener: (bytes: Uint8Array) => void): void;
  onclose(listener: () => void): void;
}
declare global {
  interface Window {
    readonly neuroloom?: ShellBridge;
  }
}

/** The shell's bridge; undefined in a browser. */
export const shell = (): ShellBridge | undefined => window.neuroloom;

/**
 * `connecting` at the start, `lost` while it tries again after a connection ended, `unknown` while the server that it
 * reaches does not know this browser: it was started anew, with a new key.
 */
export type Connection = 'connecting' | 'connected' | 'lost' | 'unknown' | 'closed';

/** What `connect` rejects with where there is a server that does not know this browser. */
export class UnknownHere extends Error {}

export interface WindowCore extends CoreClient {
  readonly connection: Connection;
  /** Told of every change of `connection`; a change to `connected` after `lost` means that news may have been missed. */
  onConnection(listener: (connection: Connection) => void): () => void;
}

/** Milliseconds before each new attempt; the last is repeated. */
const PATIENCE = [100, 250, 500, 1000, 2000, 4000];

interface Waiting {
  readonly resolve: (answer: { value: unknown; bytes: Uint8Array }) => void;
  readonly reject: (reason: Failed) => void;
}

/**
 * A client over carriers that `connect` opens. A request made while there is no connection waits for the next one; one
 * that was on its way when the connection ended fails, because nobody knows whether it was done.
 */
export function reconnectingCore(
  connect: () => Promise<Carrier>,
  patience: readonly number[] = PATIENCE,
): WindowCore {
  const waiting = new Map<number, Waiting>();
  const listeners = new Map<EventName, Set<(payload: never, bytes: Uint8Array) => void>>();
  const watchers = new Set<(connection: Connection) => void>();
  const closers: (() => void)[] = [];
  let unsent: Frame[] = [];
  let carrier: Carrier | null = null;
  let connection: Connection = 'connecting';
  let nextId = 1;
  let attempts = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const become = (next: Connection): void => {
    if (connection === next) return;
    connection = next;
    for (const watcher of [...watchers]) watcher(next);
  };

  function receive({ head, bytes }: Frame): void {
    const message = head as CoreHead;
    if (message.type === 'event') {
      for (const listener of [...(listeners.get(message.name) ?? [])])
        listener(message.payload as never, bytes);
      return;
    }
    const request = waiting.get(message.id);
    waiting.delete(message.id);
    if (message.ok) request?.resolve({ value: message.value, bytes });
    else request?.reject(new Failed(message.failure));
  }

  function lose(as: 'lost' | 'unknown' = 'lost'): void {
    carrier = null;
    if (connection === 'closed') return;
    const queued = new Set(unsent.map((frame) => (frame.head as { id: number }).id));
    for (const [id, request] of [...waiting]) {
      if (queued.has(id)) continue;
      waiting.delete(id);
      request.reject(new Failed(failure('core-unreachable', { detail: coreWords.connectionLost })));
    }
    become(as);
    timer = setTimeout(() => void open(), patience[Math.min(attempts++, patience.length - 1)]);
  }

  async function open(): Promise<void> {
    let opened: Carrier;
    try {
      opened = await connect();
    } catch (error) {
      lose(error instanceof UnknownHere ? 'unknown' : 'lost');
      return;
    }
    if ((connection as Connection) === 'closed') {
      opened.close();
      return;
    }
    carrier = opened;
    attempts = 0;
    opened.onFrame(receive);
    opened.onClose(() => carrier === opened && lose());
    for (const frame of unsent.splice(0)) opened.send(frame);
    become('connected');
  }

  function ask(name: RequestName, input: unknown): Promise<{ value: unknown; bytes: Uint8Array }> {
    if (connection === 'closed') {
      return Promise.reject(new Failed(failure('core-unreachable', { detail: coreWords.windowClosing })));
    }
    const id = nextId++;
    const frame: Frame = { head: { type: 'request', id, name, input }, bytes: NO_BYTES };
    return new Promise((resolve, reject) => {
      waiting.set(id, { resolve, reject });
      if (carrier) carrier.send(frame);
      else unsent.push(frame);
    });
  }

  void open();

  return {
    get connection() {
      return connection;
    },
    onConnection(listener) {
      watchers.add(listener);
      return () => watchers.delete(listener);
    },
    request: async <N extends RequestName>(name: N, input: Input<N>) =>
      (await ask(name, input)).value as Output<N>,
    requestBytes: <N extends RequestName>(name: N, input: Input<N>) =>
      ask(name, input) as Promise<{ value: Output<N>; bytes: Uint8Array }>,
    on<E extends EventName>(event: E, listener: (payload: Events[E], bytes: Uint8Array) => void) {
      const heard = listeners.get(event) ?? new Set();
      listeners.set(event, heard);
      heard.add(listener);
      return () => heard.delete(listener);
    },
    onClose: (listener) => void closers.push(listener),
    close() {
      if (connection === 'closed') return;
      clearTimeout(timer);
      become('closed');
      unsent = [];
      carrier?.close();
      for (const request of waiting.values()) {
        request.reject(new Failed(failure('core-unreachable', { detail: coreWords.windowClosing })));
      }
      waiting.clear();
      for (const closer of closers) closer();
    },
  };
}

/** A carrier over a WebSocket that is opened here; rejects where it cannot be opened. */
export function socketCarrier(url: string): Promise<Carrier> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url);
    socket.binaryType = 'arraybuffer';
    socket.onerror = () => {
      const closed = new Error('The connection could not be opened');
      // A browser says nothing of why: the same server is asked by a request whose answer can be read.
      fetch(new URL('/', url.replace(/^ws/, 'http')), { cache: 'no-store' }).then(
        ({ status }) => reject(status === 401 ? new UnknownHere() : closed),
        () => reject(closed),
      );
    };
    socket.onopen = () =>
      resolve({
        send: (frame) => socket.send(encodeFrame(frame) as Uint8Array<ArrayBuffer>),
        onFrame: (listener) => {
          socket.onmessage = (message) => listener(decodeFrame(new Uint8Array(message.data as ArrayBuffer)));
        },
        onClose: (listener) => {
          socket.onclose = listener;
        },
        close: () => socket.close(),
      });
  });
}

async function portCarrier(bridge: ShellBridge): Promise<Carrier> {
  const port = await bridge.port();
  return {
    send: (frame) => port.postMessage(encodeFrame(frame)),
    onFrame: (listener) => port.onmessage((bytes) => listener(decodeFrame(new Uint8Array(bytes)))),
    onClose: (listener) => port.onclose(listener),
    close: () => {},
  };
}

/** The core of this window. */
export function connectCore(): WindowCore {
  const bridge = shell();
  if (bridge) return reconnectingCore(() => portCarrier(bridge));
  const url = `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/frames`;
  return reconnectingCore(() => socketCarrier(url));
}

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

/** Shows a file in the system's file manager; null in a browser, which downloads instead. */
export function showInFolder(): ((path: string) => void) | null {
  const bridge = shell();
  return bridge ? (path) => bridge.showInFolder(path) : null;
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
