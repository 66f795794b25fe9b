import type { MissingFacts, MissingRows } from '../missing.ts';

const BROWSER = 'Die App wird im Browser gezeigt.';
const NEXT = 'Die nächste Quelle wird versucht.';
const PORTABLE = 'Das portable Backend trainiert, langsam.';
const STOPS = 'Neuroloom kann nicht starten.';
const RETRY = 'npm run setup -- --retry ausführen';

export const missingFacts: MissingFacts = { it: 'es' };

export const missingRows: MissingRows = {
  'node-old': {
    when: 'Das installierte Node ist älter als 24 ({detail}).',
    then: 'Benutzt wird das Node 24, das npm neben der App installiert.',
    remedy: 'Es ist nichts zu tun.',
  },
  'node-none': {
    when: 'Es gibt kein Node 24 oder neuer, und npm hat keines für diesen Rechner ({detail}).',
    then: STOPS,
    remedy: 'Node 24 von nodejs.org installieren und neu starten.',
  },
  'node-unfit': {
    when: 'Das Node, mit dem es gestartet wird, ist älter als 24 ({detail}).',
    then: STOPS,
    remedy:
      'Mit npm start oder npm run neuroloom starten, die ihres mitbringen, oder Node 24 von nodejs.org installieren.',
  },
  'dependencies-failed': {
    when: 'npm konnte die Abhängigkeiten nicht installieren ({detail}).',
    then: STOPS,
    remedy: 'Das Netzwerk und die Zeilen darüber prüfen, dann neu starten; was geholt wurde, bleibt.',
  },
  'electron-none': {
    when: 'Es gibt kein Electron ({detail}).',
    then: BROWSER,
    remedy: `${RETRY}, mit einem Netzwerk, oder in ELECTRON_OVERRIDE_DIST_PATH ein entpacktes Electron nennen.`,
  },
  'display-none': {
    when: 'Es gibt keine Anzeige (weder DISPLAY noch WAYLAND_DISPLAY ist gesetzt).',
    then: BROWSER,
    remedy: 'Für ein Fenster in einer Desktop-Sitzung starten.',
  },
  'electron-root': {
    when: 'Electron läuft mit seiner Sandbox nicht als root.',
    then: BROWSER,
    remedy: 'Für ein Fenster als gewöhnlicher Benutzer starten.',
  },
  'namespaces-denied': {
    when: 'Das System verweigert User-Namespaces, und chrome-sandbox von Electron ist nicht eingerichtet ({detail}).',
    then: BROWSER,
    remedy: '{detail} root mit Modus 4755 übereignen oder unprivilegierte User-Namespaces erlauben.',
  },
  'electron-died': {
    when: 'Electron endete gleich nach dem Start ({detail}).',
    then: BROWSER,
    remedy:
      'Seine letzten Zeilen stehen darüber; fehlende Bibliotheken lassen sich mit der Paketverwaltung des Systems installieren.',
  },
  'avx-none': {
    when: 'Der Prozessor hat kein AVX, das das native TensorFlow braucht.',
    then: PORTABLE,
    remedy: 'Einen Rechner mit AVX benutzen (gebaut seit etwa 2012).',
  },
  'platform-unknown': {
    when: 'PyPI hat kein TensorFlow für diesen Rechner ({detail}).',
    then: NEXT,
    remedy: 'Für das eigene TensorFlow Linux (x86-64, arm64) oder macOS (arm64) benutzen.',
  },
  'wheel-unreachable': {
    when: 'TensorFlow konnte nicht von PyPI geholt werden ({detail}).',
    then: NEXT,
    remedy: `Das Netzwerk prüfen (es gelten die Einstellungen von pip für Proxys und Spiegel), dann ${RETRY}.`,
  },
  'wheel-damaged': {
    when: 'Was PyPI schickte, ist nicht das erwartete TensorFlow ({detail}).',
    then: NEXT,
    remedy: `${RETRY}; bleibt es so, nach einem Spiegel oder Proxy suchen, der Dateien verändert.`,
  },
  'compiler-none': {
    when: 'Es gibt keinen C++-Compiler (g++), um Node und TensorFlow zu verbinden.',
    then: NEXT,
    remedy: `Einen installieren (Debian: apt install g++; macOS: xcode-select --install), dann ${RETRY}.`,
  },
  'compile-failed': {
    when: 'Die Verbindung zwischen Node und TensorFlow ließ sich nicht kompilieren ({detail}).',
    then: NEXT,
    remedy: `Nötig ist g++ in Version 9 oder neuer; dann ${RETRY}.`,
  },
  'headers-none': {
    when: 'Die C-Header von Node wurden nicht gefunden.',
    then: NEXT,
    remedy: `Sie installieren (Debian: apt install libnode-dev), dann ${RETRY}.`,
  },
  'disk-small': {
    when: 'Die Platte hat zu wenig Platz für TensorFlow ({detail}).',
    then: PORTABLE,
    remedy: `Platz schaffen oder in NEUROLOOM_CACHE einen anderen Ordner nennen, dann ${RETRY}.`,
  },
  'cache-unwritable': {
    when: 'Der Cache-Ordner kann nicht beschrieben werden ({detail}).',
    then: PORTABLE,
    remedy: `In NEUROLOOM_CACHE einen eigenen Ordner nennen, dann ${RETRY}.`,
  },
  'binding-fails': {
    when: 'TensorFlow wurde installiert, rechnet hier aber nicht ({detail}).',
    then: NEXT,
    remedy: `${RETRY}; neuroloom doctor zeigt, was der Prozessor kann.`,
  },
  'own-download-failed': {
    when: 'Das Herunterladen von TensorFlow aus der Quelle von tfjs-node ist fehlgeschlagen ({detail}).',
    then: PORTABLE,
    remedy: `Das Netzwerk prüfen, dann ${RETRY}.`,
  },
  'tensorflow-not-installed': {
    when: 'Das native TensorFlow ist noch nicht installiert.',
    then: PORTABLE,
    remedy: 'npm run setup ausführen.',
  },
  'chromium-none': {
    when: 'Es gibt kein Chromium ({detail}).',
    then: 'Die Ende-zu-Ende-Tests im Browser entfallen.',
    remedy: 'Es installieren (Debian: apt install chromium) oder npx playwright install chromium ausführen.',
  },
  'xvfb-none': {
    when: 'Es gibt keine virtuelle Anzeige (Xvfb) und keine echte.',
    then: 'Die Ende-zu-Ende-Tests in Electron entfallen.',
    remedy: 'Sie installieren (Debian: apt install xvfb).',
  },
  'test-electron-none': {
    when: 'Es gibt kein Electron zum Testen ({detail}).',
    then: 'Die Ende-zu-Ende-Tests in Electron und die des Pakets entfallen.',
    remedy:
      'In ELECTRON_OVERRIDE_DIST_PATH ein entpacktes nennen oder python3 mit pip und unzip installieren, damit eines angelegt werden kann.',
  },
  'not-root': {
    when: 'Nur root kann die Hilfe der Sandbox anlegen und ein anderer Benutzer werden ({detail}).',
    then: 'Der Ende-zu-Ende-Test mit der echten Sandbox entfällt.',
    remedy: 'npm test unter Debian als root ausführen.',
  },
};
