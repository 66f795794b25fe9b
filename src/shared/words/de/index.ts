/** German: every table of words that the window shows, by the names of `wordsOf`. Loaded only where it is spoken. */
import { doctor, doctorNames, doctorSteps } from './doctor.ts';
import { failures, foreignFiles } from './failures.ts';
import { howTo, terms } from './help.ts';
import { importNotes, importReasons } from './imports.ts';
import { kinds } from './kinds.ts';
import { missingFacts, missingRows } from './missing.ts';
import { moments } from './moments.ts';
import { fixes, named, problems, settingNames, wanted } from './problems.ts';
import { core, exportReasons, fileReasons, generating, predictions } from './reasons.ts';
import { runEnded } from './run-ended.ts';
import { samples } from './samples.ts';
import { ui } from './ui/index.ts';
import { valueForms, values } from './values.ts';

export const german = {
  core,
  doctor,
  doctorNames,
  doctorSteps,
  exports: exportReasons,
  failures,
  foreignFiles,
  fileReasons,
  fixes,
  generating,
  howTos: howTo,
  importNotes,
  importReasons,
  kinds,
  missingFacts,
  missingRows,
  moments,
  named,
  predictions,
  problems,
  runEnded,
  samples,
  settingNames,
  terms,
  ui,
  valueForms,
  values,
  wanted,
};
