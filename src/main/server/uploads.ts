/**
 * A browser's files on their way to the core. The core hands out the place (`uploads.begin`); this server saw that
 * answer pass, so a browser names an upload by its id and never a path. A PUT goes on where the last one broke off.
 */
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { failure } from '../../shared/words/failures.ts';
import { serverWords } from '../../shared/words/server.ts';
import type { Answer } from './answer.ts';
import { json, refuse } from './answer.ts';

interface Upload {
  readonly path: string;
  readonly bytes: number;
  readonly browser: string;
  busy: boolean;
}

export interface Uploads {
  /** Called when the core has answered a browser's `uploads.begin`. */
  begun(upload: string, place: { path: string; bytes: number; browser: string }): void;
  put(upload: string, from: number, browser: string, body: IncomingMessage): Promise<Answer>;
}

const MOST_UPLOADS = 100_000;

export function createUploads(): Uploads {
  const uploads = new Map<string, Upload>();
  return {
    begun(upload, place) {
      const oldest = uploads.size >= MOST_UPLOADS ? uploads.keys().next().value : undefined;
      if (oldest !== undefined) uploads.delete(oldest);
      uploads.set(upload, { ...place, busy: uploads.get(upload)?.busy ?? false });
    },
    async put(id, from, browser, body) {
      const upload = uploads.get(id);
      if (upload?.browser !== browser) return refuse(404, serverWords.uploadUnknown);
      if (upload.busy) return refuse(409, serverWords.uploadBusy);
      upload.busy = true;
      try {
        return await receive(upload, from, body);
      } finally {
        upload.busy = false;
      }
    },
  };
}

/** Writes the body behind what is there. Whatever breaks, the bytes that came stay and are told. */
async function receive(upload: Upload, from: number, body: IncomingMessage): Promise<Answer> {
  // O_NOFOLLOW: the file is ours or not there, never a link to elsewhere. (Windows has no such flag.)
  const flags = constants.O_RDWR | constants.O_CREAT | (constants.O_NOFOLLOW ?? 0);
  let file: FileHandle;
  try {
    file = await open(upload.path, flags, 0o600);
  } catch (error) {
    return unwritable(upload, error);
  }
  try {
    const { size } = await file.stat();
    if (from !== size) return { ...json(409, { received: size, sentence: serverWords.uploadElsewhere }) };
    let at = from;
    for await (const chunk of body as AsyncIterable<Buffer>) {
      if (at + chunk.length > upload.bytes) {
        await file.truncate(from);
        return refuse(413, serverWords.uploadTooLong);
      }
      let written = 0;
      while (written < chunk.length) {
        written += (await file.write(chunk, written, chunk.length - written, at + written)).bytesWritten;
      }
      at += chunk.length;
    }
    await file.sync();
    return json(200, { received: at });
  } catch (error) {
    return unwritable(upload, error);
  } finally {
    await file.close();
  }
}

function unwritable(upload: Upload, error: unknown): Answer {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  // The browser went away in the middle: nobody reads the answer, and what came is kept.
  if (code === 'ECONNRESET') return refuse(400, serverWords.uploadElsewhere);
  const cause =
    code === 'ENOSPC' || code === 'EDQUOT'
      ? failure('disk-full', { path: upload.path })
      : failure('file-unreadable', { path: upload.path, detail: (error as Error).message });
  return json(507, { failure: cause });
}
