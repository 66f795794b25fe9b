import type { Shape } from '../../../kinds/shape.ts';
import { shapeText, sizeOf } from '../../../kinds/shape.ts';
import type { DesignWords } from '../../ui/design.ts';
import { bytesText, count, plainNumber, plural, shortCount } from '../../numbers.ts';
import { layersAndComments } from './comments.ts';

const layersText = (n: number): string => plural(n, 'Schicht', 'Schichten');
const edgesText = (n: number): string => plural(n, 'Kante', 'Kanten');
const problemsText = (n: number): string => plural(n, 'Problem', 'Probleme');

const values = (n: number): string => plural(n, 'Wert', 'Werte');
const rows = (n: number): string => plural(n, 'Zeile', 'Zeilen');
const columns = (n: number): string => plural(n, 'Spalte', 'Spalten');
const channels = (n: number): string => plural(n, 'Kanal', 'Kanäle');

function axesText(shape: Shape): string {
  const [a = 1, b = 1, c = 1, d = 1] = shape;
  switch (shape.length) {
    case 0:
      return values(1);
    case 1:
      return values(a);
    case 2:
      return `${plural(a, 'Schritt', 'Schritte')}, darin je ${values(b)}`;
    case 3:
      return `${rows(a)}, ${columns(b)}, ${channels(c)}`;
    case 4:
      return `${plural(a, 'Ebene', 'Ebenen')}, ${rows(b)}, ${columns(c)}, ${channels(d)}`;
    default:
      return values(sizeOf(shape));
  }
}

