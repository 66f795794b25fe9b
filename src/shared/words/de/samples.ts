import type { SamplesWords } from '../samples.ts';

export const samples: SamplesWords = {
  'fashion-mnist-cnn': {
    description:
      '70 000 Fotos von Kleidungsstücken in zehn Klassen. Zwei Faltungen, ein Pooling und zwei Dense-Schichten erreichen in fünf Epochen etwa 91 % der Testbilder.',
    when: 'Für kleine Bilder, wenn ein ordentliches Ergebnis in wenigen Minuten genügt.',
  },
  'digits-mlp': {
    name: 'Ziffern',
    description:
      '1797 handgeschriebene Ziffern zu 8 × 8 Pixeln. Zwei Dense-Schichten: das schlichteste Netz, das Ziffern liest, in Sekunden trainiert.',
    when: 'Für sehr kleine Bilder, oder um zu sehen, wie weit man ohne Faltungen kommt.',
  },
  'digits-cnn': {
    name: 'Ziffern, mit Faltungen',
    description:
      'Dieselben handgeschriebenen Ziffern, gelesen von zwei Faltungen mit Batch-Normalisierung, globalem Average-Pooling und Dropout.',
    when: 'Für kleine Bilder, deren Klasse gesucht ist: die üblichen Teile in der üblichen Reihenfolge.',
  },
  'iris-classifier': {
    description:
      '150 Blüten mit je vier Messungen aus drei Arten. Ein kleines Netz für eine Tabelle: das erste Beispiel jedes Lehrbuchs.',
    when: 'Für eine kleine Zahlentabelle, in der eine Klasse gesucht ist: zum ersten Ausprobieren.',
  },
  'wine-classifier': {
    name: 'Wein',
    description:
      '178 italienische Weine mit je dreizehn Messungen aus drei Rebsorten. Ein kleines Netz mit Dropout für eine Tabelle.',
    when: 'Für eine Tabelle mit vielen Spalten und wenigen Zeilen, die es dank Dropout nicht auswendig lernt.',
  },
  'shakespeare-lstm': {
    description:
      'Eine Million Zeichen Shakespeare. Ein LSTM lernt, welches Zeichen als Nächstes kommt, und so, in seiner Art zu schreiben.',
    when: 'Um Text oder eine andere Sequenz Zeichen für Zeichen zu erzeugen, aus einer einzigen Datei.',
  },
  'shakespeare-gpt': {
    description:
      'Derselbe Text, gelesen von einem kleinen GPT: vier Transformer-Blöcke, die 64 Zeichen zurückblicken.',
    when: 'Um Text zu erzeugen, in dem lange zuvor Gesagtes zählt: Attention blickt auf alles zurück.',
  },
  dates: {
    name: 'Datumsangaben',
    description:
      'Aus Wendungen wie „the 5th of May 1987“ wird 1987-05-05. Ein LSTM liest die Wendung, ein anderes schreibt das Datum und blickt dabei mit Attention auf die Wendung zurück.',
    when: 'Um aus einer Sequenz eine andere von anderer Länge zu machen: Übersetzungen, Schreibweisen, Formate.',
  },
  'fashion-autoencoder': {
    name: 'Fashion-MNIST, Autoencoder',
    description:
      'Jedes Bild geht durch 32 Zahlen und kommt wieder heraus: Faltungen machen es klein, transponierte Faltungen wieder groß.',
    when: 'Um Bilder durch wenige Zahlen zu beschreiben: zum Komprimieren, Vergleichen, Finden von Ausreißern.',
  },
  'fashion-vae': {
    name: 'Fashion-MNIST, Variations-Autoencoder',
    description:
      'Eine Landkarte der Kleidung: Jedes Bild wird ein Punkt einer Ebene, und jeder Punkt der Ebene ergibt ein Bild.',
    when: 'Um neue Bilder von einer Karte zu ziehen, auf der sich Nachbarn ähneln.',
  },
  'fashion-gan': {
    description:
      'Ein Generator macht aus Rauschen Kleidungsstücke, ein Diskriminator unterscheidet sie von echten Fotos, und beide werden besser.',
    when: 'Um Bilder zu erzeugen, die echt aussehen, wo keine Karte davon nötig ist.',
  },
  'fashion-conditional-gan': {
    name: 'Fashion-MNIST, bedingtes GAN',
    description:
      'Der Generator macht aus Rauschen das gewünschte Kleidungsstück, der Diskriminator sagt, ob Bild und Klasse zusammengehören, und beide werden besser.',
    when: 'Um Bilder der gewünschten Klasse zu erzeugen, groß genug, um sie zu beurteilen.',
  },
  'fashion-small': {
    name: 'Fashion-MNIST, klein und stark',
    description:
      'Drei Stufen von Faltungen mit Batch-Normalisierung, gespiegelte und verschobene Bilder und ein Zyklus der Lernrate, mit 131 754 Gewichten: 93 % der Testbilder nach 24 Epochen in gemischter Rechengenauigkeit.',
    when: 'Für das beste Ergebnis eines kleinen Netzes, mit allem, was beim Training hilft.',
  },
  perceptron: {
    name: 'Perzeptron',
    description:
      '150 Blüten mit je vier Messungen und eine einzige Schicht: eine gewichtete Summe je Art. Das älteste aller Netze, und genug für neun von zehn Blüten.',
    when: 'Um zu sehen, was eine Schicht kann, und als Maß, das jedes größere Netz übertreffen muss.',
  },
  lenet: {
    description:
      'Das Faltungsnetz von LeCun und anderen (1998), mit relu statt tanh, auf 70 000 Fotos von Kleidungsstücken: etwa 89 % der Testbilder in zehn Epochen.',
    when: 'Für kleine Bilder in Graustufen. Schnell auf jedem Rechner.',
  },
  vgg: {
    name: 'Kleines VGG',
    description:
      'Faltungen von 3 × 3 zu zweien, nach jedem Paar ein Pooling, wie Simonyan und Zisserman sie stapelten (2014), auf 70 000 Fotos von Kleidungsstücken. Vierzigmal so viel Arbeit je Bild wie LeNet.',
    when: 'Für Bilder, bei denen Tiefe hilft und Zeit zum Training da ist: leicht zu lesen und zu ändern.',
  },
  resnet: {
    description:
      'Abkürzungen an je zwei Faltungen vorbei (He und andere, 2015) lassen den Gradienten die erste Schicht erreichen: etwa 98 % von 1797 handgeschriebenen Ziffern.',
    when: 'Für tiefe Netze: Erst die Abkürzungen lassen Dutzende von Schichten lernen.',
  },
  'lstm-classifier': {
    name: 'LSTM-Klassifikator',
    description:
      'Ein LSTM liest handgeschriebene Ziffern Zeile für Zeile, wie es einen Satz Wort für Wort läse, und sagt am Ende, welche Ziffer es war: etwa 97 %.',
    when: 'Um aus einer Sequenz eine Klasse zu erkennen: Schritte eines Sensors, Wörter eines Satzes.',
  },
  'transformer-encoder': {
    name: 'Transformer-Encoder',
    description:
      'Attention über die Zeilen handgeschriebener Ziffern: Jede Zeile blickt zweimal auf alle anderen, und ihr Mittelwert sagt, welche Ziffer es ist: etwa 97 %.',
    when: 'Um aus einer Sequenz eine Klasse zu erkennen, deren Schritte einander erklären, wie weit sie auch auseinanderliegen.',
  },
  'lstm-forecaster': {
    name: 'LSTM-Vorhersage',
    description:
      'Eine chaotische Reihe von 2000 Werten: Ein LSTM sieht 32 davon und sagt den nächsten voraus, dreimal genauer als der letzte Wert selbst.',
    when: 'Um aus den letzten Werten einer Reihe den nächsten vorherzusagen.',
  },
  'conditional-gan': {
    name: 'Bedingtes GAN',
    description:
      'Beiden Netzen wird die Ziffer gesagt (Mirza und Osindero, 2014): Der Generator zeichnet die gewünschte, der Diskriminator sagt, ob Bild und Ziffer zusammengehören.',
    when: 'Um Bilder der gewünschten Klasse zu erzeugen.',
  },
};
