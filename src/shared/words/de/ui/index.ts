/** Every word that the window shows, in German. */
import type { UiWords } from '../../ui/index.ts';
import { commands } from './commands.ts';
import { comments } from './comments.ts';
import { common } from './common.ts';
import { confusion } from './confusion.ts';
import { data } from './data.ts';
import { design } from './design.ts';
import { drawing } from './drawing.ts';
import { doctor, frame, settings } from './frame.ts';
import { help } from './help.ts';
import { home } from './home.ts';
import { layerPictures } from './layer-pictures.ts';
import { machine } from './machine.ts';
import { pictures } from './pictures.ts';
import { runs } from './runs.ts';
import { train } from './train.ts';
import { updates } from './updates.ts';
import { use } from './use.ts';

export const ui: UiWords = {
  commands,
  comments,
  common,
  confusion,
  data,
  design,
  doctor,
  drawing,
  frame,
  help,
  home,
  layerPictures,
  machine,
  pictures,
  runs,
  settings,
  train,
  updates,
  use,
};
