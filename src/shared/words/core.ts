/** What the core says besides failures: names that it gives, and why a file cannot be used. */
import { wordsOf } from './language.ts';
import { sayings } from './said.ts';
import type { Text } from './said.ts';

/** The name of a run is part of it and stays as it was given. */
export const runName = (number: number): string => `Run ${number}`;

export const fileReasonSentences = wordsOf('fileReasons', {
  ENOENT: 'it is not there',
  EACCES: 'access is denied. Ask its owner for it, or use a place of your own',
  EPERM: 'access is denied. Ask its owner for it, or use a place of your own',
  EROFS: 'the disk is read-only',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a folder of its path is a file',
  EIO: 'the disk reports an error',
  ENOTFILE: 'it is neither a file nor a folder',
});
export type FileReasonSentences = typeof fileReasonSentences;
const fileReasons = sayings('fileReasons', fileReasonSentences);

/** Why a file cannot be used: a sentence of ours for a known code of the system, else the system's own words. */
export function fileReason(error: unknown): Text {
  const { code = '', message } = error as { code?: string; message: string };
  return Object.hasOwn(fileReasons, code) ? fileReasons[code as keyof typeof fileReasons] : message;
}

export const coreSentences = wordsOf('core', {
  tooLarge: (megabytes: number): string => `it is larger than ${megabytes} MB`,
  notProjectName: 'its name does not end in .neuroloom',
  notJson: 'it is not JSON',
  notProject: 'it is not a Neuroloom project',
  noVersion: 'its version is missing',
  idTwice: (id: string): string => `the id ${id} stands for two things`,
  idWithin: (id: string): string => `the id ${id} is that of a layer inside another`,
  keyProto: 'it holds a key named __proto__',
  tooDeep: 'it is nested too deeply',
  interruptedByEnd: 'Neuroloom was ended while it ran',
  endedBySignal: (signal: string): string =>
    signal === 'SIGKILL'
      ? 'it was killed (SIGKILL); the system does so when memory runs out'
      : `it was ended by ${signal}`,
  endedWithCode: (code: number): string => `it ended with code ${code} and said nothing`,
  dataGone: (name: string): string => `its data set ${name} is not here any more`,
  dataChanged: (name: string): string => `its data set ${name} is not the one that it was trained on`,
  noRows: 'no row of it is left to train on',
  fileShort: (file: string): string => `${file} has the wrong length`,
  fileHash: 'its contents do not match its hash',
  cancelled: 'it was cancelled',
  notAbsolute: 'the folder must be given from the root on',
  stateUnderWay: 'under way',
  stateResumable: 'paused, stopped, failed or interrupted',
  stateEnded: 'at its end',
  connectionLost: 'the connection was lost',
  windowClosing: 'the window is closing',
  uploadCut: 'the upload was cut off',
});
export type CoreSentences = typeof coreSentences;
export const coreWords = sayings('core', coreSentences);
