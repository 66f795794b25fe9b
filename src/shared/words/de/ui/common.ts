import type { CommonWords } from '../../ui/common.ts';

export const common: CommonWords = {
  cancel: 'Abbrechen',
  close: 'Schließen',
  delete: 'Löschen',
  rename: 'Umbenennen…',
  save: 'Speichern',
  name: 'Name',
  loading: 'Wird geladen…',
  notices: 'Meldungen',
  closeNotice: 'Meldung schließen',
  keys: {
    Control: 'Strg',
    Shift: 'Umschalt',
    Alt: 'Alt',
    Enter: 'Eingabe',
    Escape: 'Esc',
    Delete: 'Entf',
    Backspace: 'Rücktaste',
    Home: 'Pos1',
    End: 'Ende',
  },
};