export const design: DesignWords = {
  steps: {
    add: (label) => `${label} hinzufügen`,
    insert: 'Schicht auf eine Kante setzen',
    connect: 'Verbinden',
    remove: (nodes, edges, comments) =>
      `${nodes + comments > 0 ? layersAndComments(nodes, comments) : edgesText(edges)} löschen`,
    move: (nodes, comments) => `${layersAndComments(nodes, comments)} verschieben`,
    paste: (nodes, comments) => `${layersAndComments(nodes, comments)} einfügen`,
    duplicate: (nodes, comments) => `${layersAndComments(nodes, comments)} duplizieren`,
    tidy: 'Netz anordnen',
    rename: 'Umbenennen',
    param: (label) => `${label} ändern`,
    reset: (label) => `${label} zurücksetzen`,
    trainable: '„Trainierbar“ ändern',
    columns: 'Eingabespalten wählen',
    target: 'Zielspalte wählen',
    dataset: 'Daten wählen',
    training: (label) => `${label} ändern`,
    recipe: (label) => `Lernverfahren: ${label}`,
    dismiss: 'Hinweis ausblenden',
    changedElsewhere: 'Fassung aus einem anderen Fenster zeigen',
  },
  news: {
    did: (step) => `Getan: ${step}`,
    undid: (step) => `Rückgängig gemacht: ${step}`,
    redid: (step) => `Wiederholt: ${step}`,
  },
  undo: (step) => (step === null ? 'Rückgängig' : `Rückgängig: ${step}`),
  redo: (step) => (step === null ? 'Wiederholen' : `Wiederholen: ${step}`),

  save: {
    saved: 'Gespeichert',
    unsaved: 'Noch nicht gespeichert',
    saving: 'Wird gespeichert…',
    failed: 'Nicht gespeichert',
    explain: 'Änderungen werden innerhalb einer Sekunde von selbst gespeichert.',
  },
  changedElsewhere:
    'Dieses Projekt wurde in einem anderen Fenster geändert. Gezeigt wird dessen neuere Fassung; „Rückgängig“ bringt die eigene zurück.',
  understood: 'Verstanden',

  canvas: {
    label: 'Netz',
    tools: 'Ansicht',
    zoomReset: 'In voller Größe zeigen',
    cannot: {
      loop: 'Das würde eine Schleife schließen. Ein vorwärtsgerichtetes Netz hat keine.',
      same: 'Diese beiden sind schon verbunden.',
      taken: 'Dieser Anschluss nimmt nur eine Kante auf. Loslassen ersetzt die vorhandene.',
    },
    zoomIn: 'Vergrößern',
    zoomOut: 'Verkleinern',
    minimap: 'Übersicht des Netzes',
    showMinimap: 'Übersicht zeigen',
    emptyTitle: 'Eine leere Zeichenfläche',
    emptyText: 'Input aus der Palette hierherziehen oder mit einem davon beginnen.',
    addInput: 'Eingabe hinzufügen',
    startFromData: 'Mit eigenen Daten beginnen',
    starterFor: (dataset) => `Ein Netz für ${dataset}`,
    networks: 'Netze',
    networkProblems: problemsText,
    innerLayers: layersText,
    edgeShape: (shape, from, to) =>
      `${shapeText(shape)}: So sieht ein Beispiel auf dem Weg von ${from} nach ${to} aus: ${axesText(shape)}. Jeder Wert ist ein float32; ein Batch von Beispielen hat vorn eine Achse mehr.`,
    nodeNumbers: (shape, parameters, multiplyAdds, bytes) =>
      [
        `Ergibt ${shapeText(shape)} je Beispiel: ${axesText(shape)}.`,
        parameters > 0
          ? `Hat ${plural(parameters, 'Parameter', 'Parameter')}: die Zahlen, die gelernt oder aufbewahrt werden.`
          : 'Hat keine Parameter: Hier gibt es nichts zu lernen.',
        ...(multiplyAdds > 0
          ? [`Ein Beispiel kostet vorwärts ${shortCount(multiplyAdds)} Multiplikationen mit Addition.`]
          : []),
        `${bytesText(bytes)} werden aufbewahrt, während ein Beispiel trainiert wird.`,
      ].join(' '),
    edge: (from, to) => `Kante von ${from} nach ${to}`,
    node: (name, kind, at, of) => `${name}${name === kind ? '' : `, ${kind}`}, Schicht ${at} von ${of}`,
    nodeOutput: (shape) => `ergibt ${shape}`,
    nodeParameters: (n) => (n === 0 ? 'keine Parameter' : plural(n, 'Parameter', 'Parameter')),
    nodeFrom: (names) => (names.length === 0 ? 'keine Kante hinein' : `von ${names.join(' und ')}`),
    nodeTo: (names) => (names.length === 0 ? 'keine Kante hinaus' : `nach ${names.join(' und ')}`),
    nodeHelp: 'Eingabetaste wählt aus, Pfeiltasten verschieben, Entf löscht.',
    nodeRole: 'Schicht',
    edgeRole: 'Kante',
    commentRole: 'Kommentar',
    edgeHelp: 'Eingabetaste wählt aus, Entf löscht.',
    moved: (direction) =>
      `Verschoben nach ${{ up: 'oben', down: 'unten', left: 'links', right: 'rechts' }[direction] ?? direction}`,
    portWants: (port, doc) => `${port}: ${doc}`,
    unknown: 'unbekannt',
    parameters: (n) => `${shortCount(n)} Parameter`,
    intoEdge: 'in diese Kante',
    after: (name) => `nach ${name}`,
  },

  code: {
    title: 'Code',
    language: 'Bibliothek',
    languages: { keras: 'Keras 3', torch: 'PyTorch' },
    copy: 'Code kopieren',
    copied: 'Kopiert',
  },

  problems: {
    title: 'Probleme',
    advice: 'Hinweis:',
    dismiss: 'Diesen Hinweis in diesem Projekt ausblenden',
    none: 'Nichts ist falsch, und es gibt keine Hinweise.',
    project: 'Projekt',
    next: 'Nächstes Problem',
    previous: 'Voriges Problem',
    close: 'Probleme schließen',
    count: (errors, advice) =>
      [errors > 0 && problemsText(errors), advice > 0 && plural(advice, 'Hinweis', 'Hinweise')]
        .filter(Boolean)
        .join(', ') || 'Keine Probleme',
    at: (i, of) => `${count(i)} von ${count(of)}`,
  },

  palette: {
    title: 'Schichten',
    search: 'Schichten suchen',
    nothing: (text) => `Keine Schicht heißt „${text}“.`,
    hint: 'Eine Schicht auf die Zeichenfläche ziehen; die Eingabetaste fügt sie hinter der ausgewählten ein.',
    groups: {
      end: 'Eingabe und Ausgabe',
      core: 'Grundlagen',
      shape: 'Form',
      convolution: 'Faltung',
      pooling: 'Pooling',
      recurrent: 'Rekurrent',
      attention: 'Attention',
      normalisation: 'Normalisierung',
      regularisation: 'Regularisierung',
      augmentation: 'Augmentierung',
      merge: 'Zusammenführung',
    },
    kinds: layersText,
  },

  properties: {
    network: 'Netz',
    layers: layersText,
    selectedMany: (nodes, edges, comments) =>
      [layersAndComments(nodes, comments), edges > 0 ? edgesText(edges) : ''].filter(Boolean).join(' und ') +
      ' ausgewählt',
    selectedEdge: 'Kante',
    edgeFromTo: (from, to) => `Von ${from} nach ${to}`,
    delete: 'Löschen',
    duplicate: 'Duplizieren',
    name: 'Name',
    nameEmpty: 'Eine Schicht braucht einen Namen.',
    nameTaken: (name) =>
      `Eine andere Schicht heißt schon ${name}. In jedem Export heißen die Schichten wie hier.`,
    settings: 'Einstellungen',
    noSettings: 'An dieser Schicht ist nichts einzustellen.',
    facts: 'Was hindurchfließt',
    in: 'Eingang',
    out: 'Ausgang',
    parameters: 'Parameter',
    parametersDoc: 'Die Zahlen, die diese Schicht lernt oder aufbewahrt: ihre Gewichte.',
    fixed: (n) => `davon ${count(n)} fest`,
    multiplyAdds: 'Mult.-Additionen',
    multiplyAddsDoc:
      'Die Multiplikationen (jede mit ihrer Addition), die ein Beispiel auf dem Weg vorwärts kostet.',
    perSample: 'je Beispiel',
    memory: 'Speicher',
    memoryDoc:
      'Was diese Schicht ergibt, mit den Gradienten: so viel wird gehalten, während mit einem Beispiel trainiert wird.',
    memoryTotal: 'Speicher beim Training',
    memoryTotalDoc: ({ data, weights, gradients, activations, process }) =>
      `Geschätzter Höchstbedarf eines Laufs: ${bytesText(data)} für Daten, ${bytesText(weights + gradients)} für Gewichte mit ihren Gradienten und den Optimierer, ${bytesText(activations)} zwischen den Schichten, ${bytesText(process)} für TensorFlow.`,
    atBatch: (batchSize) => `in Batches von ${count(batchSize)}`,
    limits: (limits) => `${limits[0]!.toUpperCase()}${limits.slice(1)}.`,
    unit: (unit) => `Einheit: ${unit}.`,
    byDefault: (value) => `Voreinstellung: ${value}.`,
    notKnown: 'noch nicht bekannt',
    formula: 'Formel',
    weights: 'Gewichte',
    allWeights: (n) => `Alle ${n} Gewichte zeigen`,
    trainable: 'Trainierbar',
    trainableDoc: 'Ausgeschaltet lässt das Training die Gewichte dieser Schicht, wie sie sind.',
    reset: (value) => `Zurück auf ${value}`,
    wants: (limits) => `Erwartet: ${limits}.`,
    outside: (min, max) => `von ${min} bis ${max}`,
    wholeOutside: (min, max) => `eine ganze Zahl von ${min} bis ${max}`,
    shapesWrong: {
      closed: 'Ganze Zahlen ab 1, etwa 28 × 28 × 1.',
      open: 'Ganze Zahlen ab 1, etwa 28 × 28 × 1. Eine darf -1 sein: Sie wird, was übrig bleibt.',
      order: 'Nummern von Achsen ab 1, etwa 2; 1.',
    },
    sides: {
      steps: 'Schritte',
      depth: 'Tiefe',
      height: 'Höhe',
      width: 'Breite',
      start: 'Anfang',
      end: 'Ende',
      top: 'oben',
      bottom: 'unten',
      left: 'links',
      right: 'rechts',
    },
    numbersWrong: (many, limits) => `Erwartet: ${many}, jede ${limits}, etwa 0,1; 0,2.`,
    howMany: (least, most) =>
      least === most ? plural(least, 'Zahl', 'Zahlen') : `bis zu ${plural(most, 'Zahl', 'Zahlen')}`,
    eachClass: (usual) => `${plainNumber(usual)} für jede Klasse`,
    noClasses: 'Das Ziel hat noch keine Klassen.',
    on: 'ein',
    off: 'aus',
    problems: 'Probleme',
    noProblems: 'Dem Training steht nichts im Weg.',
    whole: 'Ganzes Netz',
    totals: 'Insgesamt',
    trainableParameters: 'Trainierbare Parameter',
    summaryLayer: 'Schicht',
    summaryOutput: 'Ausgang',
    summaryParameters: 'Parameter',
    empty: 'Eine Schicht auswählen, um zu sehen, was sie tut, und um sie einzustellen.',
    recipe: 'Lernverfahren',
    noise: 'Rauschen',
    noiseDoc: 'Ohne Spalten bekommt diese Eingabe Zufallszahlen um 0, für jedes Beispiel neu gezogen.',
    learnsInput: 'Lernt, die Eingabe wiederzugeben. Ein Ziel ist nicht nötig.',
    learnsNothing:
      'Lernt nichts Eigenes: Das Lernverfahren vergleicht die Netze miteinander. Ein Ziel ist nicht nötig.',
    columns: 'Gespeist aus',
    columnsDoc: 'Die Spalten der Daten, aus denen diese Eingabe wird.',
    target: 'Lernt',
    targetDoc: 'Die Spalte, die diese Ausgabe vorherzusagen lernt.',
    chooseTarget: 'Spalte wählen',
    noData: 'Es sind noch keine Daten gewählt.',
    data: 'Daten',
    chooseData: 'Daten wählen',
    noDatasets: 'Hier sind noch keine Daten. Im Raum „Daten“ lassen sich welche importieren.',
    columnImage: (shape) => `Bild ${shapeText(shape)}`,
    columnNumber: 'Zahl',
    columnTokens: (length) => plural(length, 'Token', 'Tokens'),
    columnCategory: (classes) => plural(classes, 'Klasse', 'Klassen'),
    allColumns: (n) => `Alle ${count(n)} Zahlen- und Kategoriespalten außer dem Ziel`,
    rows: (n) => plural(n, 'Zeile', 'Zeilen'),
  },
};
