import type { CommonWords } from '../../ui/common.ts';

export const common: CommonWords = {
  cancel: 'Abbrechen',
  close: 'Schließen',
  delete: 'Löschen',
  rename: 'Umbenennen…',
  save: 'Speichern',
  name: 'Name',
  loading: 'Wird geladen…',
};
