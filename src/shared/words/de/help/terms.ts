import type { terms as english } from '../../help/terms.ts';
import type { Translated } from './types.ts';

export const terms = {
  accuracy: {
    title: 'Genauigkeit',
    text: 'Der Anteil der Zeilen, deren Klasse richtig benannt wurde. Sie sagt wenig, wo eine Klasse viel häufiger ist als die anderen: Immer diese zu nennen, sieht dann gut aus. Precision, Recall und F1 sagen dort mehr.',
    also: 'accuracy',
  },
  activation: {
    title: 'Aktivierung',
    text: 'Eine Funktion, die auf jede Zahl angewandt wird, die eine Schicht berechnet hat, etwa relu oder tanh. Ohne eine dazwischen ließen sich beliebig viele Dense-Schichten durch eine einzige ersetzen, denn eine Kette linearer Abbildungen ist linear. Auch die Zahlen, die herauskommen, heißen Aktivierungen.',
    also: 'Nichtlinearität Aktivierungsfunktion Übertragungsfunktion activation nonlinearity transfer function',
  },
  attention: {
    title: 'Attention',
    text: 'Jede Stelle einer Sequenz fragt alle Stellen, wie viel sie für sie bedeuten, und nimmt deren Values, gemittelt nach den Antworten. Die Gewichte dieses Mittels kommen aus Produkten einer Query mit Keys, die Softmax positiv macht und auf die Summe 1 bringt. Mehrere Köpfe tun das nebeneinander, jeder mit eigenen Abbildungen.',
    also: 'Aufmerksamkeit Selbstaufmerksamkeit transformer query key value self-attention',
  },
  autoencoder: {
    title: 'Autoencoder',
    text: 'Ein Netz, das lernt, seine eigene Eingabe durch eine enge Stelle hindurch wiederzugeben. Was dort hindurchgeht, ist eine kurze Beschreibung der Eingabe. Labels braucht es keine.',
    also: 'Enkodierer Dekodierer Engstelle Flaschenhals latent encoder decoder bottleneck latent',
  },
  backpropagation: {
    title: 'Backpropagation',
    text: 'Wie Gradienten berechnet werden: vom Verlust aus rückwärts durch das Netz, eine Schicht nach der anderen, nach der Kettenregel. Jede Schicht macht aus dem Gradienten nach ihren Ausgaben die nach ihren Gewichten und nach ihren Eingaben. Ein Durchgang rückwärts kostet etwa doppelt so viel wie einer vorwärts.',
    also: 'Fehlerrückführung Rückwärtsdurchgang Kettenregel backward pass chain rule',
  },
  batch: {
    title: 'Batch',
    text: 'Die Zeilen, die ein Trainingsschritt gemeinsam betrachtet. Der Gradient eines Schrittes ist der Mittelwert über seinen Batch. Ein größerer Batch gibt ruhigere Gradienten und weniger Schritte je Epoche und braucht mehr Speicher.',
    also: 'Batchgröße Minibatch minibatch batch size',
  },
  'batch-normalization': {
    title: 'Batch-Normalisierung',
    text: 'Im Training wird jeder Kanal über den Batch auf Mittelwert 0 und Varianz 1 verschoben und skaliert, danach mit zwei gelernten Zahlen. Beim Anwenden des Netzes treten gleitende Mittelwerte von Mittelwert und Varianz an die Stelle derer des Batches. Ein Netz mit ihr rechnet also im Training anders als danach.',
    also: 'Normalisierung batch normalisation normalization batchnorm',
  },
  bias: {
    title: 'Bias',
    text: 'Eine gelernte Zahl, die zu dem addiert wird, was eine Einheit berechnet hat, gleich wie die Eingabe ist. Durch ihn kann eine Einheit auch dann etwas anderes als 0 antworten, wenn ihre Eingaben 0 sind.',
    also: 'Versatz',
  },
  channel: {
    title: 'Kanal',
    text: 'Einer der Werte, die an jeder Stelle eines Bildes oder einer Sequenz stehen: zuerst Rot, Grün und Blau, später, was jeder Filter einer Faltung dort gefunden hat. Die letzte Zahl einer Form zählt sie.',
    also: 'Tiefe channel feature map depth',
  },
  checkpoint: {
    title: 'Checkpoint',
    text: 'Alles, was ein Lauf braucht, um von einem Schritt aus genau weiterzumachen: die Gewichte, der Zustand des Optimierers und die Stelle in den Daten. Neuroloom schreibt einen nach jeder Epoche, beim Pausieren oder Beenden eines Laufs und an seinem Ende.',
    also: 'Sicherungspunkt',
  },
  'class-weight': {
    title: 'Klassengewichte',
    text: 'Faktoren, mit denen der Verlust der Zeilen jeder Klasse zählt. Gewichte, die größer werden, je seltener eine Klasse ist, halten das Netz davon ab, seltene Klassen zu übergehen.',
    also: 'Ungleichgewicht unausgewogen class weights imbalance',
  },
  'confusion-matrix': {
    title: 'Konfusionsmatrix',
    text: 'Eine Tabelle dessen, was Zeilen sind, gegenüber dem, wofür das Netz sie hielt. Auf der Diagonale stehen die richtigen Antworten; jedes andere Feld ist eine Art von Fehler.',
    also: 'Wahrheitsmatrix Verwechslungsmatrix confusion matrix',
  },
  convolution: {
    title: 'Faltung',
    text: 'Ein kleines Gitter von Gewichten gleitet über ein Bild oder eine Sequenz und berechnet an jeder Stelle dieselbe gewichtete Summe. So wird ein Muster gefunden, wo immer es liegt, mit wenigen Gewichten. Ihre Filter werden gelernt; jeder macht einen Kanal der Ausgabe.',
    also: 'Faltungsnetz Kernel Filter Schrittweite convolution cnn kernel filter stride conv2d',
  },
  crossentropy: {
    title: 'Kreuzentropie',
    text: 'Der Verlust bei der Wahl einer Klasse: minus der Logarithmus der Wahrscheinlichkeit, die das Netz der richtigen gab. Er ist 0, wenn es der richtigen Klasse sicher ist, und wächst unbegrenzt, wenn es einer falschen sicher ist.',
    also: 'kategorial logarithmischer Verlust cross-entropy log loss categorical softmax',
  },
  'data-augmentation': {
    title: 'Augmentierung',
    text: 'Zufällige Änderungen der Eingaben, die ihre Bedeutung lassen, wie sie ist: Spiegelungen, Verschiebungen, Drehungen, Rauschen. Das Netz sieht nie zweimal ganz dieselbe Zeile und lernt, worauf es nicht ankommt. Sie geschieht nur im Training.',
    also: 'Datenanreicherung augmentieren augmentation augment',
  },
  dropout: {
    title: 'Dropout',
    text: 'In jedem Trainingsschritt wird ein zufälliger Teil der Aktivierungen auf 0 gesetzt, sodass sich keine Einheit auf eine andere verlassen kann; die übrigen werden vergrößert, sodass die Summe im Mittel gleich bleibt. Beim Anwenden des Netzes fällt nichts weg. Es wirkt gegen Überanpassung.',
    also: 'Ausfall',
  },
  'early-stopping': {
    title: 'Frühes Beenden',
    text: 'Beendet einen Lauf, wenn die Validierungszeilen einige Epochen lang nichts Besseres gezeigt haben, und gibt ihm die Gewichte seiner besten Epoche zurück. Es spart Zeit und wirkt gegen Überanpassung.',
    also: 'früh beenden vorzeitiger Abbruch Geduld early stopping patience',
  },
  embedding: {
    title: 'Embedding',
    text: 'Eine Tabelle mit einer Reihe gelernter Zahlen für jedes Token oder jede Kategorie. Ein Token nachzuschlagen ergibt seine Reihe. Tokens, die ähnlich gebraucht werden, bekommen mit der Zeit ähnliche Reihen.',
    also: 'Einbettung Vektor Wort vector word',
  },
  epoch: {
    title: 'Epoche',
    text: 'Ein Durchgang des Trainings durch alle Trainingszeilen, in neuer zufälliger Reihenfolge. Nach jeder wird das Netz an den Validierungszeilen gemessen.',
    also: 'epoch',
  },
  'exploding-gradients': {
    title: 'Explodierende Gradienten',
    text: 'Auf dem Rückweg durch viele Schichten oder Zeitschritte können Gradienten so groß werden, dass ein Schritt die Gewichte weit hinauswirft, bis der Verlust keine Zahl mehr ist. Eine kleinere Lernrate, das Kappen der Gradienten oder eine Normalisierung hilft.',
    also: 'unendlich kappen begrenzen divergieren exploding gradients nan infinity clip diverge',
  },
  feature: {
    title: 'Merkmal',
    text: 'Etwas an einer Zeile, das beim Antworten hilft: eine Spalte einer Tabelle oder was eine Schicht daraus berechnet. Spätere Schichten berechnen Merkmale von Merkmalen.',
    also: 'Spalte Eingabe Variable feature column input variable',
  },
  gan: {
    title: 'Generative Adversarial Network',
    text: 'Zwei Netze, die gegeneinander trainieren: Der Generator macht Proben aus Rauschen, der Diskriminator unterscheidet sie von echten. Jedes wird besser durch das, was das andere tut. Ihre Verluste fallen nicht gemeinsam; aussagekräftig sind die Proben.',
    also: 'Generator Diskriminator gegnerisch gan generator discriminator wgan',
  },
  gradient: {
    title: 'Gradient',
    text: 'Wie schnell sich der Verlust mit jedem Gewicht ändern würde: eine Zahl für jedes Gewicht, mit Vorzeichen. Das Training bewegt die Gewichte gegen ihn, denn in dieser Richtung fällt der Verlust am schnellsten.',
    also: 'Ableitung Steigung derivative slope',
  },
  'gradient-descent': {
    title: 'Gradientenabstieg',
    text: 'Training in vielen kleinen Schritten gegen den Gradienten. Stochastisch: Der Gradient jedes Schrittes ist der eines Batches, eine Schätzung des Gradienten über alle Zeilen.',
    also: 'stochastisch Optimierer gradient descent sgd stochastic optimizer',
  },
  hyperparameter: {
    title: 'Hyperparameter',
    text: 'Was gewählt wird und das Training nicht ändert: die Anzahl der Schichten und Einheiten, die Lernrate, die Batchgröße. Verglichen werden sie durch Läufe an den Validierungszeilen, nie an den Testzeilen.',
    also: 'Einstellung Feinabstimmung setting tuning',
  },
  initialization: {
    title: 'Initialisierung',
    text: 'Die Zufallszahlen, mit denen Gewichte beginnen. Ihre Streuung richtet sich nach der Anzahl der Eingaben und Ausgaben, sodass Signale auf dem Weg durch die Schichten weder verblassen noch wachsen. Der Startwert bestimmt sie.',
    also: 'Anfangswerte initialisation initializer glorot he',
  },
  l1: {
    title: 'L1-Regularisierung',
    text: 'Addiert die Summe der absoluten Werte von Gewichten, mal einem Faktor, zum Verlust. Sie zieht jedes Gewicht mit derselben Kraft gegen 0 und macht viele davon genau oder fast 0. Geteilte Gewichte zählen einmal, eingefrorene nicht.',
    also: 'dünn besetzt Strafterm l1 regularisation lasso sparsity regularization penalty',
  },
  l2: {
    title: 'L2-Regularisierung',
    text: 'Addiert die Summe der Quadrate von Gewichten, mal einem Faktor, zum Verlust. Sie zieht große Gewichte stärker als kleine und hält alle mäßig. Geteilte Gewichte zählen einmal, eingefrorene nicht. Mit Adam ist sie nicht dasselbe wie Weight Decay; das leistet AdamW.',
    also: 'Strafterm l2 regularisation ridge weight decay regularization penalty',
  },
  'language-model': {
    title: 'Sprachmodell',
    text: 'Ein Netz, das zu einem Anfang eines Textes die Wahrscheinlichkeit jedes Tokens angibt, das als Nächstes kommen könnte. Text entsteht, indem ein Token gezogen und angefügt und wieder gefragt wird.',
    also: 'Temperatur ziehen language model gpt llm temperature sampling',
  },
  'learning-rate': {
    title: 'Lernrate',
    text: 'Wie weit ein Schritt die Gewichte in die Richtung des Optimierers bewegt. Zu hoch, und der Verlust springt oder explodiert; zu niedrig, und er kriecht. Sie ist die Einstellung, die zuerst zu erproben ist.',
    also: 'Schrittgröße learning rate',
  },
  logit: {
    title: 'Logit',
    text: 'Ein Wert, bevor Softmax oder Sigmoid eine Wahrscheinlichkeit aus ihm macht. Er darf jede Zahl sein; die Differenz zweier Logits ist der Logarithmus des Verhältnisses ihrer Wahrscheinlichkeiten.',
    also: 'Rohwert',
  },
  loss: {
    title: 'Verlust',
    text: 'Eine Zahl, die sagt, wie falsch die Antworten sind; das Training macht sie kleiner. Er muss sich glatt mit den Gewichten ändern, was die Genauigkeit nicht tut. Verluste verschiedener Art lassen sich nicht vergleichen.',
    also: 'Verlustfunktion Kosten Zielfunktion Fehler loss cost objective error',
  },
  mask: {
    title: 'Maske',
    text: 'Sagt, welche Stellen einer aufgefüllten Sequenz echt sind. Schichten, die sie kennen, überspringen die anderen, und ebenso der Verlust.',
    also: 'auffüllen mask padding',
  },
  metric: {
    title: 'Metrik',
    text: 'Eine Zahl, nach der Menschen ein Netz beurteilen, etwa die Genauigkeit oder der mittlere absolute Fehler. Das Training richtet sich nicht nach ihr; es richtet sich nach dem Verlust.',
    also: 'Gütemaß metric',
  },
  'multiply-adds': {
    title: 'Multiplikationen mit Addition',
    text: 'Die Multiplikationen, jede mit einer Addition, die ein Beispiel auf dem Weg vorwärts kostet. Sie sind ein Maß der Arbeit, nicht der Zeit: Faltungen und große Produkte nutzen einen Prozessor besser als viele kleine.',
    also: 'Rechenoperationen Aufwand multiply-adds flops macs operations',
  },
  'one-hot': {
    title: 'One-Hot-Kodierung',
    text: 'Eine Kategorie, geschrieben als Reihe von Nullen mit einer einzigen 1 an ihrer Stelle. So wird keine Reihenfolge der Kategorien vorgetäuscht.',
    also: 'kategorial one-hot categorical encoding',
  },
  optimizer: {
    title: 'Optimierer',
    text: 'Die Regel, die aus Gradienten Schritte macht. SGD folgt dem Gradienten; Momentum behält etwas von der letzten Richtung; Adam teilt außerdem dadurch, wie groß die Gradienten jedes Gewichts gewöhnlich sind.',
    also: 'Optimierungsverfahren optimizer adam sgd momentum',
  },
  overfitting: {
    title: 'Überanpassung',
    text: 'Das Netz lernt seine Trainingszeilen auswendig statt dessen, was sie gemeinsam haben: Der Trainingsverlust fällt weiter, während der Validierungsverlust steigt. Mehr oder augmentierte Daten, ein kleineres Netz, Dropout, Weight Decay oder frühes Beenden wirkt dagegen.',
    also: 'Verallgemeinerung Generalisierung auswendig overfitting generalisation generalization memorise',
  },
  parameter: {
    title: 'Parameter',
    text: 'Die Zahlen, die ein Netz lernt oder behält: Kernel, Bias-Werte, Embeddings, gleitende Mittelwerte. Mehr von ihnen können mehr ausdrücken und brauchen mehr Daten. Jeder belegt 4 Byte und mit Adam 12, während er trainiert wird, dazu seinen Gradienten.',
    also: 'Gewichte Größe parameters weights size',
  },
  perplexity: {
    title: 'Perplexität',
    text: 'Die Exponentialfunktion des mittleren Verlusts eines Sprachmodells: zwischen wie vielen gleich wahrscheinlichen Tokens es gleichsam schwankt. 1 wäre vollkommen; die Größe des Vokabulars ist blindes Raten.',
    also: 'perplexity',
  },
  pooling: {
    title: 'Pooling',
    text: 'Nimmt den größten oder den mittleren Wert jedes kleinen Ausschnitts, sodass Bilder kleiner werden und kleine Verschiebungen weniger ausmachen. Es hat keine Gewichte.',
    also: 'verkleinern Maximum Mittelwert downsampling max average',
  },
  'recurrent-layer': {
    title: 'Rekurrente Schicht',
    text: 'Liest eine Sequenz Schritt für Schritt und behält von einem zum nächsten einen Zustand. Die Gewichte sind in jedem Schritt dieselben. LSTM und GRU haben Gates, die entscheiden, was behalten wird, sodass sie sich über längere Strecken etwas merken.',
    also: 'Sequenz Zustand recurrent layer rnn lstm gru sequence state',
  },
  'residual-connection': {
    title: 'Residualverbindung',
    text: 'Addiert die Eingabe eines Blocks zu seiner Ausgabe, sodass der Block nur den Unterschied lernt. Gradienten haben einen kurzen Rückweg; Netze aus vielen Schichten lassen sich dadurch trainieren.',
    also: 'Abkürzung residual connection skip connection shortcut resnet',
  },
  schedule: {
    title: 'Zeitplan der Lernrate',
    text: 'Ändert die Lernrate, während ein Lauf vorangeht: oft zuerst ein kurzer Anstieg (Aufwärmphase) und ein langsamer Abfall bis zum Ende. Große Schritte finden die Gegend, kleine kommen in ihr zur Ruhe.',
    also: 'Lernratenplan Aufwärmphase Abfall Kosinus learning rate schedule warm-up decay cosine',
  },
  seed: {
    title: 'Startwert',
    text: 'Wo die Zufallszahlen eines Laufs beginnen: Gewichte, Reihenfolge der Zeilen, Dropout. Derselbe Startwert mit demselben Netz, denselben Daten und derselben Engine ergibt denselben Lauf, Ziffer für Ziffer.',
    also: 'Zufall wiederholbar seed random reproducible',
  },
  shape: {
    title: 'Form',
    text: 'Wie viele Zahlen ein Beispiel hat und wie sie liegen: 28 × 28 × 1 ist ein Bild aus 28 Zeilen und Spalten mit einem Kanal. Der Batch ist weggelassen, denn das Netz hängt nicht von ihm ab.',
    also: 'Dimension Tensor Größe shape dimension tensor size',
  },
  softmax: {
    title: 'Softmax',
    text: 'Macht aus Werten Wahrscheinlichkeiten: Jede ist die Exponentialfunktion ihres Werts, geteilt durch die Summe aller. Sie sind positiv und ergeben zusammen 1. Sie gehört an das Ende eines Netzes, das eine Klasse wählt.',
    also: 'Wahrscheinlichkeiten',
  },
  split: {
    title: 'Trainings-, Validierungs- und Testzeilen',
    text: 'Aus Trainingszeilen wird gelernt. An Validierungszeilen wird nach jeder Epoche gemessen; sie helfen bei der Wahl der Einstellungen. An Testzeilen wird einmal gemessen, am Ende: Sie sagen, wie gut das Netz bei dem ist, was weder es selbst noch der Mensch davor gesehen hat.',
    also: 'Aufteilung zurückgehalten training, validation and test rows holdout train test',
  },
  step: {
    title: 'Schritt',
    text: 'Ein Batch vorwärts, seine Gradienten rückwärts und eine Aktualisierung der Gewichte. Eine Epoche hat so viele Schritte, wie Batches in die Trainingszeilen passen, der letzte vielleicht kleiner.',
    also: 'Iteration Aktualisierung step iteration update',
  },
  tensor: {
    title: 'Tensor',
    text: 'Zahlen in einem Gitter aus beliebig vielen Achsen: Eine einzelne Zahl hat keine, eine Reihe eine, ein Bild mit Kanälen drei. Alles, was durch eine Kante fließt, ist einer, mit dem Batch als erster Achse.',
    also: 'Feld Achse Matrix array axis matrix',
  },
  token: {
    title: 'Token',
    text: 'Das Stück, in das Text zerlegt wird: ein Zeichen, ein Wort oder ein häufiger Teil davon (Bytepaare). Das Netz sieht die Nummer eines Tokens im Vokabular, nie seine Buchstaben.',
    also: 'Vokabular Wortschatz Bytepaar tokenizer vocabulary bpe',
  },
  transformer: {
    title: 'Transformer',
    text: 'Blöcke aus Attention und zwei Dense-Schichten, jede mit einer Residualverbindung und einer Normalisierung. Alle Stellen einer Sequenz werden zugleich berechnet; wo eine Stelle ist, muss ein Positions-Embedding sagen.',
    also: 'Aufmerksamkeit gpt bert attention',
  },
  underfitting: {
    title: 'Unteranpassung',
    text: 'Schon die Trainingszeilen werden schlecht beantwortet: Das Netz ist zu klein, zu kurz trainiert, zu sehr gebremst oder bekommt nicht, wovon die Antwort abhängt. Es hilft, es zu vergrößern, länger zu trainieren oder eine andere Lernrate zu versuchen.',
    also: 'underfitting',
  },
  'vanishing-gradients': {
    title: 'Verschwindende Gradienten',
    text: 'Auf dem Rückweg durch viele Sigmoide oder Zeitschritte schrumpfen Gradienten, bis frühe Schichten kaum noch lernen. Relu, Residualverbindungen, Normalisierungen und Gates sind dagegen gemacht.',
    also: 'vanishing gradients',
  },
  'variational-autoencoder': {
    title: 'Variational Autoencoder',
    text: 'Ein Autoencoder, dessen enge Stelle eine Verteilung ist, aus der gezogen wird, durch einen Term des Verlusts nahe an einer Standardnormalverteilung gehalten. So lassen sich aus Zufallszahlen neue Proben machen.',
    also: 'latent variationeller Autoencoder KL-Divergenz vae latent kl divergence',
  },
  'weight-decay': {
    title: 'Weight Decay',
    text: 'Verkleinert jedes Gewicht in jedem Schritt um einen kleinen Teil seiner selbst, unabhängig davon, was der Gradient sagt. Das hält Gewichte klein und wirkt gegen Überanpassung.',
    also: 'Gewichtszerfall Regularisierung adamw regularization',
  },
} as const satisfies Translated<typeof english>;
