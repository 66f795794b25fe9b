/** Words that several rooms share. */
export const common = {
  cancel: 'Cancel',
  close: 'Close',
  delete: 'Delete',
  rename: 'Rename…',
  save: 'Save',
  open: 'Open',
  retry: 'Try again',
  more: 'More',
  back: 'Back',
  name: 'Name',
  loading: 'Loading…',
  none: 'none',
  undo: 'Undo',
};
export type CommonWords = typeof common;
