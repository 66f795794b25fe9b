"""Training speed of Keras 3 on the five reference networks, one line a network.

KERAS_BACKEND=tensorflow|jax python bench_keras.py [NETWORKS] [--jit] [options of rounds.py]

`fit` feeds new batches from arrays, with its shuffling; JAX always compiles. Timed: everything `fit` does.
"""
import os, time
from rounds import measure, on_cores, options, until

args = options("--jit")
on_cores(args.threads)
os.environ.setdefault("KERAS_BACKEND", "tensorflow")
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
if args.device == "cpu":
    os.environ["CUDA_VISIBLE_DEVICES"] = ""
os.environ["NVIDIA_TF32_OVERRIDE"] = "0"
import keras
import numpy as np
from keras import layers as L, ops

BACKEND = keras.backend.backend()
JIT = args.jit or BACKEND == "jax"
PEER = f"keras-{BACKEND}{'-jit' if args.jit else ''}"
if BACKEND == "tensorflow":
    import tensorflow as tf

    tf.config.threading.set_intra_op_parallelism_threads(args.threads)
    tf.config.threading.set_inter_op_parallelism_threads(args.threads)
if args.precision == "bfloat16":
    keras.config.set_dtype_policy("mixed_bfloat16")
rng = np.random.default_rng(0)


def images(n):
    return rng.random((n, 28, 28, 1), "float32"), np.eye(10, dtype="float32")[rng.integers(0, 10, n)]


def mlp():
    return keras.Sequential([L.Input((28, 28, 1)), L.Flatten(), L.Dense(256, "relu"), L.Dense(128, "relu"), L.Dense(10, "softmax")])


def cnn():
    return keras.Sequential([L.Input((28, 28, 1)), L.Conv2D(32, 3, activation="relu"), L.Conv2D(64, 3, activation="relu"),
                             L.MaxPooling2D(), L.Flatten(), L.Dense(128, "relu"), L.Dense(10, "softmax")])


def lstm():
    return keras.Sequential([L.Input((28, 28, 1)), L.Reshape((28, 28)), L.LSTM(128), L.Dense(10, "softmax")])


