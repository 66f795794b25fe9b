/** Words that several rooms share. */
export const common = {
  cancel: 'Cancel',
  close: 'Close',
  delete: 'Delete',
  rename: 'Rename…',
  save: 'Save',
  name: 'Name',
  loading: 'Loading…',
};
export type CommonWords = typeof common;
