import type { howTo as english } from '../../help/how-to.ts';
import type { Translated } from './types.ts';

/** What the window's buttons, rooms and keys are called: as its own German words call them. */
const called = {
  home: 'Start',
  train: 'Training starten',
  pause: 'Pausieren',
  stop: 'Beenden',
  resume: 'Fortsetzen',
  runs: 'Läufe',
  use: 'Anwenden',
  machine: 'Rechner',
  settings: 'Einstellungen',
  control: 'Strg',
  enter: 'Eingabetaste',
  delete: 'Entf',
} as const;

export const howTo = {
  'first-run': {
    title: 'Ein erster Lauf in einer Minute',
    text: `1. Unter „${called.home}“ das Beispiel Iris wählen: Es bringt seine Daten und ein Netz mit.\n2. „${called.train}“ drücken. Die Kurven unter der Zeichenfläche entstehen, während es lernt.\n3. Wenn es fertig ist, steht sein Ergebnis auf den Testzeilen neben den Kurven.\n4. Etwas ändern, etwa die Einheiten einer Schicht, noch einmal trainieren und beides unter „${called.runs}“ vergleichen.`,
    also: 'starten beginnen anfangen Anleitung Einführung schnell a first run in a minute start begin tutorial quick',
  },
  'own-data': {
    title: 'Eigene Daten mitbringen',
    text: '1. Dateien irgendwo auf dem Fenster ablegen: Bilder in Ordnern, die wie ihre Klassen heißen, ein ZIP davon, Tabellen (CSV, TSV), Texte oder IDX.\n2. Ansehen, was verstanden wurde, Typen und Ziel berichtigen und importieren.\n3. Ein Projekt daraus machen: Es schlägt ein passendes Netz vor.\nDateien werden in den Arbeitsbereich kopiert; die Originale bleiben unberührt und dürfen verschwinden.',
    also: 'importieren Bilder Datensatz ablegen ziehen bring your own data import csv images dataset drop',
  },
  draw: {
    title: 'Ein Netz zeichnen',
    text: `Eine Schicht aus der Liste links auf die Zeichenfläche ziehen oder auf eine Kante, um sie zwischen zwei andere zu setzen; die ${called.enter} fügt sie nach der gewählten Schicht ein. Kanten vom Punkt unter einer Schicht zum Punkt über einer anderen ziehen. An jeder Kante steht die Form dessen, was durch sie fließt. Was nicht passt, steht an der Schicht, oft mit einer Abhilfe zum Anklicken.`,
    also: 'Schicht Kante verbinden Zeichenfläche bearbeiten draw a network layer edge connect canvas edit',
  },
  copy: {
    title: 'Schichten kopieren, auch in andere Projekte',
    text: `Schichten auswählen (Umschalt+Klick nimmt eine hinzu, Umschalt+Ziehen über die Zeichenfläche zieht einen Rahmen), dann ${called.control}+C und auf der Zeichenfläche dieses oder eines anderen Projekts ${called.control}+V. Kopiert wird Text: Er lässt sich in eine Nachricht einfügen und von dort zurück. Ziehen mit Alt kopiert sofort, ${called.control}+D daneben.`,
    also: 'kopieren einfügen duplizieren klonen Zwischenablage verschieben teilen copy layers, also between projects paste duplicate clone clipboard move share',
  },
  undo: {
    title: 'Einen Schritt zurücknehmen',
    text: `${called.control}+Z nimmt zurück, was im Projekt geändert wurde, auch Löschungen und Abhilfen; ${called.control}+Umschalt+Z tut es wieder. Die Knöpfe in der Titelleiste nennen den Schritt. Escape gibt auf, was gerade gezogen oder gezeichnet wird.`,
    also: 'rückgängig wiederholen Fehler wiederherstellen gelöscht take a step back undo redo mistake restore deleted',
  },
  freeze: {
    title: 'Schichten vom Lernen ausnehmen',
    text: 'Die Schicht auswählen und in ihren Eigenschaften „Trainierbar“ ausschalten: Ihre Gewichte bleiben, wie sie sind. Für einen späteren Lauf wieder einschalten.',
    also: 'einfrieren trainierbar übertragen feinabstimmen vortrainiert keep layers from learning freeze frozen trainable transfer fine-tune pretrained',
  },
  improve: {
    title: 'Das Ergebnis ist nicht gut genug',
    text: 'Die beiden Verlustkurven ansehen. Beide hoch: Das Netz ist unterangepasst; hier hilft ein größeres Netz, längeres Training oder eine andere Lernrate. Training niedrig, Validierung hoch: Es ist überangepasst; hier helfen mehr Daten, Augmentierung, Dropout, Weight Decay oder frühes Beenden. Sprünge oder keine Zahl: die Lernrate senken oder die Gradienten kappen.',
    also: 'Genauigkeit schlecht Verlust festgefahren besser the result is not good enough accuracy bad loss stuck better data augmentation',
  },
  'pause-resume': {
    title: 'Pausieren, beenden und fortsetzen',
    text: `„${called.pause}“ und „${called.stop}“ rechnen den begonnenen Schritt zu Ende und schreiben einen Checkpoint; „${called.resume}“ macht von ihm aus weiter, als wäre nichts geschehen. Beim Schließen des Fensters wird gefragt, was aus einem Lauf werden soll. Nach einem Absturz oder Stromausfall geht ein Lauf von seinem letzten Checkpoint aus weiter.`,
    also: 'fortsetzen Absturz Checkpoint weitermachen pause, stop and go on resume crash checkpoint continue',
  },
  export: {
    title: 'Das Netz mitnehmen',
    text: `Unter „${called.use}“ einen Lauf und ein Format wählen. Keras schreibt eine Datei .keras, die Keras 3 lädt; ONNX lässt sich in vielen Laufzeitumgebungen und Sprachen öffnen. Jede Datei wird in einem anderen Programm zurückgelesen und ihre Antworten werden mit denen des Netzes verglichen, bevor sie bereitsteht.`,
    also: 'exportieren herunterladen ausliefern speichern Modell take the network away keras onnx download deploy save model',
  },
  use: {
    title: 'Ein trainiertes Netz ausprobieren',
    text: `Unter „${called.use}“ neue Dateien ablegen oder Zeilen der Daten nehmen: Neben jeder steht die Antwort mit ihrer Wahrscheinlichkeit. Ein Sprachmodell schreibt Text, ein GAN oder ein Variational Autoencoder zeichnet Proben. Die Antworten zu einer Datei lassen sich neben ihren eigenen Spalten als Tabelle speichern. Im Terminal: neuroloom predict und neuroloom generate.`,
    also: 'vorhersagen Vorhersage Inferenz erzeugen try a trained network predict inference generate',
  },
  gpu: {
    title: 'Eine GPU benutzen',
    text: `Unter „${called.machine}“ steht, welcher Prozessor und welche GPU gefunden wurden, was Läufe benutzen und warum. Wo es eine NVIDIA-GPU und ihren Treiber gibt, wird TensorFlow in der Fassung für sie angeboten, etwa 3 GB. Nichts wird ungefragt heruntergeladen.`,
    also: 'Grafikkarte schnell Geschwindigkeit use a gpu nvidia cuda fast speed',
  },
  faster: {
    title: 'Das Training beschleunigen',
    text: `Unter „${called.machine}“ lassen sich mehrere Anzahlen von Threads und von Teilen eines Batches am eigenen Netz erproben; es zeigt, was jede bringt. Ein größerer Batch bedeutet weniger, besser genutzte Schritte. bfloat16 hilft, wo der Prozessor AVX-512 hat. Steht dort, dass das portable Backend trainiert, lässt sich TensorFlow dort installieren.`,
    also: 'Geschwindigkeit schneller langsam Leistung make training faster speed slow threads bfloat16 performance',
  },
  keyboard: {
    title: 'Mit der Tastatur arbeiten',
    text: `${called.control}+K (⌘K) findet jeden Befehl nach ein paar Buchstaben, ? zeigt alle Tastenkürzel. Auf der Zeichenfläche geht Tab von Schicht zu Schicht, die ${called.enter} wählt aus, die Pfeiltasten verschieben, ${called.delete} löscht. Alt+1 bis Alt+5 wechseln den Raum.`,
    also: 'Tastenkürzel Taste Barrierefreiheit work by keyboard shortcut keys accessibility',
  },
  files: {
    title: 'Wo alles aufbewahrt wird',
    text: `Im Arbeitsbereich, einem Ordner, den die ${called.settings} nennen: Projekte als Dateien .neuroloom, Datensätze, Checkpoints, Exporte und Protokolle. Änderungen werden innerhalb einer Sekunde von selbst gespeichert. Nichts verlässt diesen Rechner.`,
    also: 'Ordner Arbeitsbereich speichern Sicherung Datenschutz where everything is kept folder workspace save backup privacy',
  },
} as const satisfies Translated<typeof english>;
