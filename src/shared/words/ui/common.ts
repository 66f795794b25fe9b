/** Words that several rooms share. */
export const common = {
  cancel: 'Cancel',
  close: 'Close',
  delete: 'Delete',
  rename: 'Rename…',
  save: 'Save',
  name: 'Name',
  loading: 'Loading…',
  notices: 'Notices',
  closeNotice: 'Close the notice',
  /** What is printed on keys. */
  keys: {
    Control: 'Ctrl',
    Shift: 'Shift',
    Alt: 'Alt',
    Enter: 'Enter',
    Escape: 'Esc',
    Delete: 'Del',
    Backspace: 'Backspace',
    Home: 'Home',
    End: 'End',
  },
};
export type CommonWords = typeof common;
