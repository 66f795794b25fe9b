import { plural } from '../numbers.ts';
import type { ShellWords } from '../shell.ts';

const damage = {
  changed: 'wurde geändert',
  missing: 'fehlt',
  added: 'gehört nicht dorthin',
  unreadable: 'ist nicht lesbar',
};

export const shell: ShellWords = {
  app: 'Neuroloom',
  menus: {
    file: 'Datei',
    open: 'Projekt öffnen…',
    edit: 'Bearbeiten',
    view: 'Ansicht',
    window: 'Fenster',
  },
  projectFiles: 'Neuroloom-Projekte',
  tryAgain: 'Erneut versuchen',
  quit: 'Beenden',
  cannotStart: 'Neuroloom konnte nicht starten',
  runsTitle: 'Weiter trainieren lassen?',
  runsGoOn: (runs) =>
    runs === 1
      ? 'Ein Lauf ist im Gang. Er kann ohne das Fenster weitergehen oder an einem Checkpoint pausieren und später weitergehen.'
      : `${plural(runs, 'Lauf', 'Läufe')} sind im Gang. Sie können ohne das Fenster weitergehen oder an einem Checkpoint pausieren und später weitergehen.`,
  goOn: 'Weiter trainieren',
  pause: 'Pausieren',
  cancel: 'Fenster behalten',
  remember: 'Künftig immer so',
  notSaved: 'Die letzten Änderungen sind nicht gespeichert',
  notSavedDetail: 'Sie lassen sich gerade nicht speichern. Den Grund nennt die Titelleiste des Fensters.',
  closeUnsaved: 'Ohne sie schließen',
  pageGone: 'Die Seite des Fensters ist in wenigen Minuten mehrmals abgestürzt.',
  pageGoneDetail:
    'Von der Arbeit ist nichts verloren: Läufe gehen weiter, und Projekte sind gespeichert. Die Seite wieder öffnen?',
  damaged: 'Neuroloom ist nicht mehr so, wie es installiert wurde',
  damagedDetail: (files) => {
    const named = files.slice(0, 5).map(({ path, what }) => `${path} ${damage[what]}`);
    const more = files.length - named.length;
    if (more > 0) named.push(`und ${plural(more, 'weitere', 'weitere')}`);
    return `Dateien der Installation weichen von den ausgelieferten ab, darum wurde nichts davon gestartet: ${named.join('; ')}. Neuroloom neu installieren. Projekte, Daten und Läufe liegen anderswo und bleiben erhalten.`;
  },
  noNode: 'Für den Kern wurde kein Node 24 gefunden; npm start bringt eines mit',
};
