"""The sample fashion-vae in Keras: prints 784 x MSE + KL of the test pictures, each decoded from its mean.

python vae_keras.py TRAIN_IMAGES TEST_IMAGES EPOCHS BATCH_SIZE LEARNING_RATE
"""
import gzip, sys
import keras
import numpy as np
from keras import layers as L, ops

train_file, test_file, epochs, batch_size, learning_rate = sys.argv[1:]
keras.utils.set_random_seed(1)


def images(file):
    with gzip.open(file) as data:
        return np.frombuffer(data.read(), "uint8", offset=16).reshape(-1, 28, 28, 1).astype("float32") / 255


class Bottleneck(L.Layer):
    """Draws while training, and adds the divergence to the loss."""

    def __init__(self):
        super().__init__()
        self.seed = keras.random.SeedGenerator(1)

    def call(self, inputs, training=False):
        mean, log_variance = inputs
        each = ops.square(mean) + ops.exp(log_variance) - log_variance - 1
        self.add_loss(ops.mean(ops.sum(each, axis=1)) / 2)
        if not training:
            return mean
        return mean + ops.exp(log_variance / 2) * keras.random.normal(ops.shape(mean), seed=self.seed)


def summed(truth, made):
    return ops.sum(ops.square(truth - made), axis=(1, 2, 3))


picture = L.Input((28, 28, 1))
x = L.Dense(256, "relu")(L.Dense(512, "relu")(L.Flatten()(picture)))
x = Bottleneck()([L.Dense(2)(x), L.Dense(2)(x)])
x = L.Dense(784, "sigmoid")(L.Dense(512, "relu")(L.Dense(256, "relu")(x)))
model = keras.Model(picture, L.Reshape((28, 28, 1))(x))
model.compile(keras.optimizers.Adam(float(learning_rate)), loss=summed)

# As many pictures as the sample trains on, 5 % being held out.
train = images(train_file)[np.random.default_rng(1).permutation(60_000)[3000:]]
model.fit(train, train, batch_size=int(batch_size), epochs=int(epochs), verbose=0)
test = images(test_file)
print(model.evaluate(test, test, batch_size=500, verbose=0))
