/** What the core says besides failures: names that it gives, and why a file cannot be used. */
export const coreWords = {
  runName: (number: number): string => `Run ${number}`,
  fileReason: {
    ENOENT: 'it is not there',
    EACCES: 'access is denied',
    EPERM: 'access is denied',
    EROFS: 'the disk is read-only',
    EISDIR: 'it is a folder',
    ENOTDIR: 'a folder of its path is a file',
    EIO: 'the disk reports an error',
  } as Readonly<Record<string, string>>,
  tooLarge: (megabytes: number): string => `it is larger than ${megabytes} MB`,
  notProjectName: 'its name does not end in .neuroloom',
  interruptedByEnd: 'Neuroloom was ended while it ran',
  endedBySignal: (signal: string): string =>
    signal === 'SIGKILL'
      ? 'it was killed (SIGKILL); the system does so when memory runs out'
      : `it was ended by ${signal}`,
  endedWithCode: (code: number): string => `it ended with code ${code} and said nothing`,
  dataGone: (name: string): string => `its data set ${name} is not here any more`,
  dataChanged: (name: string): string => `its data set ${name} is not the one that it was trained on`,
  fileShort: (file: string): string => `${file} has the wrong length`,
  fileHash: 'its contents do not match its hash',
  cancelled: 'it was cancelled',
  notAbsolute: 'the folder must be given from the root on',
  stateUnderWay: 'under way',
  stateResumable: 'paused, stopped, failed or interrupted',
  stateEnded: 'at its end',
} as const;

/** Why a file cannot be used, in a person's words where the system's code is a known one. */
export function fileReason(error: unknown): string {
  const { code = '', message } = error as { code?: string; message: string };
  return coreWords.fileReason[code] ?? message;
}
