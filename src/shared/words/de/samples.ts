/** What the cards of the samples and templates say in German, by the id in resources/samples/index.json. */
import type { SamplesWords } from '../samples.ts';

export const samples: SamplesWords = {
  'fashion-mnist-cnn': {
    name: 'Fashion-MNIST',
    description:
      '70\u202f000 Fotos von Kleidungsstücken in zehn Klassen. Zwei Faltungen, ein Pooling und zwei Dense-Schichten erreichen in fünf Epochen etwa 91\u202f% auf den Testbildern.',
    when: 'Für kleine Bilder, wenn ein ordentliches Ergebnis in Minuten genügt.',
  },
  'digits-mlp': {
    name: 'Ziffern',
    description:
      '1\u202f797 handgeschriebene Ziffern aus 8\u00a0×\u00a08 Pixeln. Zwei Dense-Schichten: das schlichteste Netz, das Ziffern liest, in Sekunden trainiert.',
    when: 'Für sehr kleine Bilder oder um zu sehen, wie weit man ohne Faltungen kommt.',
  },
  'digits-cnn': {
    name: 'Ziffern, mit Faltungen',
    description:
      'Dieselben handgeschriebenen Ziffern, gelesen von zwei Faltungen mit Batch-Normalisierung, globalem Average-Pooling und Dropout.',
    when: 'Für kleine Bilder, deren Klasse zu erkennen ist: die üblichen Teile in ihrer üblichen Reihenfolge.',
  },
  'iris-classifier': {
    name: 'Iris',
    description:
      '150 Blumen, je vier Messungen, drei Arten. Ein kleines Netz auf einer Tabelle: das erste Beispiel in jedem Lehrbuch.',
    when: 'Für eine kleine Tabelle aus Zahlen, aus der eine Klasse zu erkennen ist: das Erste, was man versucht.',
  },
  'wine-classifier': {
    name: 'Wein',
    description:
      '178 italienische Weine, je dreizehn Messungen, drei Rebsorten. Ein kleines Netz mit Dropout auf einer Tabelle.',
    when: 'Für eine Tabelle mit vielen Spalten und wenigen Zeilen: Dropout hält das Netz davon ab, sie auswendig zu lernen.',
  },
  'shakespeare-lstm': {
    name: 'Shakespeare, LSTM',
    description:
      'Eine Million Zeichen Shakespeare. Ein LSTM lernt, welches Zeichen als Nächstes kommt, und so, in seiner Art zu schreiben.',
    when: 'Um aus einer einzigen Datei Text oder eine andere Sequenz Zeichen für Zeichen zu erzeugen.',
  },
  'shakespeare-gpt': {
    name: 'Shakespeare, GPT',
    description:
      'Derselbe Text, gelesen von einem kleinen GPT: vier Transformer-Blöcke, die auf 64 Zeichen zurückblicken.',
    when: 'Um Text zu erzeugen, bei dem zählt, was lange zuvor gesagt wurde: Attention blickt auf alles zurück.',
  },
  dates: {
    name: 'Datumsangaben',
    description:
      'Aus englischen Angaben wie „the 5th of May 1987“ wird 1987-05-05. Ein LSTM liest die Angabe, ein anderes schreibt das Datum und blickt dabei mit Attention auf die Angabe zurück.',
    when: 'Um eine Sequenz in eine andere von anderer Länge zu verwandeln: Übersetzungen, Schreibweisen, Formate.',
  },
  'fashion-autoencoder': {
    name: 'Fashion-MNIST, Autoencoder',
    description:
      'Jedes Bild geht durch 32 Zahlen hindurch und kommt wieder heraus: Faltungen machen es klein, transponierte machen es groß.',
    when: 'Um Bilder durch wenige Zahlen zu beschreiben: um sie zu komprimieren, zu vergleichen oder das eine zu finden, das nicht dazupasst.',
  },
  'fashion-vae': {
    name: 'Fashion-MNIST, Variational Autoencoder',
    description:
      'Eine Landkarte der Kleidung: Jedes Bild wird zu einem Punkt einer Ebene, und jeder Punkt der Ebene lässt sich zu einem Bild dekodieren.',
    when: 'Um neue Bilder von einer Karte zu zeichnen, auf der Nachbarn einander ähneln.',
  },
  'fashion-gan': {
    name: 'Fashion-MNIST, GAN',
    description:
      'Ein Generator macht Kleidung aus Rauschen, ein Diskriminator unterscheidet sie von echten Fotos, und beide werden besser.',
    when: 'Um Bilder zu erzeugen, die echt aussehen, wenn keine Karte von ihnen nötig ist.',
  },
  'fashion-conditional-gan': {
    name: 'Fashion-MNIST, bedingtes GAN',
    description:
      'Der Generator macht aus Rauschen das verlangte Kleidungsstück, der Diskriminator sagt, ob Bild und Klasse zusammengehören, und beide werden besser.',
    when: 'Um Bilder der verlangten Klasse zu erzeugen, groß genug, um sie zu beurteilen.',
  },
  'fashion-small': {
    name: 'Fashion-MNIST, klein und stark',
    description:
      'Drei Stufen von Faltungen mit Batch-Normalisierung, gespiegelte und verschobene Bilder und ein Zyklus der Lernrate, mit 131\u202f754 Gewichten: 93\u202f% der Testbilder nach 24 Epochen in gemischter Genauigkeit.',
    when: 'Für das beste Ergebnis, das ein kleines Netz gibt, mit allem an seinem Platz, was dem Training hilft.',
  },
  perceptron: {
    name: 'Perzeptron',
    description:
      '150 Blumen, je vier Messungen, und eine einzige Schicht: eine gewichtete Summe je Art. Das älteste Netz von allen, und genug für neun von zehn Blumen.',
    when: 'Um zu sehen, was eine Schicht kann, und als Marke, die jedes größere Netz übertreffen muss.',
  },
  lenet: {
    name: 'LeNet',
    description:
      'Das Faltungsnetz von LeCun und anderen (1998), mit relu anstelle seines tanh, auf 70\u202f000 Fotos von Kleidungsstücken: etwa 89\u202f% der Testbilder in zehn Epochen.',
    when: 'Für kleine Bilder in Graustufen. Schnell auf jedem Rechner.',
  },
  vgg: {
    name: 'Kleines VGG',
    description:
      'Faltungen von 3\u00a0×\u00a03 zu je zweien, nach jedem Paar ein Pooling, wie Simonyan und Zisserman sie stapelten (2014), auf 70\u202f000 Fotos von Kleidungsstücken. Vierzigmal die Arbeit von LeNet für jedes Bild.',
    when: 'Für Bilder, bei denen Tiefe hilft und Zeit zum Trainieren ist: leicht zu lesen und zu ändern.',
  },
  resnet: {
    name: 'ResNet',
    description:
      'Abkürzungen um je zwei Faltungen (He und andere, 2015) lassen den Gradienten bis zur ersten Schicht gelangen: etwa 98\u202f% von 1\u202f797 handgeschriebenen Ziffern.',
    when: 'Für tiefe Netze: Erst die Abkürzungen lassen Dutzende von Schichten lernen.',
  },
  'lstm-classifier': {
    name: 'LSTM-Klassifikator',
    description:
      'Ein LSTM liest handgeschriebene Ziffern Zeile für Zeile, wie es einen Satz Wort für Wort läse, und sagt am Ende, welche Ziffer es war: etwa 97 %.',
    when: 'Um aus einer Sequenz eine Klasse zu erkennen: Schritte eines Sensors, Wörter eines Satzes.',
  },
  'transformer-encoder': {
    name: 'Transformer-Encoder',
    description:
      'Attention über die Zeilen handgeschriebener Ziffern: Jede Zeile betrachtet alle anderen, zweimal, und ihr Mittelwert sagt, welche Ziffer es ist: etwa 97 %.',
    when: 'Um aus einer Sequenz eine Klasse zu erkennen, deren Schritte einander erklären, gleich wie weit sie auseinanderliegen.',
  },
  'lstm-forecaster': {
    name: 'LSTM-Vorhersage',
    description:
      'Eine chaotische Reihe von 2\u202f000 Werten: Ein LSTM betrachtet 32 davon und sagt den nächsten voraus, dreimal genauer als der letzte Wert selbst.',
    when: 'Um den nächsten Wert einer Reihe aus den letzten vorherzusagen.',
  },
  sunspots: {
    name: 'Sonnenflecken',
    description:
      'Die Sonnenflecken von 309 Jahren, von denen die letzten 80 dem Test bleiben: Ein LSTM betrachtet 32 Jahre und sagt das nächste voraus, mit einem Fehler, der mindestens 15\u202f% unter dem liegt, den die Annahme „wie im letzten Jahr“ macht.',
    when: 'Für eine echte Reihe: wenige Werte, Rauschen und eine Periode, die nie ganz dieselbe ist.',
  },
  'conditional-gan': {
    name: 'Bedingtes GAN',
    description:
      'Beiden Netzen wird die Ziffer gesagt (Mirza und Osindero, 2014): Der Generator zeichnet die verlangte, der Diskriminator sagt, ob Bild und Ziffer zusammengehören.',
    when: 'Um Bilder der verlangten Klasse zu erzeugen.',
  },
};
