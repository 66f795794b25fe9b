/** The words of the field, each in two or three exact sentences. Ids are what links lead to. */
export interface HelpText {
  readonly title: string;
  readonly text: string;
  /** Other names, which a search finds it by. */
  readonly also?: string;
}

export const terms = {
  accuracy: {
    title: 'Accuracy',
    text: 'The share of rows whose class was named right. It says little where one class is much more frequent than the others: always naming that class then looks good. Precision, recall and F1 tell more there.',
  },
  activation: {
    title: 'Activation',
    text: 'A function applied to each number that a layer has computed, such as relu or tanh. Without one between them, any number of Dense layers could be replaced by a single one, because a chain of linear maps is linear. The numbers that come out are called activations too.',
    also: 'nonlinearity transfer function',
  },
  attention: {
    title: 'Attention',
    text: 'Each place of a sequence asks all places how much they matter to it, and takes their values averaged by the answers. The weights of that average come from products of a query and keys, made positive and summing to 1 by softmax. Several heads do so side by side, each with maps of its own.',
    also: 'transformer query key value self-attention',
  },
  autoencoder: {
    title: 'Autoencoder',
    text: 'A network that learns to give back its own input through a narrow place. What passes there is a short description of the input. It needs no labels.',
    also: 'encoder decoder bottleneck latent',
  },
  backpropagation: {
    title: 'Backpropagation',
    text: 'The way gradients are computed: from the loss backwards through the network, one layer after the other, by the chain rule. Each layer turns the gradient by its outputs into those by its weights and by its inputs. One pass backward costs about twice a pass forward.',
    also: 'backward pass chain rule',
  },
  batch: {
    title: 'Batch',
    text: 'The rows that one training step looks at together. The gradient of a step is the mean over its batch. A larger batch gives steadier gradients and fewer steps in an epoch, and takes more memory.',
    also: 'minibatch batch size',
  },
  'batch-normalization': {
    title: 'Batch normalisation',
    text: 'In training each channel is shifted and scaled to mean 0 and variance 1 over the batch, then by two learned numbers. Moving averages of mean and variance take the place of the batch’s own when the network is used. So a network with it computes otherwise in training than after it.',
    also: 'normalization batchnorm',
  },
  bias: {
    title: 'Bias',
    text: 'A learned number that is added to what a unit has computed, whatever the input. It lets a unit answer something else than 0 where its inputs are 0.',
  },
  channel: {
    title: 'Channel',
    text: 'One of the values that stand at each place of a picture or sequence: red, green and blue at first, later what each filter of a convolution found there. The last number of a shape counts them.',
    also: 'feature map depth',
  },
  checkpoint: {
    title: 'Checkpoint',
    text: 'All that a run needs to go on exactly from a step: the weights, the state of the optimizer, and where it was in the data. Neuroloom writes one after each epoch, when a run is paused or stopped, and at its end.',
  },
  'class-weight': {
    title: 'Class weights',
    text: 'Factors by which the loss of each class’s rows counts. Weights that grow as a class gets rarer keep the network from ignoring rare classes.',
    also: 'imbalance',
  },
  'confusion-matrix': {
    title: 'Confusion matrix',
    text: 'A table of what rows are against what the network took them for. The diagonal holds the right answers; each other cell is one kind of mistake.',
  },
  convolution: {
    title: 'Convolution',
    text: 'A small grid of weights slides over a picture or sequence and computes the same weighted sum at each place. So a pattern is found wherever it lies, with few weights. Its filters are learned, each making one channel of the output.',
    also: 'cnn kernel filter stride conv2d',
  },
  crossentropy: {
    title: 'Cross-entropy',
    text: 'The loss of choosing a class: minus the logarithm of the probability that the network gave to the right one. It is 0 for certainty in the right class and grows without limit for certainty in a wrong one.',
    also: 'log loss categorical softmax',
  },
  'data-augmentation': {
    title: 'Augmentation',
    text: 'Random changes of the inputs that leave their meaning as it is: flips, shifts, turns, noise. The network never sees quite the same row twice and learns what does not matter. It happens in training only.',
    also: 'augment',
  },
  dropout: {
    title: 'Dropout',
    text: 'In each training step a random part of the activations is set to 0, so that no unit can rely on another; the others are scaled up, so that the sum stays the same on average. When the network is used nothing is dropped. It works against overfitting.',
  },
  'early-stopping': {
    title: 'Early stopping',
    text: 'Ends a run when the validation rows have shown nothing better for some epochs, and gives it back the weights of its best epoch. It saves time and works against overfitting.',
    also: 'patience',
  },
  embedding: {
    title: 'Embedding',
    text: 'A table with one row of learned numbers for each token or category. Looking a token up gives its row. Tokens that are used alike come to have rows that are alike.',
    also: 'vector word',
  },
  epoch: {
    title: 'Epoch',
    text: 'One pass of training through all training rows, in a new random order. After each the network is measured on the validation rows.',
  },
  'exploding-gradients': {
    title: 'Exploding gradients',
    text: 'On their way back through many layers or time steps gradients can grow so large that a step throws the weights far off, until the loss is not a number any more. A smaller learning rate, clipping the gradients or a normalisation helps.',
    also: 'nan infinity clip diverge',
  },
  feature: {
    title: 'Feature',
    text: 'Something about a row that helps to answer: a column of a table, or what a layer computes from it. Later layers compute features of features.',
    also: 'column input variable',
  },
  gan: {
    title: 'Generative adversarial network',
    text: 'Two networks that train against each other: the generator makes samples from noise, the discriminator tells them from real ones. Each gets better by what the other does. Their losses do not fall together; look at the samples.',
    also: 'gan generator discriminator wgan',
  },
  gradient: {
    title: 'Gradient',
    text: 'How fast the loss would change with each weight: one number for every weight, with its sign. Training moves the weights against it, because that is the direction in which the loss falls fastest.',
    also: 'derivative slope',
  },
  'gradient-descent': {
    title: 'Gradient descent',
    text: 'Training by many small steps against the gradient. Stochastic: each step’s gradient is that of one batch, which is an estimate of the gradient over all rows.',
    also: 'sgd stochastic optimizer',
  },
  hyperparameter: {
    title: 'Hyperparameter',
    text: 'What you choose and training does not change: the number of layers and units, the learning rate, the batch size. They are compared by runs on the validation rows, never on the test rows.',
    also: 'setting tuning',
  },
  initialization: {
    title: 'Initialisation',
    text: 'The random numbers that weights begin with. Their spread is chosen by the number of inputs and outputs, so that signals neither fade nor grow on their way through the layers. The seed decides them.',
    also: 'initializer glorot he',
  },
  l1: {
    title: 'L1 regularisation',
    text: 'Adds the sum of the absolute values of weights, times a factor, to the loss. It pulls every weight towards 0 with the same force, and makes many of them exactly or nearly 0. Shared weights count once, frozen ones do not.',
    also: 'lasso sparsity regularization penalty',
  },
  l2: {
    title: 'L2 regularisation',
    text: 'Adds the sum of the squares of weights, times a factor, to the loss. It pulls large weights more than small ones and keeps them all moderate. Shared weights count once, frozen ones do not. With Adam it is not the same as weight decay, which AdamW does.',
    also: 'ridge weight decay regularization penalty',
  },
  'language-model': {
    title: 'Language model',
    text: 'A network that gives, for a beginning of a text, the probability of each token that could come next. Text is written by drawing a token, adding it and asking again.',
    also: 'gpt llm temperature sampling',
  },
  'learning-rate': {
    title: 'Learning rate',
    text: 'How far a step moves the weights along the optimizer’s direction. Too high and the loss jumps or explodes; too low and it crawls. It is the setting to try first.',
  },
  logit: {
    title: 'Logit',
    text: 'A score before softmax or sigmoid turns it into a probability. It may be any number; a difference of two logits is the logarithm of the ratio of their probabilities.',
  },
  loss: {
    title: 'Loss',
    text: 'One number that says how wrong the answers are; training makes it smaller. It has to change smoothly with the weights, which accuracy does not. Losses of different kinds cannot be compared.',
    also: 'cost objective error',
  },
  mask: {
    title: 'Mask',
    text: 'Says which places of a padded sequence are real. Layers that know it skip the others, and so does the loss.',
    also: 'padding',
  },
  metric: {
    title: 'Metric',
    text: 'A number that people judge a network by, such as accuracy or mean absolute error. Training does not follow it; it follows the loss.',
  },
  'multiply-adds': {
    title: 'Multiply-adds',
    text: 'The multiplications, each with an addition, that one sample costs on its way forward. They are a measure of the work, not of the time: convolutions and large products use a processor better than many small ones.',
    also: 'flops macs operations',
  },
  'one-hot': {
    title: 'One-hot',
    text: 'A category written as a row of zeros with a single 1 at its place. No order between categories is pretended that way.',
    also: 'categorical encoding',
  },
  optimizer: {
    title: 'Optimizer',
    text: 'The rule that turns gradients into steps. SGD follows the gradient; momentum keeps some of the last direction; Adam also divides by how large each weight’s gradients usually are.',
    also: 'adam sgd momentum',
  },
  overfitting: {
    title: 'Overfitting',
    text: 'The network learns its training rows by heart instead of what they have in common: the training loss falls on while the validation loss rises. More or augmented data, a smaller network, dropout, weight decay or stopping early works against it.',
    also: 'generalisation generalization memorise',
  },
  parameter: {
    title: 'Parameters',
    text: 'The numbers that a network learns or keeps: kernels, biases, embeddings, moving averages. More of them can express more, and want more data. Each takes 4 bytes, and with Adam 12 while it trains, plus its gradient.',
    also: 'weights size',
  },
  perplexity: {
    title: 'Perplexity',
    text: 'The exponential of a language model’s mean loss: among how many equally likely tokens it hesitates, as it were. 1 would be perfect; the size of the vocabulary is a blind guess.',
  },
  pooling: {
    title: 'Pooling',
    text: 'Takes the largest or the mean value of each small patch, so that pictures get smaller and small shifts matter less. It has no weights.',
    also: 'downsampling max average',
  },
  'recurrent-layer': {
    title: 'Recurrent layer',
    text: 'Reads a sequence step by step and keeps a state from one to the next. The weights are the same at every step. LSTM and GRU have gates that decide what is kept, so that they remember over longer spans.',
    also: 'rnn lstm gru sequence state',
  },
  'residual-connection': {
    title: 'Residual connection',
    text: 'Adds the input of a block to its output, so that the block learns only the difference. Gradients have a short way back; networks of many layers can be trained thanks to it.',
    also: 'skip connection shortcut resnet',
  },
  schedule: {
    title: 'Learning rate schedule',
    text: 'Changes the learning rate while a run goes on: often a short rise at first (warm-up) and a slow fall to the end. Large steps find the region, small ones settle in it.',
    also: 'warm-up decay cosine',
  },
  seed: {
    title: 'Seed',
    text: 'Where the random numbers of a run begin: weights, order of the rows, dropout. The same seed with the same network, data and engine gives the same run, digit for digit.',
    also: 'random reproducible',
  },
  shape: {
    title: 'Shape',
    text: 'How many numbers one sample has, and how they lie: 28 × 28 × 1 is a picture of 28 rows and columns with one channel. The batch is left out, because the network does not depend on it.',
    also: 'dimension tensor size',
  },
  softmax: {
    title: 'Softmax',
    text: 'Turns scores into probabilities: each is the exponential of its score divided by the sum of all. They are positive and sum to 1. It belongs at the end of a network that chooses one class.',
  },
  split: {
    title: 'Training, validation and test rows',
    text: 'Training rows are learned from. Validation rows are measured after each epoch and help you to choose settings. Test rows are measured once, at the end: they say how good the network is on what neither it nor you have seen.',
    also: 'holdout train test',
  },
  step: {
    title: 'Step',
    text: 'One batch forward, its gradients backward, and one update of the weights. An epoch has as many steps as batches fit into the training rows, the last one perhaps smaller.',
    also: 'iteration update',
  },
  tensor: {
    title: 'Tensor',
    text: 'Numbers in a grid of any number of axes: a single number has none, a row one, a picture with channels three. Everything that flows along an edge is one, with the batch as its first axis.',
    also: 'array axis matrix',
  },
  token: {
    title: 'Token',
    text: 'The piece that text is cut into: a character, a word, or a frequent part of one (byte pairs). The network sees the number of a token in the vocabulary, never its letters.',
    also: 'tokenizer vocabulary bpe',
  },
  transformer: {
    title: 'Transformer',
    text: 'Blocks of attention and two Dense layers, each with a residual connection and a normalisation. All places of a sequence are computed at once; where a place is has to be told by a position embedding.',
    also: 'gpt bert attention',
  },
  underfitting: {
    title: 'Underfitting',
    text: 'Even the training rows are answered badly: the network is too small, trained too short, held back too much, or does not get what the answer depends on. Make it larger, train longer, or try another learning rate.',
  },
  'vanishing-gradients': {
    title: 'Vanishing gradients',
    text: 'On their way back through many sigmoids or time steps gradients shrink until early layers hardly learn. Relu, residual connections, normalisations and gates were made against it.',
  },
  'variational-autoencoder': {
    title: 'Variational autoencoder',
    text: 'An autoencoder whose narrow place is a distribution to draw from, kept close to a standard normal one by a term of the loss. So new samples can be made from random numbers.',
    also: 'vae latent kl divergence',
  },
  'weight-decay': {
    title: 'Weight decay',
    text: 'Shrinks each weight by a small part of itself in every step, apart from what the gradient says. It keeps weights small and works against overfitting.',
    also: 'adamw regularization',
  },
} as const satisfies Record<string, HelpText>;

export type Term = keyof typeof terms;
