"""Training speed of PyTorch (eager, or --compile for torch.compile) on the five reference networks.

python bench_torch.py [NETWORKS] [--compile] [options of rounds.py]

One batch is made before and used again; the loss is read after every step. Adam is the fused one. float32 is float32 on
a GPU too: products there are not rounded to TensorFloat-32.
"""
from rounds import measure, on_cores, options, until

args = options("--compile")
on_cores(args.threads)
import torch
from torch import nn
import torch.nn.functional as F

torch.set_num_threads(args.threads)
device = "cuda" if args.device == "gpu" else "cpu"
torch.set_default_device(device)
torch.backends.cudnn.allow_tf32 = False
mixed = torch.autocast(device, dtype=torch.bfloat16, enabled=args.precision == "bfloat16")


class Lstm(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm, self.out = nn.LSTM(28, 128, batch_first=True), nn.Linear(128, 10)

    def forward(self, x):
        return self.out(self.lstm(x.reshape(-1, 28, 28))[0][:, -1])


class Block(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.n1, self.n2, self.heads = nn.LayerNorm(width), nn.LayerNorm(width), heads
        self.qkv, self.out = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.mlp = nn.Sequential(nn.Linear(width, 4 * width), nn.GELU(), nn.Linear(4 * width, width))

    def forward(self, x):
        b, t, c = x.shape
        q, k, v = (z.view(b, t, self.heads, c // self.heads).transpose(1, 2) for z in self.qkv(self.n1(x)).split(c, 2))
        x = x + self.out(F.scaled_dot_product_attention(q, k, v, is_causal=True).transpose(1, 2).reshape(b, t, c))
        return x + self.mlp(self.n2(x))


class Gpt(nn.Module):
    def __init__(self, vocab=65, context=64, width=128, heads=4, depth=4):
        super().__init__()
        self.tok, self.pos = nn.Embedding(vocab, width), nn.Embedding(context, width)
        self.blocks = nn.Sequential(*[Block(width, heads) for _ in range(depth)])
        self.norm, self.head = nn.LayerNorm(width), nn.Linear(width, vocab)

    def forward(self, x):
        return self.head(self.norm(self.blocks(self.tok(x) + self.pos.weight)))


def mlp():
    return nn.Sequential(nn.Flatten(), nn.Linear(784, 256), nn.ReLU(), nn.Linear(256, 128), nn.ReLU(), nn.Linear(128, 10))


def cnn():
    return nn.Sequential(nn.Conv2d(1, 32, 3), nn.ReLU(), nn.Conv2d(32, 64, 3), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(),
                         nn.Linear(9216, 128), nn.ReLU(), nn.Linear(128, 10)).to(memory_format=torch.channels_last)


def time_steps(name, step, batch):
    if args.compile:
        step = torch.compile(step)
    peer = f"torch{'-compile' if args.compile else ''}"
    for _ in range(3):
        step().item()
    measure(args, peer, torch.__version__, name, batch, lambda seconds: until(seconds, lambda: step().item()))


def supervised(name, model, x, y):
    opt = torch.optim.Adam(model.parameters(), 1e-3, fused=True)

    def step():
        opt.zero_grad(set_to_none=True)
        with mixed:
            out = model(x)
        loss = F.cross_entropy(out.float().flatten(0, -2), y.flatten())
        loss.backward()
        opt.step()
        return loss

    time_steps(name, step, len(x))


def gan(latent=64, batch=128):
    G = nn.Sequential(nn.Linear(latent, 7 * 7 * 128), nn.Unflatten(1, (128, 7, 7)), nn.LeakyReLU(0.2),
                      nn.ConvTranspose2d(128, 64, 4, 2, 1), nn.LeakyReLU(0.2), nn.ConvTranspose2d(64, 1, 4, 2, 1), nn.Tanh())
    D = nn.Sequential(nn.Conv2d(1, 64, 4, 2, 1), nn.LeakyReLU(0.2), nn.Conv2d(64, 128, 4, 2, 1), nn.LeakyReLU(0.2), nn.Flatten(), nn.Linear(6272, 1))
    og, od = (torch.optim.Adam(m.parameters(), 2e-4, (0.5, 0.999), fused=True) for m in (G, D))
    real, bce = torch.rand(batch, 1, 28, 28) * 2 - 1, F.binary_cross_entropy_with_logits
    ones, zeros = torch.ones(batch, 1), torch.zeros(batch, 1)

    def step():
        od.zero_grad(set_to_none=True)
        with mixed:
            of_real, of_fake = D(real), D(G(torch.randn(batch, latent)).detach())
        loss = bce(of_real.float(), ones) + bce(of_fake.float(), zeros)
        loss.backward()
        od.step()
        og.zero_grad(set_to_none=True)
        with mixed:
            of_fake = D(G(torch.randn(batch, latent)))
        g = bce(of_fake.float(), ones)
        g.backward()
        og.step()
        return loss + g

    time_steps("gan", step, batch)


for name in args.networks:
    if name in ("mlp", "cnn", "lstm"):
        x = torch.rand(128, 1, 28, 28)
        supervised(name, {"mlp": mlp, "cnn": cnn, "lstm": Lstm}[name](), x, torch.randint(0, 10, (128,)))
    elif name == "gpt":
        x = torch.randint(0, 65, (12, 64))
        supervised(name, Gpt(), x, torch.roll(x, -1, 1))
    elif name == "gan":
        gan()
