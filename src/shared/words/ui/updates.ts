/** Words of looking for a newer version. */
export const updates = {
  title: 'Version and updates',
  version: (version: string) => `Neuroloom ${version}`,
  check: 'Check for updates',
  also: 'update version new release about',
  checking: 'Asking…',
  doc: 'Asks the list of releases for the newest version. Nothing is downloaded or installed.',
  nowhere: 'This build knows no place that lists releases, so it cannot look for newer ones.',
  upToDate: (newest: string) => `This is the newest version (${newest} is the newest release).`,
  newer: (newest: string, current: string) => `Neuroloom ${newest} is out; this is ${current}.`,
  notes: 'What is new, and where to get it',
  copyLink: 'Copy the link',
  copied: 'The link is on the clipboard.',
  atStart: 'Look for updates at the start',
  atStartDoc:
    'Off, as it is from the beginning, no server is asked for anything unless you do. On, the list of releases is asked once when the window opens.',
  show: 'Show',
};
export type UpdatesWords = typeof updates;
