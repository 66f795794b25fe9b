import { count, plural } from '../../numbers.ts';
import type { DrawingWords } from '../../ui/drawing.ts';

import { layersAndComments } from './comments.ts';

const layersText = (n: number): string => plural(n, 'Schicht', 'Schichten');

export const drawing: DrawingWords = {
  quick: {
    title: 'Schicht hinzufügen',
    titleAfter: (name) => `Nach ${name} hinzufügen`,
    titleBefore: (name) => `Vor ${name} hinzufügen`,
    titleOnEdge: 'Auf dieser Kante einfügen',
    titleReplace: (name) => `${name} ersetzen durch`,
    search: 'Schichten suchen',
    fitting: 'Passt hier',
    others: 'Formen passen nicht',
    misfit: 'passt nicht',
    join: 'Verbinden mit',
    nothing: 'Nichts, was hier möglich ist, heißt so.',
  },

  steps: {
    replace: (name, kind) => `${name} durch ${kind} ersetzen`,
    collapse: (layers) => `${layersText(layers)} gruppieren`,
    open: (name) => `Gruppe ${name} auflösen`,
    tidySome: (layers) => `${layersText(layers)} anordnen`,
    align: (layers, comments) => `${layersAndComments(layers, comments)} ausrichten`,
    distribute: (layers, comments) => `${layersAndComments(layers, comments)} verteilen`,
  },

  menu: {
    node: 'Schicht',
    edge: 'Kante',
    selection: 'Auswahl',
    canvas: 'Zeichenfläche',
    addAfter: 'Schicht dahinter hinzufügen…',
    insert: 'Schicht einfügen…',
    add: 'Schicht hinzufügen…',
    replace: 'Ersetzen durch…',
    cut: 'Ausschneiden',
    copy: 'Kopieren',
    paste: 'Einfügen',
    duplicate: 'Duplizieren',
    delete: 'Löschen',
    group: 'Gruppieren',
    ungroup: 'Gruppe auflösen',
    enter: 'Innere Schichten bearbeiten',
    leave: 'Zurück zu den äußeren Schichten',
    selectAll: 'Alles auswählen',
    tidyDown: 'Von oben nach unten anordnen',
    tidyAcross: 'Von links nach rechts anordnen',
    fit: 'Alles zeigen',
    snapOn: 'Am Raster bewegen',
    snapOff: 'Frei bewegen',
  },

  align: {
    tools: 'Ausrichten und verteilen',
    left: 'Links ausrichten',
    centre: 'Waagerecht zentrieren',
    right: 'Rechts ausrichten',
    top: 'Oben ausrichten',
    middle: 'Senkrecht zentrieren',
    bottom: 'Unten ausrichten',
    x: 'Gleiche Abstände waagerecht',
    y: 'Gleiche Abstände senkrecht',
  },
  favourites: 'Favoriten',
  favourite: (kind) => `${kind} als Favorit`,
  star: 'Oben behalten',
  unstar: 'Nicht mehr oben',
  snap: 'Am Raster bewegen',
  allLayers: (layers) =>
    layers === 1 ? 'Die eine Schicht zeigen' : `Alle ${count(layers)} Schichten zeigen`,

  groups: {
    trail: 'Ort im Netz',
  },

  cannotPaste: {
    empty: 'Es gibt nichts einzufügen.',
    foreign:
      'In der Zwischenablage liegen keine Schichten. Zuerst welche auf einer Zeichenfläche kopieren, dieses oder eines anderen Projekts.',
    broken:
      'Die Zwischenablage enthält Schichten, die nicht lesbar sind: Ein Teil des Textes fehlt oder wurde geändert.',
  },
  clipboardClosed:
    'Aus einem Menü darf hier nicht auf die Zwischenablage zugegriffen werden. Stattdessen Strg+V drücken.',

  noGroup: {
    nothing: 'Die Schichten auswählen, die eine Gruppe werden sollen.',
    ends: 'Eine Eingabe oder Ausgabe des Netzes kann nicht in einer Gruppe sein. Die Schichten dazwischen auswählen.',
    shared:
      'Diese Schichten teilen Gewichte mit anderen, was eine Gruppe nicht kann. Ihnen zuerst eigene Gewichte geben.',
    apart:
      'Diese Schichten hängen nicht zusammen. Eine Gruppe ist ein Stück: auch die Schichten dazwischen auswählen.',
    inputs:
      'Eine Gruppe hat einen Eingang, aber in diese Schichten führen mehrere Signale. Auch auswählen, was sie zusammenführt.',
    outputs:
      'Eine Gruppe hat einen Ausgang, aber aus diesen Schichten führen mehrere Signale. Auch auswählen, wo sie zusammengeführt werden.',
    around:
      'Ein Signal verlässt diese Schichten und kommt zurück. Auch die Schichten auswählen, durch die es läuft.',
  },
  endsInside: 'Eine Gruppe hat einen Eingang und einen Ausgang: Sie bleiben, und weitere sind nicht möglich.',
};