def gpt(vocab=65, context=64, width=128, heads=4, depth=4):
    tokens = L.Input((context,), dtype="int32")
    x = L.Embedding(vocab, width)(tokens) + L.Embedding(context, width)(ops.arange(context))
    for _ in range(depth):
        h = L.LayerNormalization()(x)
        x = x + L.MultiHeadAttention(heads, width // heads)(h, h, use_causal_mask=True)
        h = L.LayerNormalization()(x)
        x = x + L.Dense(width)(L.Dense(4 * width, "gelu")(h))
    return keras.Model(tokens, L.Dense(vocab)(L.LayerNormalization()(x)))


def report(network, batch, advance):
    measure(args, PEER, keras.__version__, network, batch, advance)


def timed_fit(name, model, x, y, batch, loss):
    model.compile(optimizer=keras.optimizers.Adam(1e-3), loss=loss, jit_compile=JIT)
    model.fit(x[: 3 * batch], y[: 3 * batch], batch_size=batch, verbose=0)
    most = len(x) // batch
    seconds_per_step = None

    def advance(seconds):
        nonlocal seconds_per_step
        steps = 3 if seconds_per_step is None else max(1, round(seconds / seconds_per_step))
        epochs, rows = -(-steps // most), min(steps, most) * batch
        start = time.perf_counter()
        model.fit(x[:rows], y[:rows], batch_size=batch, epochs=epochs, verbose=0)
        steps = epochs * rows // batch
        seconds_per_step = (time.perf_counter() - start) / steps
        return steps

    advance(0)  # learns how long a step takes
    report(name, batch, advance)


LATENT, GAN_BATCH = 64, 128


def gan_networks():
    """DCGAN on 28x28: generator and discriminator, their Adams, and the loss of scores against one label."""
    G = keras.Sequential([L.Input((LATENT,)), L.Dense(7 * 7 * 128), L.Reshape((7, 7, 128)), L.LeakyReLU(0.2),
                          L.Conv2DTranspose(64, 4, 2, "same"), L.LeakyReLU(0.2), L.Conv2DTranspose(1, 4, 2, "same", activation="tanh")])
    D = keras.Sequential([L.Input((28, 28, 1)), L.Conv2D(64, 4, 2, "same"), L.LeakyReLU(0.2), L.Conv2D(128, 4, 2, "same"),
                          L.LeakyReLU(0.2), L.Flatten(), L.Dense(1)])
    bce = keras.losses.BinaryCrossentropy(from_logits=True)
    og, od = keras.optimizers.Adam(2e-4, 0.5), keras.optimizers.Adam(2e-4, 0.5)
    og.build(G.trainable_variables), od.build(D.trainable_variables)
    return G, D, og, od, lambda scores, label: bce(ops.full((GAN_BATCH, 1), label), scores)


def gan_tensorflow():
    """One discriminator step (real + fake) and one generator step."""
    G, D, og, od, loss = gan_networks()

    @tf.function(jit_compile=JIT)
    def step(real):
        with tf.GradientTape() as tape:
            fake = G(tf.random.normal((GAN_BATCH, LATENT)), training=True)
            d = loss(D(real, training=True), 1.0) + loss(D(fake, training=True), 0.0)
        od.apply(tape.gradient(d, D.trainable_variables), D.trainable_variables)
        with tf.GradientTape() as tape:
            g = loss(D(G(tf.random.normal((GAN_BATCH, LATENT)), training=True), training=True), 1.0)
        og.apply(tape.gradient(g, G.trainable_variables), G.trainable_variables)
        return d + g

    real = tf.random.uniform((GAN_BATCH, 28, 28, 1), -1, 1)
    return lambda: float(step(real))


def gan_jax():
    """The same step over plain values, as JAX compiles it; what it has done with a state it may overwrite."""
    import jax

    G, D, og, od, loss = gan_networks()
    values = lambda variables: [variable.value for variable in variables]
    run = lambda network, weights, x: network.stateless_call(weights, values(network.non_trainable_variables), x, training=True)[0]

    def step(state, real):
        gw, dw, gs, ds, key = state
        key, first, second = jax.random.split(key, 3)
        fake = run(G, gw, jax.random.normal(first, (GAN_BATCH, LATENT)))
        d, slopes = jax.value_and_grad(lambda w: loss(run(D, w, real), 1.0) + loss(run(D, w, fake), 0.0))(dw)
        dw, ds = od.stateless_apply(ds, slopes, dw)
        z = jax.random.normal(second, (GAN_BATCH, LATENT))
        g, slopes = jax.value_and_grad(lambda w: loss(run(D, dw, run(G, w, z)), 1.0))(gw)
        gw, gs = og.stateless_apply(gs, slopes, gw)
        return (gw, dw, gs, ds, key), d + g

    compiled = jax.jit(step, donate_argnums=0)
    key = jax.random.key(0)
    real = jax.random.uniform(key, (GAN_BATCH, 28, 28, 1), minval=-1, maxval=1)
    state = (values(G.trainable_variables), values(D.trainable_variables), values(og.variables), values(od.variables), key)

    def once():
        nonlocal state
        state, both = compiled(state, real)
        return float(both)

    return once


def gan():
    once = (gan_jax if BACKEND == "jax" else gan_tensorflow)()
    once()
    report("gan", GAN_BATCH, lambda seconds: until(seconds, once))


for name in args.networks:
    if name in ("mlp", "cnn", "lstm"):
        x, y = images(156 * 128)
        timed_fit(name, globals()[name](), x, y, 128, "categorical_crossentropy")
    elif name == "gpt":
        x = rng.integers(0, 65, (12 * 600, 64)).astype("int32")
        timed_fit(name, gpt(), x, np.roll(x, -1, 1), 12, keras.losses.SparseCategoricalCrossentropy(from_logits=True))
    elif name == "gan":
        gan()
