/** What an installation reports while it works. */
import type { Missing } from '../../../../shared/words/missing.ts';

export type InstallStep = 'wait' | 'download' | 'unpack' | 'compile' | 'verify' | 'own-download' | 'done';

export interface InstallProgress {
  readonly step: InstallStep;
  /** Bytes so far and in all, where they are known. */
  readonly done?: number;
  readonly total?: number;
}
export type OnProgress = (progress: InstallProgress) => void;

/** A source that did not work, thrown inside the installer and turned into a value at its edge. */
export class SourceFailed extends Error {
  readonly reason: Missing;
  constructor(reason: Missing) {
    super(reason.code);
    this.reason = reason;
  }
}
