/** What Keras lacks and a network's code brings along, where it wants that. */
export const helpers = {
  Sampling: `class Sampling(layers.Layer):
    """Draws around the mean while training; adds the divergence to the loss."""

    def __init__(self, weight=1.0, **kwargs):
        super().__init__(**kwargs)
        self.weight = weight
        self.seeds = keras.random.SeedGenerator()

    def call(self, mean, log_variance, training=False):
        square, spread = keras.ops.square(mean), keras.ops.exp(log_variance)
        divergence = keras.ops.sum(square + spread - log_variance - 1)
        rows = keras.ops.cast(keras.ops.shape(mean)[0], mean.dtype)
        self.add_loss(self.weight / 2 * divergence / rows)
        if not training:
            return mean
        noise = keras.random.normal(keras.ops.shape(mean), seed=self.seeds)
        return mean + keras.ops.exp(log_variance / 2) * noise`,
  RandomCrop: `class RandomCrop(layers.Layer):
    """Cuts a part out of each picture, in evaluation that in the middle."""

    def __init__(self, height, width, **kwargs):
        super().__init__(**kwargs)
        self.size = height, width
        self.seeds = keras.random.SeedGenerator()

    def call(self, x, training=False):
        for axis, length in enumerate(self.size, start=1):
            last = x.shape[axis] - length
            if training:
                rows = keras.ops.shape(x)[0]
                first = keras.random.randint((rows, 1), 0, last + 1, seed=self.seeds)
                places = first + keras.ops.arange(length)
            else:
                places = last // 2 + keras.ops.arange(length)[None]
            places = keras.ops.expand_dims(places, (3 - axis, 3))
            x = keras.ops.take_along_axis(x, places, axis=axis)
        return x`,
  WarmUp: `class WarmUp(keras.optimizers.schedules.LearningRateSchedule):
    """Climbs from 0 to a rate over so many steps, then goes on as the schedule."""

    def __init__(self, learning_rate, steps, schedule=None):
        self.learning_rate, self.steps, self.schedule = learning_rate, steps, schedule

    def __call__(self, step):
        step = keras.ops.cast(step, "float32")
        after = keras.ops.maximum(step - self.steps, 0.0)
        rate = self.schedule(after) if self.schedule else self.learning_rate
        climb = self.learning_rate * step / max(1, self.steps)
        return keras.ops.where(step < self.steps, climb, rate)

    def get_config(self):
        return dict(
            learning_rate=self.learning_rate, steps=self.steps, schedule=self.schedule
        )`,
  OneCycle: `class OneCycle(keras.optimizers.schedules.LearningRateSchedule):
    """Climbs to the rate and falls far below where it began, along cosines."""

    def __init__(self, learning_rate, steps, peak_at=0.3, div=25.0, final_div=1e4):
        self.learning_rate, self.steps, self.peak_at = learning_rate, steps, peak_at
        self.div, self.final_div = div, final_div

    def __call__(self, step):
        part = keras.ops.cast(step, "float32") / max(1, self.steps - 1)
        up, down = self.peak_at, max(1e-9, 1 - self.peak_at)
        climbs = keras.ops.cast(part < up, "float32")
        along = climbs * part / max(1e-9, up) + (1 - climbs) * (part - up) / down
        wave = (1 + keras.ops.cos(math.pi * keras.ops.minimum(along, 1.0))) / 2
        lowest = climbs / self.div + (1 - climbs) / (self.div * self.final_div)
        height = climbs * (1 - wave) + (1 - climbs) * wave
        return self.learning_rate * (lowest + (1 - lowest) * height)

    def get_config(self):
        return dict(
            learning_rate=self.learning_rate,
            steps=self.steps,
            peak_at=self.peak_at,
            div=self.div,
            final_div=self.final_div,
        )`,
  Climb: `class Climb(keras.callbacks.Callback):
    """Lets the learning rate climb from 0 over the first steps."""

    def __init__(self, learning_rate, steps):
        super().__init__()
        self.learning_rate, self.steps, self.step = learning_rate, steps, 0

    def on_train_batch_begin(self, batch, logs=None):
        if self.step <= self.steps:
            self.model.optimizer.learning_rate = self.learning_rate * self.step / self.steps
        self.step += 1`,
  class_weights: `def class_weights(y, classes):
    """Weights by which all classes count alike; over the rows, their mean is 1."""
    counts = np.bincount(y.flatten(), minlength=classes)
    present = np.count_nonzero(counts)
    weights = counts.sum() / (present * np.maximum(counts, 1))
    return np.where(counts > 0, weights, 0.0).astype("float32")`,
  Mixed: `class Mixed(keras.utils.PyDataset):
    """Batches whose pictures are mixed with the next ones, and their targets with them."""

    def __init__(self, x, y, mix, batch_size, alpha):
        super().__init__()
        self.x, self.y, self.mix = x, y, mix
        self.batch_size, self.alpha = batch_size, alpha
        self.order = np.random.permutation(len(x))

    def __len__(self):
        return math.ceil(len(self.x) / self.batch_size)

    def __getitem__(self, batch):
        rows = self.order[batch * self.batch_size :][: self.batch_size]
        x, y = self.x[rows], self.y[rows]
        share = np.random.beta(self.alpha, self.alpha)
        x, share = self.mix(x, np.roll(x, -1, axis=0), max(share, 1 - share))
        return x, share * y + (1 - share) * np.roll(y, -1, axis=0)

    def on_epoch_end(self):
        np.random.shuffle(self.order)`,
  mixup: `def mixup(x, other, share):
    return share * x + (1 - share) * other, share`,
  cutmix: `def cutmix(x, other, share):
    window = np.zeros(x.shape[1:3], dtype=bool)
    places = []
    for size in window.shape:
        middle, half = np.random.rand() * size, math.sqrt(1 - share) * size / 2
        first, last = max(0, round(middle - half)), min(size, round(middle + half))
        places.append(slice(first, last))
    window[tuple(places)] = True
    return np.where(window[..., None], other, x), 1 - window.mean()`,
} as const;
export type HelperName = keyof typeof helpers;
