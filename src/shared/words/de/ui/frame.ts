import type { DoctorWords, FrameWords, SettingsWords } from '../../ui/frame.ts';
import { bytesText, plural, THIN } from '../../numbers.ts';

export const frame: FrameWords = {
  app: 'Neuroloom',
  title: (project, part) =>
    `${part === null ? '' : `${Math.floor(part * 100)}${THIN}% · `}${project} · Neuroloom`,
  rail: 'Räume',
  routes: {
    home: 'Start',
    templates: 'Vorlagen',
    data: 'Daten',
    design: 'Entwurf',
    train: 'Training',
    runs: 'Läufe',
    use: 'Nutzen',
    doctor: 'Rechner',
    settings: 'Einstellungen',
  },
  routesDoc: {
    home: 'Projekte und Beispiele',
    templates: 'Ein vollständiges Netz für jede Art von Aufgabe',
    data: 'Daten hereinholen und ansehen',
    design: 'Das Netz zeichnen',
    train: 'Trainieren und zusehen',
    runs: 'Läufe und ihre Ergebnisse vergleichen',
    use: 'Das Netz exportieren und ausprobieren',
    doctor: 'Was vorhanden ist, womit das Training am schnellsten geht, was fehlt',
    settings: 'Einstellungen',
  },
  connecting: 'Verbindung mit dem Kern von Neuroloom wird hergestellt…',
  lost: 'Die Verbindung zum Kern von Neuroloom ist abgerissen. Läufe gehen ohne dieses Fenster weiter; die Verbindung wird von selbst neu versucht.',
  unknown:
    'Neuroloom wurde neu gestartet und hat einen neuen Schlüssel. Bitte die Adresse öffnen, die es beim Start ausgegeben hat; danach geht es hier von selbst weiter.',
  noProjectTitle: {
    design: 'Ein Projekt öffnen, um sein Netz zu zeichnen',
    train: 'Ein Projekt öffnen, um sein Netz zu trainieren',
  },
  noProjectText: 'Ein Projekt enthält ein Netz, die Daten dafür und die Einstellungen des Trainings.',
  goHome: 'Projekte und Beispiele',
  project: 'Projekt',
  renameProject: 'Projekt umbenennen…',
  closeProject: 'Projekt schließen',
  renamed: 'Projekt umbenennen',
  dropTitle: 'Zum Importieren ablegen',
  dropText: 'Bilder in Klassenordnern, ein ZIP davon, Tabellen, Texte, IDX oder ein Projekt',
  sidePanel: 'Seitenleiste',
  properties: 'Eigenschaften',
  drawer: 'Kurven und Ergebnisse',
  code: 'Das Netz als Code',
  panels: 'Bereiche',
  resize: 'Größe ändern',
  skip: 'Zum Inhalt springen',
  elsewhere: {
    said: (project, run, state, part) =>
      `${run} von ${project}: ${[state, part].filter(Boolean).join(', ')}.`,
    more: (n) => `${plural(n, 'weiterer Lauf', 'weitere Läufe')} anderer Projekte.`,
    open: 'Den Lauf zeigen.',
  },
};

export const settings: SettingsWords = {
  title: 'Einstellungen',
  look: 'Darstellung',
  language: 'Sprache',
  languageDoc:
    'System richtet sich nach der Sprache des Systems. Beim Wechsel wird Offenes gespeichert und das Fenster neu geladen. Die Kommandozeile und die Protokolle bleiben englisch.',
  languages: { system: 'System', en: 'English', de: 'Deutsch' },
  theme: 'Farbschema',
  themeDoc: 'System richtet sich nach dem Farbschema des Desktops.',
  themes: { system: 'System', light: 'Hell', dark: 'Dunkel' },
  motion: 'Bewegung',
  motionDoc:
    '„Reduziert“ hält an, was gleitet und pulsiert. System richtet sich nach der Einstellung des Desktops.',
  motions: { system: 'System', reduced: 'Reduziert' },
  runs: 'Läufe',
  atOnce: 'Gleichzeitige Läufe',
  atOnceDoc:
    'Weitere Läufe warten, bis einer davon zu Ende ist. Gleichzeitige Läufe teilen sich Kerne und Speicher.',
  onClose: 'Wenn das letzte Fenster während eines Laufs geschlossen wird',
  onCloseDoc: 'Ein pausierter Lauf behält einen Checkpoint und geht später von dort weiter.',
  onCloseChoices: { ask: 'Fragen', continue: 'Weiterlaufen', pause: 'Pausieren' },
  notify: 'Am Ende eines Laufs benachrichtigen',
  notifyDoc: 'Nur wenn das Fenster nicht im Vordergrund ist.',
  notifyDenied:
    'Der Browser verbietet dieser Seite Benachrichtigungen; in seinen Einstellungen zu dieser Adresse lassen sie sich erlauben.',
  workspace: 'Arbeitsbereich',
  workspaceDoc:
    'Projekte, Daten, Läufe und Exporte liegen in diesem Ordner. Nichts davon verlässt diesen Rechner.',
  openFolder: 'Ordner zeigen',
  help: 'Hilfe',
  helpDoc: 'Begriffe, Anleitungen und alle Bausteine von Netzen, neben der laufenden Arbeit.',
  openHelp: 'Öffnen',
  shortcuts: 'Anzeigen',
  shortcutsDoc: 'Alle Befehle mit Tastenkürzel in einer durchsuchbaren Liste.',
};

export const doctor: DoctorWords = {
  title: 'Dieser Rechner',
  text: 'Was er hat, wie Läufe darauf berechnet werden und was zu tun ist, wo etwas fehlt.',
  checks: 'Was Neuroloom braucht',
  again: 'Neu prüfen',
  looking: 'Wird geprüft…',
  states: { ok: 'In Ordnung', missing: 'Fehlt', note: 'Hinweis' },
  allFine: 'Alles Nötige ist vorhanden.',
  missing: (n) => (n === 1 ? 'Etwas fehlt.' : `${n} Dinge fehlen.`),
  remedy: 'Abhilfe',
  install: 'TensorFlow installieren',
  installDoc:
    'Holt TensorFlow von PyPI in den Cache (etwa 300 MB; für eine GPU etwa 3 GB) und probiert es aus. Ein Terminal ist nicht nötig; Läufe können weitergehen.',
  installing: 'TensorFlow wird installiert',
  copy: 'Bericht kopieren',
  diagnostics: 'Diagnose für Helfende',
  diagnosticsDoc:
    'Versionen, Rechner, Prüfungen, Einstellungen und die letzten Zeilen des Protokolls. Kein Projekt und keine Datenzeile ist darin (eine Zeile des Protokolls kann einen Datensatz nennen), Pfade sind gekürzt, und nichts wird verschickt: Gespeichert wird genau das, was hier steht. Der Text ist englisch.',
  openDiagnostics: 'Diagnose…',
  copied: 'Der Bericht liegt in der Zwischenablage.',
  usage: 'Belegter Speicherplatz',
  usageDoc: 'Die Ordner dieses Arbeitsbereichs und die Caches daneben, mit ihrer Größe.',
  nothing: 'Noch ist nichts abgelegt.',
  size: (bytes) => bytesText(bytes),
  total: (bytes) => `${bytesText(bytes)} insgesamt`,
};
