/** A network as code of other libraries. */
import type { DatasetManifest } from '../data/manifest.ts';
import type { Network, Project } from '../network/document.ts';
import { kerasCode } from './keras.ts';
import type { Code } from './python.ts';
import { torchCode } from './torch.ts';

export const codeLanguages = ['keras', 'torch'] as const;
export type CodeLanguage = (typeof codeLanguages)[number];

const writers = { keras: kerasCode, torch: torchCode } as const;

/** The network, with the training that the project asks for, as a person would write it in that library. */
export const codeOf = (
  language: CodeLanguage,
  project: Project,
  network: Network,
  manifest: DatasetManifest | null,
): Code => writers[language](project, network, manifest);
